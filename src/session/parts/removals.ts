import { effectsOf, type Removed } from '../../core/grounding/effects.ts';
import { measureRemovals, NOTHING_MEASURED, removalsLeft } from '../../core/grounding/measure.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { GroundPart, RemovalPart } from '../../protocol/panelParts.ts';
import type { PartContext, PartTask } from './task.ts';

/** What was measured of an answer, for whichever of its sentences: it is not measured again. */
const MEASURED = new WeakMap<GroundPart, Removed>();

/** What leaving sentences of the source out does to those of the answer that somebody asked about; all of it, sentence by sentence, is what was measured so far. */
export const removals: PartTask<'removals'> = {
  sections: ['ground'],
  key: context => (context.checked !== null && groundedIn(context) ? `${context.exploration.summary.runId} ${context.checked}` : null),
  fetch: async (context, signal, progress) => {
    const { engine, exploration, checked } = context;
    const { runId } = exploration.summary;
    const ground = groundedIn(context)!;
    const { words } = sequenceOf(exploration.summary);
    const reached = typeof checked === 'number' ? ground.reached.slice(checked, checked + 1) : ground.reached;
    let removed = MEASURED.get(ground) ?? { ...NOTHING_MEASURED, logProbabilities: new Float32Array(ground.answerTokens.length).fill(NaN) };
    let { logProbabilities } = removed;
    const partOf = (known: Removed): RemovalPart => {
      const { total, left } = removalsLeft(ground.reached, known);
      return { runId, effects: effectsOf(ground, words, known), read: total - left.length, left: left.length };
    };
    const measure = async (sentences: readonly number[]) => {
      const slice = await engine.call('groundRemovals', { runId, taken: [sentences] }, signal);
      signal.throwIfAborted();
      ({ logProbabilities } = slice);
      return slice.removals[0]!;
    };
    for await (const { done, total, whole, without } of measureRemovals(ground, reached, measure, removed)) {
      const known = (removed = { whole, without, logProbabilities });
      MEASURED.set(ground, known);
      if (done < total) progress(done, total, done > 0 ? () => partOf(known) : undefined);
    }
    return partOf(removed);
  },
};

/** What the answer looks at, of the run that is shown. */
function groundedIn({ grounded, exploration }: PartContext): GroundPart | null {
  return grounded?.runId === exploration.summary.runId ? grounded : null;
}
