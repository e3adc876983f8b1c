import type { Direction, HeadRef } from '../attention/lens.ts';
import type { UnitSink } from '../attention/sinks.ts';
import type { Sides } from '../text/textPair.ts';
import type { RowSample } from '../attention/someRows.ts';

/** Weights of one unit over the others; `low` and `high` as in {@link UnitMatrix}. */
export interface UnitRow {
  readonly unit: number;
  /** [columns] */
  readonly values: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** The head that it is of, where each row has one of its own. */
  readonly head?: HeadRef;
}

/** Weights over units, row = from (query), column = to (key); `low` and `high` are the range of the combined heads, empty for one head. */
export interface UnitMatrix {
  /** Number of units that attend, and of those attended to. */
  readonly rows: number;
  readonly columns: number;
  /** A row sees no later column than its own. */
  readonly causal: boolean;
  /** What a row lacks to 1 went to no token. Not so of the strongest of several heads, whose rows have no sum to be lacking. */
  readonly hasSink: boolean;
  /** Units of the columns that most of the model's attention goes to whatever they stand for, over all heads; largest share first. */
  readonly sinks: readonly UnitSink[];
  /** Tokens that a row sees at most, where those are not all of the text, see `core/attention/maps`. */
  readonly keys?: number;
  /** Of two texts, which of them each unit is of, and which of them is looked at from it. Left out: there is one text. */
  readonly sides?: Sides;
  /** Of a text that is held by rows: the rows that `values` has, ascending. Left out: all of them. */
  readonly sampled?: readonly number[];
  /** Beside a sample: the row of the unit that is looked from, once it is read. */
  readonly read?: UnitRow;
  /** [rows that are here, columns], row-major. */
  readonly values: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly headCount: number;
  /** Where each row is of a head of its own: that of each row that is here. */
  readonly rowHeads?: readonly HeadRef[];
}

/** A sample with the row that was read beside it. */
export function withRow<M extends UnitMatrix>(matrix: M, row: UnitRow | null): M {
  return row === null ? matrix : { ...matrix, read: row };
}

/** Null: every row is here. */
export function sampleOf({ rows, sampled }: Pick<UnitMatrix, 'rows' | 'sampled'>): RowSample | null {
  return sampled ? { rows: sampled.length, of: rows } : null;
}

/** The rows that are here, ascending; of a sample without the one that was read beside it. */
export function rowsIn({ rows, sampled }: Pick<UnitMatrix, 'rows' | 'sampled'>): readonly number[] {
  return sampled ?? Array.from({ length: rows }, (_, row) => row);
}

type Values = 'values' | 'low' | 'high';

/** Of a row that is not here, as of invalid heads: NaN. See {@link hasRow}. */
export function valueIn(matrix: UnitMatrix, row: number, column: number, which: Values = 'values'): number {
  if (matrix.read?.unit === row) return matrix.read[which][column] ?? NaN;
  const place = placeOf(matrix, row);
  return place < 0 ? NaN : (matrix[which][place * matrix.columns + column] ?? NaN);
}

export function hasRow(matrix: UnitMatrix, row: number): boolean {
  return matrix.read?.unit === row || placeOf(matrix, row) >= 0;
}

/** Of a text that is held by rows: whether the row is one of the sample. */
export function isSampled(matrix: UnitMatrix, row: number): boolean {
  return placeOf(matrix, row) >= 0;
}

/** Weights of one unit: its row ('to'), null while that is not here, or its column ('by'), NaN for rows that are not in the sample. */
export function weightsOf(matrix: UnitMatrix, unit: number, direction: Direction): Float32Array | null {
  const { rows, columns, values, read } = matrix;
  if (direction === 'to') return read?.unit === unit ? read.values : (rowIn(matrix, unit)?.slice() ?? null);
  const column = new Float32Array(rows).fill(matrix.sampled ? NaN : 0);
  rowsIn(matrix).forEach((row, place) => (column[row] = values[place * columns + unit]!));
  return column;
}

/** The weights of a row where they stand, for who looks at many; null while they are not here. */
export function rowIn(matrix: UnitMatrix, row: number): Float32Array | null {
  if (matrix.read?.unit === row) return matrix.read.values;
  const place = placeOf(matrix, row);
  return place < 0 ? null : matrix.values.subarray(place * matrix.columns, (place + 1) * matrix.columns);
}

/** The head that a row is of, where each row has one of its own; null else, and while the row is not here. */
export function headOfRow(matrix: UnitMatrix, row: number): HeadRef | null {
  if (matrix.read?.unit === row) return matrix.read.head ?? null;
  return matrix.rowHeads?.[placeOf(matrix, row)] ?? null;
}

/** Place of a row among those in `values`, -1 for one that is not among them. */
function placeOf({ sampled, rows }: UnitMatrix, row: number): number {
  if (!sampled) return row < rows ? row : -1;
  let low = 0;
  let high = sampled.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = sampled[middle]!;
    if (found === row) return middle;
    if (found < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** A link between a unit and the far end of it as a cell: the unit is the row of what it attends to, the column of what attends to it. */
export function cellOf(unit: number, far: number, direction: Direction): readonly [row: number, column: number] {
  return direction === 'to' ? [unit, far] : [far, unit];
}
