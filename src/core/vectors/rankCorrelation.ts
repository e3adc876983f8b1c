/** Fewer pairs have no order worth a number. */
const FEWEST = 3;

/** Ranks from 1, smallest first; equal values share the mean of their places. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    const shared = (start + end + 1) / 2;
    for (; start < end; start++) ranks[order[start]!] = shared;
  }
  return ranks;
}

/**
 * Spearman's rank correlation, -1 to 1: Pearson's correlation of the ranks, ties averaged. Pairs in which one value is not a number are left
 * out. NaN for fewer than three pairs, and when all values on one side are equal, which is no order.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const pairs = Array.from({ length: Math.min(a.length, b.length) }, (_, i) => [a[i]!, b[i]!] as const).filter(
    ([x, y]) => !Number.isNaN(x) && !Number.isNaN(y),
  );
  if (pairs.length < FEWEST) return NaN;
  const x = ranksOf(pairs.map(pair => pair[0]));
  const y = ranksOf(pairs.map(pair => pair[1]));
  // Averaged ranks always have this mean.
  const mean = (pairs.length + 1) / 2;
  let product = 0;
  let squareX = 0;
  let squareY = 0;
  for (let i = 0; i < pairs.length; i++) {
    product += (x[i]! - mean) * (y[i]! - mean);
    squareX += (x[i]! - mean) ** 2;
    squareY += (y[i]! - mean) ** 2;
  }
  return squareX === 0 || squareY === 0 ? NaN : Math.max(-1, Math.min(1, product / Math.sqrt(squareX * squareY)));
}

/**
 * How far a rank correlation of `count` pairs strays from 0 by chance, in 95 of 100 cases: 1.96 / sqrt(count - 1), from its standard error
 * when the orders have nothing to do with each other. A normal approximation, rough below ten pairs; at most 1.
 */
export function chanceBound(count: number): number {
  return count < FEWEST ? 1 : Math.min(1, 1.96 / Math.sqrt(count - 1));
}
