import type { Visibility } from '../core/attention/visibility.ts';
import { valueIn, type UnitMatrix } from '../core/state/unitMatrix.ts';
import type { MatrixCells } from './paintMatrix.ts';

/** Weights of a view between units, as cells of a picture. Costs rows x columns, so callers keep it. */
export function weightCells(
  matrix: UnitMatrix,
  visibility: Visibility,
  rowUnits: readonly number[],
  columnUnits: readonly number[],
): MatrixCells {
  const size = { rows: rowUnits.length, columns: columnUnits.length };
  const buckets = new Uint8Array(size.rows * size.columns);
  const valueAt = (row: number, column: number) => valueIn(matrix, rowUnits[row]!, columnUnits[column]!);
  for (let row = 0; row < size.rows; row++)
    for (let column = 0; column < size.columns; column++)
      buckets[row * size.columns + column] = visibility.bucketOf(valueAt(row, column), rowUnits[row]!, columnUnits[column]!);
  const hides = (column: number) => visibility.hides(columnUnits[column]!);
  if (!visibility.causal) return { ...size, buckets, valueAt, hides };
  return { ...size, buckets, valueAt, hides, sees: (row, column) => visibility.sees(rowUnits[row]!, columnUnits[column]!) };
}
