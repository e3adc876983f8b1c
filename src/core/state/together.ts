import type { Direction } from '../attention/lens.ts';
import type { Visibility } from '../attention/visibility.ts';
import { bucketOfWeight, scaleOfRow, type WeightScale } from '../scale.ts';
import type { Unit } from '../text/token.ts';
import { hasRow, valueIn, type UnitMatrix } from './unitMatrix.ts';

/** Several words that are looked from as one: the mean of their queries, the sum of their keys. */
export interface Together {
  /** What they attend to, or what attends to them, per unit. NaN of rows that are not here. */
  readonly weights: Float32Array;
  /** What a unit has of that if attention were spread evenly. */
  readonly shareOf: (unit: number) => number;
  readonly sees: (unit: number) => boolean;
  readonly hides: (unit: number) => boolean;
  readonly bucketOf: (weight: number, unit: number) => number;
}

/** Null where none of their rows is here. @param members of one text, at least one; in direction 'to' those whose rows are not here are left out */
export function together(
  matrix: UnitMatrix,
  units: readonly Unit[],
  visibility: Visibility,
  members: readonly number[],
  direction: Direction,
): Together | null {
  const own = direction === 'to' ? rowsOf(matrix, units, visibility, members) : columnsOf(matrix, visibility, members);
  if (!own) return null;
  const bucketOf = (weight: number, unit: number) => {
    const scale = own.scaleOf(unit);
    return own.hides(unit) ? 0 : bucketOfWeight(weight, own.shareOf(unit) / scale.evenShare, own.paintScaleOf(unit));
  };
  return { ...own, bucketOf };
}

/** With the scale of the row that a weight is of, whose even share is of one token, and the same of what hidden sinks leave. */
type Found = Omit<Together, 'bucketOf'> & {
  readonly scaleOf: (unit: number) => WeightScale;
  readonly paintScaleOf: (unit: number) => WeightScale;
};

function rowsOf(matrix: UnitMatrix, units: readonly Unit[], visibility: Visibility, members: readonly number[]): Found | null {
  const rows = members.filter(member => hasRow(matrix, member));
  const tokens = rows.reduce((sum, row) => sum + units[row]!.tokens.length, 0);
  if (tokens === 0) return null;
  const mean = (of: (row: number) => number) => rows.reduce((sum, row) => sum + of(row) * units[row]!.tokens.length, 0) / tokens;
  const weights = Float32Array.from({ length: matrix.columns }, (_, column) => mean(row => valueIn(matrix, row, column)));
  const scale = scaleOfRow(
    visibility.scale,
    mean(row => visibility.scaleOf(row).evenShare),
  );
  const hidden = hiddenColumns(matrix, visibility);
  const left = mean(row => visibility.leftOf(row, givenTo(matrix, row, hidden)));
  const paintScale = left === 1 ? scale : scaleOfRow(visibility.scale, scale.evenShare * left);
  return {
    weights,
    shareOf: column => mean(row => visibility.shareOf(row, column)),
    sees: column => rows.some(row => visibility.sees(row, column)),
    hides: visibility.hides,
    scaleOf: () => scale,
    paintScaleOf: () => paintScale,
  };
}

function columnsOf(matrix: UnitMatrix, visibility: Visibility, members: readonly number[]): Found | null {
  const columns = members.filter(member => !visibility.hides(member));
  const sum = (of: (column: number) => number) => columns.reduce((total, column) => total + of(column), 0);
  const hidden = hiddenColumns(matrix, visibility);
  const paintScaleOf = (row: number) => {
    const scale = visibility.scaleOf(row);
    const left = visibility.leftOf(row, givenTo(matrix, row, hidden));
    return left === 1 ? scale : scaleOfRow(visibility.scale, scale.evenShare * left);
  };
  return {
    weights: Float32Array.from({ length: matrix.rows }, (_, row) => sum(column => valueIn(matrix, row, column))),
    shareOf: row => sum(column => visibility.shareOf(row, column)),
    sees: row => members.some(column => visibility.sees(row, column)),
    hides: () => columns.length === 0,
    scaleOf: visibility.scaleOf,
    paintScaleOf,
  };
}

function hiddenColumns({ columns }: UnitMatrix, { hides, hiddenSinks }: Visibility): readonly number[] {
  return hiddenSinks === 0 ? [] : Array.from({ length: columns }, (_, column) => column).filter(hides);
}

function givenTo(matrix: UnitMatrix, row: number, columns: readonly number[]): number {
  return columns.reduce((sum, column) => sum + valueIn(matrix, row, column), 0);
}
