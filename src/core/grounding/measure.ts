import type { Removal } from './verdict.ts';
import type { GroundLayout } from './layout.ts';
import { MOST_SEEN, type SentenceReach } from './reach.ts';

/** Which sentence of an answer is checked by leaving sentences out of its source, counted from 0. */
export type Checked = number | 'all';

/** What was measured of an answer. */
export interface Measured {
  /** Without the whole source; null: not yet. */
  readonly whole: Removal | null;
  /** Without one sentence of the source, by its number. */
  readonly without: ReadonlyMap<number, Removal>;
}

/** The same, and how much of what is asked for that is. */
export interface GroundMeasurement extends Measured {
  readonly done: number;
  readonly total: number;
}

export const NOTHING_MEASURED: Measured = { whole: null, without: new Map() };

/**
 * Leaves out the whole source, then each marked sentence and its control, those that the sentences of the answer see most of first; one at a time, so that
 * what is here is of use, and a cancel is quick.
 * @param reached of the sentences of the answer that are measured
 * @param measure one removal
 * @param before what is known is not measured again
 * @returns how far it is, at the start and after each removal
 */
export async function* measureRemovals(
  { source }: Pick<GroundLayout, 'source'>,
  reached: readonly SentenceReach[],
  measure: (taken: readonly number[]) => Promise<Removal>,
  before = NOTHING_MEASURED,
): AsyncGenerator<GroundMeasurement> {
  const { total, left } = removalsLeft(reached, before);
  let [{ whole }, without] = [before, new Map(before.without)];
  let done = total - left.length;
  const soFar = (): GroundMeasurement => ({ done, total, whole, without });
  yield soFar();
  for (const sentence of left) {
    if (sentence === null) whole = await measure([...source.keys()]);
    else without = new Map([...without, [sentence, await measure([sentence])]]);
    done++;
    yield soFar();
  }
}

/** Source sentences that are still to be left out, one at a time, in that order; null: all together. @param before what is known */
export function removalsLeft(
  reached: readonly SentenceReach[],
  { whole, without }: Measured,
): { readonly total: number; readonly left: readonly (number | null)[] } {
  const all = [null, ...removalOrder(reached)];
  return { total: all.length, left: all.filter(sentence => (sentence === null ? whole === null : !without.has(sentence))) };
}

function removalOrder(reached: readonly SentenceReach[]): number[] {
  const order = new Set<number>();
  for (let rank = 0; rank < MOST_SEEN; rank++) {
    for (const { strongest } of reached) {
      const seen = strongest[rank];
      if (seen === undefined) continue;
      order.add(seen.sentence);
      if (seen.control) order.add(seen.control.sentence);
    }
  }
  return [...order];
}
