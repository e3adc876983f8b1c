/** A half-open range [start, end) of UTF-16 code units in the text that was run. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span of a token that stands for no text ([CLS], [SEP], padding). */
export const NO_SPAN: Span = { start: -1, end: -1 };

/** Number of UTF-16 units two spans share; 0 when they only touch. */
export function overlapLength(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** As counted from a later place on. What stands for no text stays where it is. */
export function movedBack<Spanned extends Span>(spanned: Spanned, by: number): Spanned {
  return spanned.start < 0 ? spanned : { ...spanned, start: spanned.start - by, end: spanned.end - by };
}
