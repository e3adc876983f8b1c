import { allHeads } from '../model/stack.ts';
import type { RoledHead } from './headRoles.ts';

/**
 * From which on a head is said to align two texts. A choice, so it is said together with the score. Of heads that take a word at random 3 in 1,000 reach it in two texts of 5 words,
 * which is the fewest that are judged, and 1 in 10,000 in texts of 8 (measured: test/core/aligns.test.ts).
 */
export const ALIGN_BAR = 0.75;

/** A diagonal of fewer words is come by too easily. */
export const FEWEST_ALIGNED = 5;

/**
 * How nearly the arg-max of each row of a head follows the diagonal, where both texts go on at the same pace: 1 - 3 x the mean distance |j / (n - 1) - i / (m - 1)| between where the strongest word j of n
 * stands and where the row i of m does. So 1 is the diagonal, 0 what words at random come to (a mean distance of 1 / 3), less than 0 the other way round. The distance is that of guided attention (Tachibana, Uenoyama and Aihara 2018), the arg-max
 * that of word alignment by attention (Garg et al. 2019). NaN of an invalid head and of too few words.
 * Where the model writes the text that looks, the row that stands for a word is that of the step that wrote it, the word before: row i is compared with the place of word i + 1, and the last row, which writes no word, is left out.
 * @param pooled weights of one head, row-major @param width of its rows @param rows and columns of the texts that look and are looked at, in their order @param ahead 1 where each row writes the next word
 */
export function alignment(
  pooled: Float32Array,
  width: number,
  rows: readonly number[],
  columns: readonly number[],
  ahead: 0 | 1 = 0,
): number {
  if (rows.length < FEWEST_ALIGNED || columns.length < FEWEST_ALIGNED) return NaN;
  let sum = 0;
  const read = rows.slice(0, rows.length - ahead);
  for (const [place, row] of read.entries()) {
    let [best, most] = [0, -Infinity];
    for (let at = 0; at < columns.length; at++) {
      const weight = pooled[row * width + columns[at]!]!;
      if (weight > most) [best, most] = [at, weight];
    }
    if (most === -Infinity) return NaN;
    sum += Math.abs(best / (columns.length - 1) - (place + ahead) / (rows.length - 1));
  }
  return 1 - (3 * sum) / read.length;
}

/** Heads that reach {@link ALIGN_BAR}, the strongest first. @param scores head by head */
export function alignedHeads(scores: Float32Array, heads: readonly number[]): RoledHead[] {
  return allHeads(heads)
    .flatMap((head, index): RoledHead[] => (scores[index]! >= ALIGN_BAR ? [{ head, role: 'aligns', score: scores[index]! }] : []))
    .sort((a, b) => b.score - a.score);
}
