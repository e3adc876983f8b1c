import type { Span } from './span.ts';
import type { Unit } from './token.ts';

/** Two texts that are read together: where each of them stands in what is read, the first before the second. */
export type TextPair = readonly [first: Span, second: Span];

/** What stands between two texts for a model that reads both as one. */
export const BETWEEN = '\n\n';

/** A text that is read, and where two stand in it, where it is two. */
export interface GivenText {
  readonly text: string;
  readonly pair: TextPair | null;
}

export function oneText(text: string): GivenText {
  return { text, pair: null };
}

/** Two texts as one. */
export function joinTexts(first: string, second: string): { readonly text: string; readonly pair: TextPair } {
  const from = first.length + BETWEEN.length;
  return {
    text: `${first}${BETWEEN}${second}`,
    pair: [
      { start: 0, end: first.length },
      { start: from, end: from + second.length },
    ],
  };
}

/** One of the two; what is neither is -1. */
export type Side = 0 | 1;

/** Which of two texts a unit is of; -1 for what the model puts round them, and for what stands between them. */
export function sideOf([first, second]: TextPair, { start, end }: Span): Side | -1 {
  if (start >= first.start && end <= first.end) return 0;
  return start >= second.start && end <= second.end ? 1 : -1;
}

export function sidesOf(pair: TextPair, units: readonly Unit[]): Int8Array {
  return Int8Array.from(units, unit => sideOf(pair, unit));
}

/** Whether two units are of different texts: what is looked at of a pair. Of a single text any two are. @param sides of its units; left out: there is one text */
export function areAcross(sides: Int8Array | undefined, a: number, b: number): boolean {
  return sides === undefined || sides[b] === 1 - sides[a]!;
}

/** The texts in the order in which they stand in what is read. @throws RangeError for spans that are none of it */
export function checkPair(text: string, [first, second]: TextPair): void {
  const bounds = [0, first.start, first.end, second.start, second.end, text.length];
  const isAscending = bounds.every((bound, place) => Number.isSafeInteger(bound) && bound >= (bounds[place - 1] ?? 0));
  if (!isAscending) throw new RangeError('two texts that do not follow each other');
}
