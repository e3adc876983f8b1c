import { useMemo, useState } from 'preact/hooks';
import { nameOfState } from '../../../src/core/describe/heat.ts';
import { has, lackInShort } from '../../../src/core/model/capability.ts';
import type { Unit } from '../../../src/core/text/token.ts';
import type { Heat } from '../../../src/core/state/viewState.ts';
import { compareVariant, MARKED_CHANGE } from '../../../src/core/attention/whatIf.ts';
import { changeStatement, driftStatement, maskNote } from '../../../src/core/describe/whatIf.ts';
import { sequenceOf } from '../../../src/core/text/tokenSequence.ts';
import type { WhatIfPart } from '../../../src/protocol/panelParts.ts';
import { partOf, type Scene } from '../../scene.ts';
import type { TermLink } from '../../linkTerms.ts';
import { comparedBy, likenessToCompare, readingsOf } from './variantReadings.ts';
import { Choice } from '../../controls/Choice.tsx';
import { TableTwin } from '../../controls/DataTable.tsx';
import { Glyph } from '../../controls/Glyph.tsx';
import { HeatName } from '../../controls/HeatName.tsx';
import { CommandButton } from '../../controls/Messages.tsx';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { Quoted, Sentence } from '../../controls/Sentence.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { VariantRow } from './VariantRow.tsx';
import { VariantTable } from './VariantTable.tsx';
import type { Post } from '../../host.ts';

const TERMS: readonly TermLink[] = [
  ['layer', 'layer'],
  ['cosine', 'cosine'],
  ['weight', 'attention-weight'],
  ['attention', 'attention'],
];

/** The text beside the same text with one word replaced or masked. */
export function WhatIfSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const [heat, setHeat] = useState<Heat>('attention');
  const part = partOf(scene, 'whatIf');
  const masks = has(scene.model, 'mask-token');
  const others = part && sequenceOf(part.summary)[scene.state.level];
  // A part of another level is on its way out; its pairs name units that are not these.
  const fits = part !== null && others !== null && part.matrix.level === scene.state.level && part.matrix.rows === others.length;
  return (
    <Section
      id="whatIf"
      kind="what-if"
      title={fits ? <VariantTitle part={part} /> : 'What if'}
      state={<PartState scene={scene} name="whatIf" doing="Running the other text" post={post} />}
      tools={
        fits && (
          <button
            type="button"
            class="action"
            aria-label="Close the other text"
            title="Close the other text"
            onClick={() => post({ type: 'closeWhatIf' })}
          >
            <Glyph name="close" />
          </button>
        )
      }
    >
      {fits ? (
        <Variant scene={scene} part={part} others={others} chosen={heat} onHeat={setHeat} post={post} />
      ) : (
        <p>
          Put another word{masks ? ', or a mask,' : ''} in the place of one and read both texts side by side. The document is not edited.
        </p>
      )}
      <div class="buttons">
        <CommandButton command="replaceWord" post={post} look="button secondary" />
        {masks && <CommandButton command="maskWord" post={post} look="button secondary" />}
      </div>
    </Section>
  );
}

function VariantTitle({ part }: { readonly part: WhatIfPart }) {
  return (
    <>
      What if <Quoted text={part.word} /> were {part.replacement === null ? 'masked' : <Quoted text={part.replacement} />}
    </>
  );
}

function Variant({
  scene,
  part,
  others,
  chosen,
  onHeat,
  post,
}: {
  readonly scene: Scene;
  readonly part: WhatIfPart;
  readonly others: readonly Unit[];
  /** What was asked for; not every model has it. */
  readonly chosen: Heat;
  readonly onHeat: (heat: Heat) => void;
  readonly post: Post;
}) {
  const { units, state, word, model } = scene;
  const { source } = word;
  const heats = comparedBy(model, part);
  const heat = heats.includes(chosen) ? chosen : 'attention';
  const likeness = heat === 'attention' ? null : likenessToCompare(scene, part);
  const comparison = useMemo(() => {
    const [text, variant] = readingsOf(heat, scene, part, others, likeness);
    return compareVariant(heat, text, variant, part.pairs, source, part.drift?.states[state.hiddenState] ?? null);
  }, [heat, likeness, units, scene.matrix, part, source, state.direction, state.hiddenState]);
  const value = heat === 'attention' ? 'weight' : 'cosine';
  const drift = part.drift
    ? `, and how far its vector moves ${nameOfState(state.hiddenState, model.layers)} (1 − cosine; coloured on the scale of attention)`
    : '';
  return (
    <>
      <CompareBy scene={scene} heats={heats} heat={heat} onHeat={onHeat} />
      <p class="note above">
        <WithTerms
          text={`Each column: the word as it is, as it would be${drift}. Outlined: the ${value} changes by more than ${MARKED_CHANGE[heat]}. `}
          terms={TERMS}
        />
        {maskNote(part.masks)} The document is not edited.
      </p>
      {heat !== 'attention' && <PartState scene={scene} name="likeness" doing="Comparing the words" post={post} />}
      <div class={`hue-${heat}`}>
        <VariantRow scene={scene} part={part} comparison={comparison} others={others} post={post} />
      </div>
      <p class="statement settled">
        {part.drift ? (
          <Sentence parts={driftStatement(comparison, units, others, part.unit)} />
        ) : (
          `${lackInShort('hidden-states')}, so it cannot be said how far they move.`
        )}
      </p>
      <p class="statement" aria-live="polite">
        <Sentence parts={changeStatement(comparison, units, others, source, state.direction)} />
      </p>
      {heat === 'fixed' && <p class="note">Word embeddings are the same in every text: only a cosine with the replaced word can change.</p>}
      <TableTwin>{() => <VariantTable scene={scene} comparison={comparison} others={others} />}</TableTwin>
    </>
  );
}

/** Which value of the source word is compared. */
function CompareBy({
  scene,
  heats,
  heat,
  onHeat,
}: {
  readonly scene: Scene;
  readonly heats: readonly Heat[];
  readonly heat: Heat;
  readonly onHeat: (heat: Heat) => void;
}) {
  if (heats.length < 2) return null;
  return (
    <div class="heat-choice">
      <span>Compare by</span>
      <Choice
        name="Compare by"
        options={heats.map(option => [option, <HeatName scene={scene} heat={option} />])}
        value={heat}
        onChange={onHeat}
      />
    </div>
  );
}
