import { useMemo } from 'preact/hooks';
import { nameOfState } from '../../src/core/describeHeat.ts';
import { formatWeight } from '../../src/core/describe.ts';
import { formatShift } from '../../src/core/describeInfluence.ts';
import { compareVariant, driftStatement, MARKED_CHANGE, weightStatement, type VariantComparison } from '../../src/core/whatIf.ts';
import type { Unit } from '../../src/core/token.ts';
import type { WhatIfPart } from '../../src/protocol/panelParts.ts';
import { partOf, type Scene } from '../scene.ts';
import type { ThemeColors } from '../theme.ts';
import { DataTable, TableTwin } from './DataTable.tsx';
import { Glyph } from './Glyph.tsx';
import { CommandButton } from './Messages.tsx';
import type { Post } from './Panel.tsx';
import { PartState } from './PartState.tsx';
import { Section } from './Section.tsx';
import { Quoted, Sentence } from './Sentence.tsx';
import { VariantRow } from './VariantRow.tsx';

/** The text beside the same text with one word replaced or masked. */
export function WhatIfSection({ scene, post }: { readonly scene: Scene; readonly theme: ThemeColors; readonly post: Post }) {
  const part = partOf(scene, 'whatIf');
  const others = part && (scene.state.level === 'words' ? part.summary.words : part.summary.pieces);
  // A part of another level is on its way out; its pairs name units that are not these.
  const fits = part !== null && others !== null && part.matrix.level === scene.state.level && part.matrix.size === others.length;
  return (
    <Section
      kind="what-if"
      title={fits ? <VariantTitle scene={scene} part={part} /> : 'What if'}
      aside={
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
      <PartState scene={scene} name="whatIf" doing="Running the other text" post={post} />
      {fits ? (
        <Variant scene={scene} part={part} others={others} post={post} />
      ) : (
        <p>Put another word, or a mask, in the place of one and read both texts side by side. The document is not edited.</p>
      )}
      <div class="buttons">
        <CommandButton command="replaceWord" post={post} look="button secondary" />
        <CommandButton command="maskWord" post={post} look="button secondary" />
      </div>
    </Section>
  );
}

function VariantTitle({ scene, part }: { readonly scene: Scene; readonly part: WhatIfPart }) {
  return (
    <>
      What if <Quoted text={scene.labels[part.unit] ?? ''} /> were{' '}
      {part.replacement === null ? 'masked' : <Quoted text={part.replacement} />}
    </>
  );
}

function Variant({
  scene,
  part,
  others,
  post,
}: {
  readonly scene: Scene;
  readonly part: WhatIfPart;
  readonly others: readonly Unit[];
  readonly post: Post;
}) {
  const { units, matrix, data, state, word, model } = scene;
  const { source } = word;
  const comparison = useMemo(
    () =>
      compareVariant(
        { units, tokenCount: data.summary.tokens.length, matrix },
        { units: others, tokenCount: part.summary.tokens.length, matrix: part.matrix },
        part.pairs,
        source,
        state.direction,
        part.drift?.states[state.hiddenState] ?? null,
      ),
    [units, matrix, part, source, state.direction, state.hiddenState],
  );
  return (
    <>
      <VariantRow scene={scene} part={part} comparison={comparison} others={others} post={post} />
      <p class="statement" aria-live="polite">
        <Sentence parts={weightStatement(comparison, units, others, source, state.direction)} />
      </p>
      <p class="statement">
        {part.drift ? (
          <Sentence parts={driftStatement(comparison, units, part.unit)} />
        ) : (
          'This model shows no hidden states, so it cannot be said how far the vectors move.'
        )}
      </p>
      <p class="note">
        Each column: the word as it is, as it would be
        {part.drift &&
          `, and how far its vector moves ${nameOfState(state.hiddenState, model.layers)} (1 − cosine, in the steps of the weights)`}
        . Outlined: the weight changes by more than {MARKED_CHANGE}. The document is not edited.
      </p>
      <TableTwin>{() => <VariantTable scene={scene} comparison={comparison} others={others} />}</TableTwin>
    </>
  );
}

function VariantTable({
  scene,
  comparison,
  others,
}: {
  readonly scene: Scene;
  readonly comparison: VariantComparison;
  readonly others: readonly Unit[];
}) {
  const weight = (value: number) => (Number.isNaN(value) ? '' : formatWeight(value));
  return (
    <DataTable name="Both texts as a table" caption="The text and the other text, word by word">
      <thead>
        <tr>
          <th scope="col">Word</th>
          <th scope="col">Other word</th>
          <th scope="col" class="number">
            Weight
          </th>
          <th scope="col" class="number">
            Other weight
          </th>
          <th scope="col" class="number">
            Moved
          </th>
        </tr>
      </thead>
      <tbody>
        {comparison.pairs.map(pair => (
          <tr>
            <th scope="row">{pair.unit >= 0 ? <Quoted text={scene.labels[pair.unit]!} /> : 'none'}</th>
            <td>{pair.other >= 0 ? <Quoted text={others[pair.other]!.label} /> : 'none'}</td>
            <td class="number">{weight(pair.weight)}</td>
            <td class="number">{weight(pair.otherWeight)}</td>
            <td class="number">{Number.isNaN(pair.drift) ? '' : formatShift(pair.drift)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  );
}
