import { contentNote, rankNote, signNote } from '../../../src/core/describe/ground.ts';
import { nameOfModel } from '../../../src/core/describe/model.ts';
import { formatCount } from '../../../src/core/describe/numbers.ts';
import { allHeads } from '../../../src/core/model/stack.ts';
import type { GroundPart, RemovalPart } from '../../../src/protocol/panelParts.ts';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import { groundOf, removalsOf } from '../../hooks/grounded.ts';
import type { Post } from '../../host.ts';
import type { Scene } from '../../scene.ts';
import { GroundRows } from './GroundRows.tsx';

/** An answer on its source: sentence by sentence, the source sentences that stand out for it, and what it loses without each. */
export function GroundSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const part = groundOf(scene);
  const removals = removalsOf(scene);
  return (
    <Section
      id="ground"
      picture={part && 'ground'}
      title="Answer on its source"
      state={
        part ? (
          <PartState scene={scene} name="removals" doing="Leaving out sentence after sentence" post={post} />
        ) : (
          <PartState scene={scene} name="ground" doing="Reading the answer on its source" post={post} />
        )
      }
      aside={part && asideOf(part, removals)}
    >
      {part && (
        <>
          <GroundRows scene={scene} part={part} removals={removals} post={post} />
          {removals !== null && (
            <p class="note below">
              <WithTerms text={`${WITHOUT_NOTE}${signNote(removals.effects)}`} terms={[['log-probability', 'removal']]} />
            </p>
          )}
          <p class="note below">
            <WithTerms
              text={contentNote(part.contentHeads.length, allHeads(scene.model.attention.heads).length)}
              terms={[['heads', 'head']]}
            />{' '}
            {rankNote(part.answer.length)}
            {part.answer.length > 1 && <span class="ground-mark-note"> The mark in a bar is that mean.</span>} {nameOfModel(scene.model)} is
            a reader of the answer here, not its author.
          </p>
        </>
      )}
    </Section>
  );
}

const WITHOUT_NOTE =
  'Without it: by how much the log-probability of the answer’s sentence changes when that source sentence is left out and the rest is read again. The further below 0, the more the answer needed it. The control is about as long and was not marked.';

function asideOf({ answer, source }: GroundPart, removals: RemovalPart | null): string {
  if (removals?.left === 0) return `checked by removal, ${formatCount(removals.read)} readings`;
  return `${formatCount(answer.length)} ${answer.length === 1 ? 'sentence' : 'sentences'} on ${formatCount(source.length)} of the source`;
}
