import type { Direction } from '../attention/lens.ts';
import type { Visibility } from '../attention/visibility.ts';
import { bucketOfWeight, scaleOfRow, type WeightScale } from '../scale.ts';
import type { Unit } from '../text/token.ts';
import { hasRow, rowIn, valueIn, type UnitMatrix } from './unitMatrix.ts';

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
  const scale = scaleOfRow(
    visibility.scale,
    mean(row => visibility.scaleOf(row).evenShare),
  );
  const hidden = hiddenColumns(matrix, visibility);
  const left = mean(row => visibility.leftOf(row, givenTo(matrix, row, hidden)));
  const paintScale = left === 1 ? scale : scaleOfRow(visibility.scale, scale.evenShare * left);
  const { weights, shares } = sumsOf(matrix, 'to', rows, () => meanOfRows(matrix, units, rows, tokens));
  return {
    weights,
    shareOf: column => (shares[column] ??= mean(row => visibility.shareOf(row, column))),
    sees: column => rows.some(row => visibility.sees(row, column)),
    hides: visibility.hides,
    scaleOf: () => scale,
    paintScaleOf: () => paintScale,
  };
}

function columnsOf(matrix: UnitMatrix, visibility: Visibility, members: readonly number[]): Found | null {
  const columns = members.filter(member => !visibility.hides(member));
  const hidden = hiddenColumns(matrix, visibility);
  const paintScaleOf = (row: number) => {
    const scale = visibility.scaleOf(row);
    const left = visibility.leftOf(row, givenTo(matrix, row, hidden));
    return left === 1 ? scale : scaleOfRow(visibility.scale, scale.evenShare * left);
  };
  const { weights, shares } = sumsOf(matrix, 'by', columns, () => sumOfColumns(matrix, columns));
  return {
    weights,
    shareOf: row => (shares[row] ??= columns.reduce((total, column) => total + visibility.shareOf(row, column), 0)),
    sees: row => members.some(column => visibility.sees(row, column)),
    hides: () => columns.length === 0,
    scaleOf: visibility.scaleOf,
    paintScaleOf,
  };
}

/** What takes a look at the weights of all members, and does not depend on how they are painted. */
interface Sums {
  readonly direction: Direction;
  readonly members: readonly number[];
  readonly read: UnitMatrix['read'];
  readonly weights: Float32Array;
  /** Even shares of far units, each once it is asked for. */
  readonly shares: number[];
}

/** By the weights that they are of: who points at words asks for the same with each of them, for what is selected and for a sentence. */
const known = new WeakMap<Float32Array, Sums[]>();
const KEPT = 4;

function sumsOf(matrix: UnitMatrix, direction: Direction, members: readonly number[], sum: () => Float32Array): Sums {
  const before = known.get(matrix.values) ?? [];
  const isSame = (sums: Sums) =>
    sums.direction === direction &&
    sums.read === matrix.read &&
    sums.members.length === members.length &&
    sums.members.every((member, place) => member === members[place]);
  const sums = before.find(isSame) ?? { direction, members, read: matrix.read, weights: sum(), shares: [] };
  known.set(matrix.values, [sums, ...before.filter(other => other !== sums)].slice(0, KEPT));
  return sums;
}

/** By tokens: row after row, as they lie in memory. */
function meanOfRows(matrix: UnitMatrix, units: readonly Unit[], rows: readonly number[], tokens: number): Float32Array {
  const sums = new Float64Array(matrix.columns);
  for (const row of rows) {
    const weights = rowIn(matrix, row)!;
    const count = units[row]!.tokens.length;
    for (let column = 0; column < sums.length; column++) sums[column]! += weights[column]! * count;
  }
  return Float32Array.from(sums, sum => sum / tokens);
}

/** NaN of rows that are not here. */
function sumOfColumns(matrix: UnitMatrix, columns: readonly number[]): Float32Array {
  return Float32Array.from({ length: matrix.rows }, (_, row) => {
    const weights = rowIn(matrix, row);
    let sum = 0;
    for (const column of columns) sum += weights?.[column] ?? NaN;
    return sum;
  });
}

function hiddenColumns({ columns }: UnitMatrix, { hides, hiddenSinks }: Visibility): readonly number[] {
  return hiddenSinks === 0 ? [] : Array.from({ length: columns }, (_, column) => column).filter(hides);
}

function givenTo(matrix: UnitMatrix, row: number, columns: readonly number[]): number {
  return columns.reduce((sum, column) => sum + valueIn(matrix, row, column), 0);
}
