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

/**
 * Whose own attention is looked at of two texts that are read together: that of each, or, of an encoder-decoder, which has other heads for each of them,
 * that of one. Where none is named, what goes from one text to the other is.
 */
export const WITHIN = ['each', 'first', 'second'] as const;

export type Within = (typeof WITHIN)[number];

/** The same once the two texts are swapped. */
export function swappedWithin(within: Within | undefined): Within | undefined {
  if (within === 'first') return 'second';
  return within === 'second' ? 'first' : within;
}

/** Of two texts: which of them each unit is of, and what is looked at from it: the words of the other one, or those of its own. */
export interface Sides {
  /** {@link Side} of each unit, -1 for what is of neither. */
  readonly of: Int8Array;
  readonly far: 'other' | 'own';
}

export function sidesOf(pair: TextPair, units: readonly Unit[], far: Sides['far'] = 'other'): Sides {
  return { of: Int8Array.from(units, unit => sideOf(pair, unit)), far };
}

/** What goes from one text to the other is what is looked at. Not so of a single text, nor of what stays in each of two. */
export function isAcross(sides: Sides | undefined): boolean {
  return sides?.far === 'other';
}

/** The text that is looked at from one of them. */
export function farSide({ far }: Pick<Sides, 'far'>, side: Side): Side {
  if (far === 'own') return side;
  return side === 1 ? 0 : 1;
}

/** Whether a unit is among those that are looked at from another one. Of a single text all are. @param sides of its units; left out: there is one text */
export function areFar(sides: Sides | undefined, from: number, unit: number): boolean {
  if (sides === undefined) return true;
  const side = sides.of[from]!;
  return side >= 0 && sides.of[unit] === farSide(sides, side as Side);
}

/** The texts in the order in which they stand in what is read. @throws RangeError for spans that are none of it */
export function checkPair(text: string, [first, second]: TextPair): void {
  const bounds = [0, first.start, first.end, second.start, second.end, text.length];
  const isAscending = bounds.every((bound, place) => Number.isSafeInteger(bound) && bound >= (bounds[place - 1] ?? 0));
  if (!isAscending) throw new RangeError('two texts that do not follow each other');
}
