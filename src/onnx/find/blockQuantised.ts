import { UINT4, UINT8 } from '../format/elementTypes.ts';
import { elementCount, type OnnxTensor } from '../format/tensor.ts';
import type { OnnxNode } from '../format/types.ts';
import type { GraphIndex } from '../graph/index.ts';
import { hasTrait } from '../graph/operatorTraits.ts';
import { chain } from '../graph/traverse.ts';
import { roundingOf, shapeOf, type QuantisedStorage, type StoredRows } from './tableStorage.ts';

/** A change of layout and a few names. */
const MAXIMUM_STEPS = 4;

/**
 * Rows of the table of a GatherBlockQuantized (onnxruntime's contrib operators): blocks of 128 unless it says another number; in bytes, values
 * are packed `bits` at a time, four unless said, and count from the middle of their range. Where the table is also the head's, its bytes are
 * laid out for a MatMulNBits, [rows, blocks, bytes of a block], and a Reshape makes rows of them.
 */
export function blockedRows(index: GraphIndex, node: OnnxNode): StoredRows | null {
  const [values, scales, zeroPoints] = [0, 2, 3].map(input => blockTensor(index, node.inputs[input] ?? ''));
  if (!values || !scales || (node.inputs[3] && !zeroPoints)) return null;
  const axisOf = (name: string, otherwise: number): number => node.attributes.get(name)?.integer ?? otherwise;
  const rank = 2;
  if (axisOf('gather_axis', 0) !== 0 || ![rank - 1, -1].includes(axisOf('quantize_axis', 1))) return null;
  const bits = node.attributes.get('bits')?.integer ?? 4;
  const inBytes = values.elementType === UINT8;
  if (inBytes && bits !== 4 && bits !== 8) return null;
  const unpacked = (tensor: OnnxTensor): OnnxTensor => (inBytes && bits === 4 ? asNibbles(tensor) : tensor);
  const table = asMatrix(unpacked(values), scales.dims[0]!);
  if (table === null) return null;
  const storage: QuantisedStorage = {
    kind: 'quantised',
    values: table,
    scales,
    zeroPoints: zeroPoints ? unpacked(zeroPoints) : null,
    defaultZeroPoint: inBytes ? 2 ** (bits - 1) : 0,
    blockSize: axisOf('block_size', 128) || 128,
    listed: 'columns',
    rounding: roundingOf(scales.elementType),
  };
  return { ...shapeOf(table), storage, indices: node.inputs[1] ?? '' };
}

/** A stored tensor, laid out anew or not. */
function blockTensor(index: GraphIndex, name: string): OnnxTensor | undefined {
  const kept = (node: OnnxNode): string | undefined =>
    node.operator === 'Reshape' || hasTrait(node, 'givesNameOrType') ? node.inputs[0] : undefined;
  for (const { name: value } of chain(index, name, kept, MAXIMUM_STEPS)) {
    const tensor = index.initializer(value);
    if (tensor !== undefined) return tensor;
  }
  return undefined;
}

/** The same numbers as rows; null when they do not come out even. */
function asMatrix(tensor: OnnxTensor, rows: number): OnnxTensor | null {
  const width = elementCount(tensor) / rows;
  return Number.isInteger(width) && width > 1 ? { ...tensor, dims: [rows, width] } : null;
}

/** The same bytes as twice as many numbers of four bits. */
function asNibbles(tensor: OnnxTensor): OnnxTensor {
  return { ...tensor, elementType: UINT4, dims: [...tensor.dims.slice(0, -1), 2 * tensor.dims.at(-1)!] };
}
