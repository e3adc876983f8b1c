import type { FolderFile } from '../model/folderFiles.ts';
import { openStoredTensor, unreadable, type StoredTensor } from './storedTensor.ts';
import type { TableStorage } from '../../onnx/find/embeddingLookups.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';

/**
 * Rows of a table as the model uses them, [rows.length, width]; only those are read from the disk.
 * @param model the model file that the table was found in
 * @throws FaultError `unavailable` for a storage that is not read; RangeError for a row that is not there
 */
export function readRows(model: FolderFile, table: EmbeddingTable, rows: readonly number[]): Float32Array {
  for (const row of rows) checkRow(table, row, row + 1);
  const result = new Float32Array(rows.length * table.width);
  withStorage(model, table, storage => {
    for (const [index, row] of rows.entries()) storage(row, row + 1, result.subarray(index * table.width, (index + 1) * table.width));
  });
  return result;
}

/** Rows [from, to) of a table, [to - from, width]. Throws as {@link readRows} does. */
export function readRowRange(model: FolderFile, table: EmbeddingTable, from: number, to: number): Float32Array {
  checkRow(table, from, to);
  const result = new Float32Array((to - from) * table.width);
  const stretch = Math.max(1, Math.floor(ELEMENTS_AT_A_TIME / table.width));
  withStorage(model, table, storage => {
    for (let start = from; start < to; start += stretch) {
      const end = Math.min(to, start + stretch);
      storage(start, end, result.subarray((start - from) * table.width, (end - from) * table.width));
    }
  });
  return result;
}

/** Bounds what is held besides the result. */
const ELEMENTS_AT_A_TIME = 2 ** 20;

/** Puts rows [from, to) into `out`. */
type ReadStorage = (from: number, to: number, out: Float32Array) => void;

function withStorage(model: FolderFile, { rows, width, storage }: EmbeddingTable, use: (read: ReadStorage) => void): void {
  const opened: StoredTensor[] = [];
  const open = (tensor: TableStorage['values']): StoredTensor => {
    const stored = openStoredTensor(model, tensor);
    opened.push(stored);
    return stored;
  };
  try {
    const values = open(storage.values);
    if (storage.kind === 'float') {
      use((from, to, out) => {
        out.set(values.read(from * width, to * width));
      });
    } else {
      const grid = scaleGrid(storage.scales.dims, rows, width, storage.blockSize);
      const scales = open(storage.scales);
      const zeroPoints = storage.zeroPoints && open(storage.zeroPoints);
      use(dequantised(grid, width, values, scales, zeroPoints ?? storage.defaultZeroPoint));
    }
  } finally {
    for (const tensor of opened) tensor.close();
  }
}

/** Which scale belongs to a value: one of [rows, columns], each for `rowsEach` rows and `columnsEach` columns. */
interface ScaleGrid {
  readonly columns: number;
  readonly rowsEach: number;
  readonly columnsEach: number;
}

/** @throws FaultError `unavailable` when the shape of the scales does not fit the table */
function scaleGrid(dims: readonly number[], rows: number, width: number, blockSize: number): ScaleGrid {
  const shape = dims.length > 2 ? dims.slice(-2) : dims;
  const [only = 1] = shape;
  // A single list is by column, the axis that DequantizeLinear takes when it is not told, unless only the rows have that number.
  const [down, across] = shape.length === 2 ? [shape[0]!, shape[1]!] : only === rows && only !== width ? [rows, 1] : [1, only];
  const rowsEach = lengthOfBlock(rows, down, blockSize);
  const columnsEach = lengthOfBlock(width, across, blockSize);
  if (rowsEach === null || columnsEach === null) throw unreadable('rounded numbers whose scales are arranged in a way of their own');
  return { columns: across, rowsEach, columnsEach };
}

function lengthOfBlock(length: number, scales: number, blockSize: number): number | null {
  if (scales === 1) return length;
  if (scales === length) return 1;
  return blockSize > 0 && scales === Math.ceil(length / blockSize) ? blockSize : null;
}

/** value = (stored - zero point) * scale, rounded to float32 once, as DequantizeLinear does. */
function dequantised(
  { columns, rowsEach, columnsEach }: ScaleGrid,
  width: number,
  values: StoredTensor,
  scales: StoredTensor,
  zeroPoints: StoredTensor | number,
): ReadStorage {
  return (from, to, out) => {
    const firstScale = Math.floor(from / rowsEach) * columns;
    const lastScale = (Math.floor((to - 1) / rowsEach) + 1) * columns;
    const stored = values.read(from * width, to * width);
    const factors = scales.read(firstScale, lastScale);
    const zeros =
      typeof zeroPoints === 'number' ? new Float32Array(factors.length).fill(zeroPoints) : zeroPoints.read(firstScale, lastScale);
    for (let row = from, i = 0; row < to; row++) {
      const scaleRow = Math.floor(row / rowsEach) * columns - firstScale;
      for (let column = 0; column < width; column++, i++) {
        const scale = scaleRow + Math.floor(column / columnsEach);
        out[i] = (stored[i]! - zeros[scale]!) * factors[scale]!;
      }
    }
  };
}

function checkRow({ rows }: EmbeddingTable, from: number, to: number): void {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > rows)
    throw new RangeError(`rows ${from} to ${to} of a table of ${rows}`);
}
