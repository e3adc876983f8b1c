/** More than so many times what the others give counts as so many: what they hardly see, or cannot, is no proof by itself. */
const MOST_TIMES = 10;

/**
 * What the other sentences of an answer give each source sentence, in the mean.
 * @param weights one row a sentence of the answer, one column a source sentence
 * @returns the same shape; null in place of a row that has no others
 */
export function givenByOthers(weights: readonly (readonly number[])[]): readonly (readonly number[] | null)[] {
  return weights.map((_, own) => {
    const others = weights.filter((_, sentence) => sentence !== own);
    if (others.length === 0) return null;
    return weights[own]!.map((_, seen) => others.reduce((sum, row) => sum + row[seen]!, 0) / others.length);
  });
}

/**
 * By what source sentences are ranked: the attention, times the square of how many times that is what the other sentences of the answer give. A line that all of them look at, as they do
 * at a heading or the last line, tells little; where all rest on one line, what they give it still counts. Measured: `test/bench/groundRank.ts`.
 * @param others null: there are none, and the attention alone counts
 */
export function standsOutBy(weight: number, others: number | null): number {
  if (others === null || weight === 0) return weight;
  return weight * Math.min(MOST_TIMES, weight / others) ** 2;
}
