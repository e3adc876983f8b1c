/** Which of a model's texts: its only one, or, of an encoder-decoder, the one that is read and the one that is written. */
export type Stream = 'text' | 'source' | 'target';

/** The stream of a model with one text. */
export const TEXT: Stream = 'text';

/** A word, or a sub-word at that level, named by its text and its place in it. Within one text a unit is a plain index. */
export interface UnitRef {
  readonly stream: Stream;
  /** Index among the units of the stream. */
  readonly unit: number;
}

export function unitRef(stream: Stream, unit: number): UnitRef {
  return { stream, unit };
}

/** Whether two names, or none, are of the same unit. */
export function isSameUnit(a: UnitRef | null | undefined, b: UnitRef | null | undefined): boolean {
  if (!a || !b) return !a && !b;
  return a.stream === b.stream && a.unit === b.unit;
}

/** The index of a unit among those of a stream; null for none, and for one of another stream. */
export function indexIn(stream: Stream, ref: UnitRef | null | undefined): number | null {
  return ref?.stream === stream ? ref.unit : null;
}

/** Names a unit in the key of what is made for it. */
export function unitKey({ stream, unit }: UnitRef): string {
  return `${stream} ${unit}`;
}

/** A cell of an attention matrix: a row is a unit that attends (query), a column one that is attended to (key). */
export type CellRef = readonly [from: UnitRef, to: UnitRef];

export function isSameCell(a: CellRef | null, b: CellRef | null): boolean {
  return a === null || b === null ? a === b : isSameUnit(a[0], b[0]) && isSameUnit(a[1], b[1]);
}
