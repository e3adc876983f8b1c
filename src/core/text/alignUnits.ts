import { overlapLength, type Span } from './span.ts';
import type { Unit } from './token.ts';

/** A unit of the original and the unit of the variant that stands for it; -1: there is none. */
export type UnitPair = readonly [unit: number, other: number];

/**
 * Which units of a text and of the same text with one span replaced stand for each other, in the order of the text: what lies before or after the
 * replacement by its place, the first unit replaced with the first unit that stands there instead, special tokens around the text by their
 * order. The rest (more units on one side, what the context cut off) has no counterpart. Every unit of both is in exactly one pair.
 * @param replaced the span in the original
 * @param replacement where the replacement stands in the variant, see `replaceSpan`
 */
export function alignUnits(units: readonly Unit[], others: readonly Unit[], replaced: Span, replacement: Span): UnitPair[] {
  const moved = replacement.end - replaced.end;
  const counterparts = new Map(placesOf(others, replacement, 0, 'other').map((place, index) => [place, index]));
  const pairs: UnitPair[] = [];
  let next = 0;
  for (const [unit, place] of placesOf(units, replaced, moved, 'unit').entries()) {
    const other = counterparts.get(place) ?? -1;
    if (other < 0) {
      pairs.push([unit, -1]);
      continue;
    }
    for (; next < other; next++) pairs.push([-1, next]);
    pairs.push([unit, other]);
    next = other + 1;
  }
  for (; next < others.length; next++) pairs.push([-1, next]);
  return pairs;
}

/** Values of the pairs with both sides, in their order, as one value a pair: NaN where a side is missing. */
export function spreadOverPairs(values: Float32Array, pairs: readonly UnitPair[]): Float32Array {
  let next = 0;
  return Float32Array.from(pairs, ([unit, other]) => (unit >= 0 && other >= 0 ? (values[next++] ?? NaN) : NaN));
}

/** A name for each unit's place, the same in both texts when what stands after the change is moved by `moved`. */
function placesOf(units: readonly Unit[], changed: Span, moved: number, side: 'unit' | 'other'): string[] {
  const firstChanged = units.findIndex(unit => overlapLength(unit, changed) > 0);
  const ranks = new Map<string, number>();
  return units.map((unit, index) => {
    const { start, end } = unit;
    if (overlapLength(unit, changed) > 0) return index === firstChanged ? 'first of the change' : `${side} ${index}`;
    const moves = start >= changed.end ? moved : 0;
    const place = `${start + moves}-${end + moves}`;
    // Several units may share a place: the letters of one Hangul syllable, special tokens around the text (-1).
    const rank = ranks.get(place) ?? 0;
    ranks.set(place, rank + 1);
    return `${place}, ${rank}`;
  });
}
