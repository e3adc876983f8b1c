import { elementBits } from '../format/elementTypes.ts';
import type { OnnxModel } from './graph.ts';
import type { OnnxTensor } from '../format/tensor.ts';

/** Rows and columns that tell a triangle, or a bias by distance, from anything else. */
const SIDE = 4;

/** Each tensor is read once, in a few short reads, however many layers share it. */
const known = new WeakMap<OnnxTensor, readonly (readonly string[])[] | null>();

/**
 * The bytes of each value in the first rows and columns of a tensor's first matrix, [min(4, rows), min(4, columns)], wherever the tensor is
 * stored, so that equal values have equal entries; null when it is no matrix of whole bytes, or in lists of single numbers.
 */
export function cornerOf(model: OnnxModel, tensor: OnnxTensor): readonly (readonly string[])[] | null {
  const before = known.get(tensor);
  if (before !== undefined) return before;
  const corner = readCorner(model, tensor);
  known.set(tensor, corner);
  return corner;
}

/** The bytes of the first value in each row of a tensor's first matrix, one {@link cornerOf} reads, as it has them. */
export function firstColumn(model: OnnxModel, { dims, elementType, data }: OnnxTensor): (row: number) => string {
  const columns = dims.at(-1)!;
  const bytesEach = elementBits(elementType)! / 8;
  const source = data.kind === 'external' ? model.external(data.location) : model.source;
  const offset = 'offset' in data ? data.offset : 0;
  return row => {
    const start = offset + row * columns * bytesEach;
    return source!.read(start, start + bytesEach).join(',');
  };
}

function readCorner(model: OnnxModel, { dims, elementType, data }: OnnxTensor): string[][] | null {
  const [rows = 0, columns = 0] = dims.slice(-2);
  const bits = elementBits(elementType);
  const isStored = data.kind === 'raw' || data.kind === 'external';
  if (!isStored || dims.length < 2 || dims.includes(0) || !bits || bits < 8) return null;
  const source = data.kind === 'raw' ? model.source : model.external(data.location);
  if (source === null) return null;
  const bytesEach = bits / 8;
  const width = Math.min(SIDE, columns);
  return Array.from({ length: Math.min(SIDE, rows) }, (_, row) => {
    const start = data.offset + row * columns * bytesEach;
    const bytes = source.read(start, start + width * bytesEach);
    return Array.from({ length: width }, (_, column) => bytes.subarray(column * bytesEach, (column + 1) * bytesEach).join(','));
  });
}
