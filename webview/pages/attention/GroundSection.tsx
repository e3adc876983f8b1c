import { contentNote } from '../../../src/core/describe/ground.ts';
import { nameOfModel } from '../../../src/core/describe/model.ts';
import { formatCount } from '../../../src/core/describe/numbers.ts';
import { readsAnAnswer } from '../../../src/core/grounding/layout.ts';
import { allHeads } from '../../../src/core/model/stack.ts';
import type { GroundPart } from '../../../src/protocol/panelParts.ts';
import { PartState } from '../../controls/PartState.tsx';
import { Section } from '../../controls/Section.tsx';
import { WithTerms } from '../../controls/Term.tsx';
import type { Post } from '../../host.ts';
import { partOf, type Scene } from '../../scene.ts';
import { GroundRows } from './GroundRows.tsx';

/** What an answer looks at; null while that is not here, and of texts that are no answer on its source. */
export function groundOf(scene: Scene): GroundPart | null {
  const part = partOf(scene, 'ground');
  return part?.runId === scene.matrix.runId ? part : null;
}

export function isAnswer({ model, data }: Scene): boolean {
  return readsAnAnswer(model.attention, data.summary.pair);
}

/** An answer on its source: sentence by sentence, the source sentences that it looks at most. */
export function GroundSection({ scene, post }: { readonly scene: Scene; readonly post: Post }) {
  const part = groundOf(scene);
  const heads = allHeads(scene.model.attention.heads).length;
  return (
    <Section
      id="ground"
      title="Answer on its source"
      state={<PartState scene={scene} name="ground" doing="Reading the answer on its source" post={post} />}
      aside={part && `${formatCount(part.answer.length)} on ${formatCount(part.source.length)} sentences`}
    >
      {part && (
        <>
          <GroundRows scene={scene} part={part} post={post} />
          <p class="note below">
            <WithTerms text={contentNote(part.contentHeads.length, heads)} terms={[['heads', 'head']]} /> {nameOfModel(scene.model)} is a
            reader of the answer here, not its author, and attention alone misleads.
          </p>
        </>
      )}
    </Section>
  );
}
