import { isSameUnit, type UnitRef } from '../text/unitRef.ts';

/** The second end of a link, beside the pinned word: one word, or several that count as one; ascending, at least one, the pinned word not among them. */
export type LinkEnd = readonly UnitRef[];

export function isSameEnd(a: LinkEnd | null, b: LinkEnd | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((unit, index) => isSameUnit(unit, b[index]));
}

/** Those of some words that can be the second end; null where that is none, and where the pinned word is among them. */
export function linkEndOf(pinned: UnitRef | null, units: readonly UnitRef[]): LinkEnd | null {
  if (pinned === null || units.length === 0 || units.some(unit => isSameUnit(unit, pinned))) return null;
  return endOf(units);
}

/** Words in the order of the text, each once. */
export function endOf(units: readonly UnitRef[]): LinkEnd {
  const sorted = units.toSorted((a, b) => a.stream.localeCompare(b.stream) || a.unit - b.unit);
  return sorted.filter((unit, index) => !isSameUnit(unit, sorted[index - 1]));
}
