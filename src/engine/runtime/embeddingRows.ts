import type { FolderFile } from '../model/folderFiles.ts';
import { ROUND_TO } from './floats.ts';
import { openStoredTensor, unreadable, type StoredTensor } from './storedTensor.ts';
import { elementCount, type OnnxTensor } from '../../onnx/format/tensor.ts';
import type { QuantisedStorage } from '../../onnx/find/tableStorage.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';

/**
 * Rows of a table as the model uses them, [rows.length, width]; only those are read from the disk.
 * @param model the model file that the table was found in
 * @throws FaultError `unavailable` for a storage that is not read; RangeError for a row that is not there
 */
export function readRows(model: FolderFile, table: EmbeddingTable, rows: readonly number[]): Float32Array {
  for (const row of rows) checkRow(table, row, row + 1);
  const { width } = table;
  const result = new Float32Array(rows.length * width);
  const first = new Map<number, number>();
  withStorage(model, table, storage => {
    for (const [index, row] of rows.entries()) {
      const known = first.get(row);
      if (known === undefined) storage(row, row + 1, result.subarray(index * width, (index + 1) * width));
      else result.copyWithin(index * width, known * width, (known + 1) * width);
      if (known === undefined) first.set(row, index);
    }
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
  if (storage === null) throw unreadable('numbers that its graph computes in a way of its own');
  const opened: StoredTensor[] = [];
  const open = (tensor: OnnxTensor): StoredTensor => {
    const stored = openStoredTensor(model, tensor);
    opened.push(stored);
    return stored;
  };
  try {
    // Rows may be stored with a filling behind the last column, up to a whole block.
    const turned = storage.kind === 'float' && storage.turned;
    const stride = turned ? width : storage.values.dims.at(-1)!;
    const stored = open(storage.values);
    const read =
      storage.kind === 'quantised'
        ? dequantised(storage, [rows, stride], stored, open)
        : turned
          ? columnwise(stored, rows, width)
          : plain(stored, stride);
    use((from, to, out) => {
      const whole = stride === width ? out : new Float32Array((to - from) * stride);
      read(from, to, whole);
      if (stride !== width)
        for (let row = 0; row < to - from; row++) out.set(whole.subarray(row * stride, row * stride + width), row * width);
      if (storage.rounding !== null) ROUND_TO[storage.rounding](out);
    });
  } finally {
    for (const tensor of opened) tensor.close();
  }
}

const plain =
  (values: StoredTensor, stride: number): ReadStorage =>
  (from, to, out) => {
    out.set(values.read(from * stride, to * stride));
  };

/** Rows of a table that is stored by its columns. */
const columnwise =
  (values: StoredTensor, rows: number, width: number): ReadStorage =>
  (from, to, out) => {
    for (let column = 0; column < width; column++) {
      const stretch = values.read(column * rows + from, column * rows + to);
      for (let row = 0; row < to - from; row++) out[row * width + column] = stretch[row]!;
    }
  };

/** Which scale belongs to a value: one of [rows, columns], each for `rowsEach` rows and `columnsEach` columns. */
interface ScaleGrid {
  readonly columns: number;
  readonly rowsEach: number;
  readonly columnsEach: number;
}

/** @throws FaultError `unavailable` when the shape of the scales does not fit the table */
function scaleGrid({ scales, blockSize, listed }: QuantisedStorage, rows: number, width: number): ScaleGrid {
  const shape = scales.dims.length > 2 ? scales.dims.slice(-2) : scales.dims;
  const [only = 1] = shape;
  const isByRow = listed === 'rows' || (only === rows && only !== width);
  const [down, across] = shape.length === 2 ? [shape[0]!, shape[1]!] : isByRow ? [only, 1] : [1, only];
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
  storage: QuantisedStorage,
  [rows, width]: readonly [rows: number, width: number],
  values: StoredTensor,
  open: (tensor: OnnxTensor) => StoredTensor,
): ReadStorage {
  const { columns, rowsEach, columnsEach } = scaleGrid(storage, rows, width);
  const scales = open(storage.scales);
  const zeros = zeroPointsOf(storage, columns, open);
  return (from, to, out) => {
    const firstRow = Math.floor(from / rowsEach);
    const lastRow = Math.floor((to - 1) / rowsEach) + 1;
    const stored = values.read(from * width, to * width);
    const factors = scales.read(firstRow * columns, lastRow * columns);
    const zeroPoints = zeros.read(firstRow, lastRow);
    for (let row = from, i = 0; row < to; row++) {
      const scaleRow = Math.floor(row / rowsEach) - firstRow;
      for (let column = 0; column < width; column++, i++) {
        const scale = Math.floor(column / columnsEach);
        out[i] = (stored[i]! - zeroPoints[scaleRow * zeros.columns + scale]!) * factors[scaleRow * columns + scale]!;
      }
    }
  };
}

/** A zero point for each scale, rows [first, last) of them; rows are longer than those of the scales where whole bytes are filled. */
interface ZeroPoints {
  readonly columns: number;
  readonly read: (first: number, last: number) => Float32Array;
}

function zeroPointsOf(
  { scales, zeroPoints, defaultZeroPoint }: QuantisedStorage,
  columns: number,
  open: (tensor: OnnxTensor) => StoredTensor,
): ZeroPoints {
  const count = zeroPoints === null ? 0 : elementCount(zeroPoints);
  if (zeroPoints === null || (count === 1 && elementCount(scales) > 1)) {
    const [one = defaultZeroPoint] = zeroPoints === null ? [] : open(zeroPoints).read(0, 1);
    return { columns, read: (first, last) => new Float32Array((last - first) * columns).fill(one) };
  }
  const perRow = count / (elementCount(scales) / columns);
  if (!Number.isInteger(perRow) || perRow < columns)
    throw unreadable('rounded numbers whose zero points are arranged in a way of their own');
  const stored = open(zeroPoints);
  return { columns: perRow, read: (first, last) => stored.read(first * perRow, last * perRow) };
}

function checkRow({ rows }: EmbeddingTable, from: number, to: number): void {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > rows)
    throw new RangeError(`rows ${from} to ${to} of a table of ${rows}`);
}
