/** A number under a word: where its middle belongs, and how wide it is, in CSS pixels. */
export interface PlacedNumber {
  readonly middle: number;
  readonly width: number;
}

/** Least room between two numbers, so that they read as two. */
export const NUMBER_GAP = 4;
/** The one that comes between two, brighter than they are, is told apart with less. */
export const GUEST_GAP = 2;

/**
 * Middles of the numbers of one line, which keep the order of their words: apart from each other, inside of the line, and as near to their words as that
 * allows (least squares).
 * @param numbers from left to right
 */
export function spreadNumbers(numbers: readonly PlacedNumber[], left: number, right: number): number[] {
  // With the room of those before taken off, numbers that may not overlap are places that may not fall: isotonic regression, by pooling what violates it.
  let taken = 0;
  const before = numbers.map(({ width }) => (taken += width + NUMBER_GAP) - width - NUMBER_GAP);
  const pools: { place: number; count: number }[] = [];
  for (const [at, { middle, width }] of numbers.entries()) {
    let pool = { place: middle - width / 2 - before[at]!, count: 1 };
    while (pools.length > 0 && pools.at(-1)!.place > pool.place) {
      const last = pools.pop()!;
      const count = last.count + pool.count;
      pool = { place: (last.place * last.count + pool.place * pool.count) / count, count };
    }
    pools.push(pool);
  }
  const most = right - taken + NUMBER_GAP;
  const places = pools.flatMap(({ place, count }) => Array<number>(count).fill(Math.max(left, Math.min(most, place))));
  return numbers.map(({ width }, at) => places[at]! + before[at]! + width / 2);
}

/**
 * The place of one more number among those that stand, none of which moves: under its word, or beside it as far as they leave room; else under its word, and
 * those in `covered` have no room beside it.
 */
export function placeAmong(number: PlacedNumber, standing: readonly PlacedNumber[], left: number, right: number) {
  const half = number.width / 2;
  const before = standing.filter(({ middle }) => middle < number.middle).map(({ middle, width }) => middle + width / 2 + GUEST_GAP);
  const behind = standing.filter(({ middle }) => middle >= number.middle).map(({ middle, width }) => middle - width / 2 - GUEST_GAP);
  const least = Math.max(left, ...before) + half;
  const most = Math.min(right, ...behind) - half;
  if (least <= most) return { middle: Math.max(least, Math.min(most, number.middle)), covered: [] };
  const middle = Math.max(left + half, Math.min(right - half, number.middle));
  const isCovered = (other: PlacedNumber) => Math.abs(other.middle - middle) < half + other.width / 2 + GUEST_GAP;
  return { middle, covered: standing.flatMap((other, at) => (isCovered(other) ? [at] : [])) };
}
