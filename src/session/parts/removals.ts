import { effectsOf, type Removed } from '../../core/grounding/effects.ts';
import { paceOf, readAgain, secondsToRead, type TimedReading } from '../../core/grounding/pace.ts';
import { measureRemovals, NOTHING_MEASURED, removalsLeft } from '../../core/grounding/measure.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { GroundPart, RemovalPart } from '../../protocol/panelParts.ts';
import { modelKey, type PartContext, type PartTask } from './task.ts';

type Measured = Removed & { readonly readings: readonly TimedReading[] };

/** What was measured of an answer, for whichever of its sentences, and how long each reading took, by what was read: it is not measured again where the same is read once more. */
const MEASURED = new Map<string, Measured>();

/** Answers that it is kept of, the latest. */
const MOST_ANSWERS = 4;

function nameOf({ exploration }: PartContext): string {
  const { target, summary } = exploration;
  return JSON.stringify([modelKey(exploration), summary.variant, target.text, target.second!.from, summary.told]);
}

function keep(name: string, measured: Measured): void {
  MEASURED.delete(name);
  MEASURED.set(name, measured);
  const [oldest] = MEASURED.keys();
  if (MEASURED.size > MOST_ANSWERS) MEASURED.delete(oldest!);
}

/** What leaving sentences of the source out does to those of the answer that somebody asked about; all of it, sentence by sentence, is what was measured so far. */
export const removals: PartTask<'removals'> = {
  sections: ['ground'],
  key: context => (context.checked !== null && groundedIn(context) ? `${context.exploration.summary.runId} ${context.checked}` : null),
  fetch: async (context, signal, progress) => {
    const { engine, exploration, checked } = context;
    const { runId } = exploration.summary;
    const ground = groundedIn(context)!;
    const name = nameOf(context);
    const { words, tokens } = sequenceOf(exploration.summary);
    const whole = { tokens: tokens.length, milliseconds: exploration.summary.runMilliseconds };
    const reached = typeof checked === 'number' ? ground.reached.slice(checked, checked + 1) : ground.reached;
    let removed = MEASURED.get(name) ?? {
      ...NOTHING_MEASURED,
      logProbabilities: new Float32Array(ground.answerTokens.length).fill(NaN),
      readings: [],
    };
    let { logProbabilities, readings } = removed;
    const partOf = (known: Removed): RemovalPart => {
      const { total, left } = removalsLeft(ground.reached, known);
      const seconds = secondsToRead(ground, left, paceOf(readings, whole));
      return { runId, effects: effectsOf(ground, words, known), read: total - left.length, left: left.length, seconds };
    };
    const measure = async (sentences: readonly number[]) => {
      const started = performance.now();
      const slice = await engine.call('groundRemovals', { runId, taken: [sentences] }, signal);
      signal.throwIfAborted();
      const again = readAgain(ground, sentences.length === ground.source.length ? null : sentences[0]!);
      readings = [...readings, { tokens: again, milliseconds: performance.now() - started }];
      ({ logProbabilities } = slice);
      return slice.removals[0]!;
    };
    for await (const { done, total, ...measured } of measureRemovals(ground, reached, measure, removed)) {
      const known = (removed = { ...measured, logProbabilities, readings });
      keep(name, known);
      if (done === total) continue;
      const left = secondsToRead(ground, removalsLeft(reached, known).left, paceOf(readings, whole));
      progress(done, total, done > 0 ? () => partOf(known) : undefined, left);
    }
    return partOf(removed);
  },
};

/** What the answer looks at, of the run that is shown. */
function groundedIn({ grounded, exploration }: PartContext): GroundPart | null {
  return grounded?.runId === exploration.summary.runId ? grounded : null;
}
