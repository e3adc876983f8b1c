import { BFLOAT16, elementBits, FLOAT16 } from '../format/elementTypes.ts';
import type { OnnxTensor } from '../format/tensor.ts';

export type TableStorage = FloatStorage | QuantisedStorage;

interface FloatStorage {
  readonly kind: 'float';
  readonly values: OnnxTensor;
  /** Stored as the head that shares the table multiplies with it: [width, rows]. */
  readonly turned: boolean;
  readonly rounding: Rounding;
}

/**
 * value = (stored - zeroPoint) * scale, whether a DequantizeLinear says so or Cast, Sub and Mul. `blockSize` values of a row share one scale
 * (scales [rows, width / blockSize]); 0: one scale per row, column or table, by the shape of `scales`. Values of four bits have an element
 * type that says so, also where the file packs them into bytes.
 */
export interface QuantisedStorage {
  readonly kind: 'quantised';
  readonly values: OnnxTensor;
  readonly scales: OnnxTensor;
  readonly zeroPoints: OnnxTensor | null;
  /** Of all values when there are no `zeroPoints`. */
  readonly defaultZeroPoint: number;
  readonly blockSize: number;
  /** What a list of scales has one for each of. */
  readonly listed: 'rows' | 'columns';
  readonly rounding: Rounding;
}

/** The type that the graph makes of each number, where that rounds it. */
export type Rounding = 'float16' | 'bfloat16' | null;

export interface TableShape {
  readonly rows: number;
  readonly width: number;
}

/** Rows of a stored matrix: all in order, or picked by indices. */
export interface StoredRows extends TableShape {
  /** null: the graph computes the matrix from stored ones in a way that is not read. */
  readonly storage: TableStorage | null;
  /** What picks the rows; null when they are all there, in order. */
  readonly indices: string | null;
}

/** What numbers of an element type are rounded to. */
export function roundingOf(elementType: number): Rounding {
  return elementType === FLOAT16 ? 'float16' : elementType === BFLOAT16 ? 'bfloat16' : null;
}

export function shapeOf({ dims }: OnnxTensor): TableShape {
  return { rows: dims.at(-2)!, width: dims.at(-1)! };
}

/** Bits of one stored number of a table. */
export function storedBits({ values }: TableStorage): number {
  return elementBits(values.elementType) ?? 0;
}
