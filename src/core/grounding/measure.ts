import { controlFor, type Removal } from './verdict.ts';
import type { GroundLayout } from './layout.ts';
import { MOST_SEEN, type SentenceReach } from './reach.ts';

/** What was measured of an answer so far. */
export interface GroundMeasurement {
  readonly done: number;
  readonly total: number;
  /** Without the whole source; null: not yet. */
  readonly whole: Removal | null;
  /** Without one sentence of the source, by its number. More is written into it as the measurement goes on. */
  readonly without: ReadonlyMap<number, Removal>;
}

/** What each sentence that is marked for one of the answer is compared with, by its number: another one of the source; null where there is none of like length. */
export function controlsOf(
  source: GroundLayout['source'],
  { strongest }: Pick<SentenceReach, 'strongest'>,
): ReadonlyMap<number, number | null> {
  const marked = strongest.map(({ sentence }) => sentence);
  return new Map(marked.map(sentence => [sentence, controlFor(sentence, marked, source)]));
}

/**
 * Leaves out the whole source, then each marked sentence and its control, those that the sentences of the answer see most of first; one at a time, so that
 * what is here is of use, and a cancel is quick.
 * @param measure one removal
 * @returns how far it is, at the start and after each removal
 */
export async function* measureRemovals(
  { source }: Pick<GroundLayout, 'source'>,
  reached: readonly SentenceReach[],
  measure: (taken: readonly number[]) => Promise<Removal>,
): AsyncGenerator<GroundMeasurement> {
  const sentences = removalOrder(source, reached);
  const total = sentences.length + 1;
  const without = new Map<number, Removal>();
  yield { done: 0, total, whole: null, without };
  const whole = await measure([...source.keys()]);
  yield { done: 1, total, whole, without };
  for (const [place, sentence] of sentences.entries()) {
    without.set(sentence, await measure([sentence]));
    yield { done: place + 2, total, whole, without };
  }
}

function removalOrder(source: GroundLayout['source'], reached: readonly SentenceReach[]): number[] {
  const order = new Set<number>();
  const controls = reached.map(sentence => controlsOf(source, sentence));
  for (let rank = 0; rank < MOST_SEEN; rank++) {
    for (const [place, sentence] of reached.entries()) {
      const seen = sentence.strongest[rank];
      if (seen === undefined) continue;
      order.add(seen.sentence);
      const control = controls[place]!.get(seen.sentence) ?? null;
      if (control !== null) order.add(control);
    }
  }
  return [...order];
}
