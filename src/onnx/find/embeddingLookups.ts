import { UINT4, UINT8 } from '../format/elementTypes.ts';
import type { GraphIndex } from '../graph/index.ts';
import { memoise } from '../graph/memo.ts';
import { hasTrait, valueInputs } from '../graph/operatorTraits.ts';
import { backward, chain } from '../graph/traverse.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import type { OnnxNode } from '../format/types.ts';

export type TableStorage =
  | { readonly kind: 'float'; readonly values: OnnxTensor }
  /**
   * value = (stored - zeroPoint) * scale. `blockSize` values of a row share one scale (scales [rows, width / blockSize]);
   * 0: one scale per row, column or table, by the shape of `scales`. Values of four bits have an element type that says so, also where the
   * file packs them into bytes.
   */
  | {
      readonly kind: 'quantised';
      readonly values: OnnxTensor;
      readonly scales: OnnxTensor;
      readonly zeroPoints: OnnxTensor | null;
      /** Of all values when there are no `zeroPoints`. */
      readonly defaultZeroPoint: number;
      readonly blockSize: number;
    };

/** A place where rows of a stored matrix are picked and become part of the embedding. */
export interface EmbeddingLookup {
  readonly storage: TableStorage;
  /** What picks the rows; null when they are taken in order (a slice of the table, or all of it). */
  readonly indices: string | null;
}

/** An embedding is a few sums and a normalisation; a longer walk is not in one. */
const MAXIMUM_VALUES = 400;
/** Names and types between a stored table and its use. */
const MAXIMUM_STEPS = 4;

/** All lookups that the value entering layer 0 is made of. */
export function findLookups(index: GraphIndex, embedding: string): EmbeddingLookup[] {
  const lookupOf = memoise((node: OnnxNode) => lookupAt(index, node));
  const lookups: EmbeddingLookup[] = [];
  const summands = (node: OnnxNode): readonly string[] => (lookupOf(node) === null ? valueInputs(node) : []);
  for (const { name, node, from } of backward(index, [embedding], summands, { values: MAXIMUM_VALUES })) {
    const lookup = node === undefined ? null : lookupOf(node);
    const wholeTable = lookup === null && from?.node?.operator === 'Add' && index.isConstant(name) ? storedTable(index, name) : null;
    if (lookup !== null) lookups.push(lookup);
    else if (wholeTable !== null) lookups.push({ storage: wholeTable, indices: null });
  }
  return lookups;
}

function lookupAt(index: GraphIndex, node: OnnxNode): EmbeddingLookup | null {
  const [first = '', second = ''] = node.inputs;
  switch (node.operator) {
    case 'Gather': {
      const storage = storedTable(index, first);
      return storage !== null && (node.attributes.get('axis')?.integer ?? 0) === 0 ? { storage, indices: second } : null;
    }
    case 'Slice': {
      const storage = storedTable(index, first);
      return storage === null ? null : { storage, indices: null };
    }
    case 'GatherBlockQuantized': {
      const storage = blockedTable(index, node);
      return storage === null ? null : { storage, indices: second };
    }
    case 'DequantizeLinear': {
      // Rows are picked first and turned into floats afterwards, so that the table itself stays in 8 bits.
      const rows = index.producer(index.throughIdentity(first));
      if (rows?.operator !== 'Gather') return null;
      const source = (name: string): string => {
        const pick = index.producer(index.throughIdentity(name));
        return pick?.operator === 'Gather' ? (pick.inputs[0] ?? '') : name;
      };
      const storage = quantisedTable(index, node, [source(first), source(second), source(node.inputs[2] ?? '')]);
      return storage === null ? null : { storage, indices: rows.inputs[1] ?? '' };
    }
    default:
      return null;
  }
}

/** A matrix kept in the file, in floats or behind a DequantizeLinear; null for anything else. */
function storedTable(index: GraphIndex, name: string): TableStorage | null {
  const kept = (node: OnnxNode): string | undefined => (hasTrait(node, 'givesNameOrType') ? node.inputs[0] : undefined);
  for (const { name: value, node } of chain(index, name, kept, MAXIMUM_STEPS)) {
    const values = index.initializer(value);
    if (values !== undefined) return isTable(values) ? { kind: 'float', values } : null;
    if (node?.operator === 'DequantizeLinear')
      return quantisedTable(index, node, [node.inputs[0] ?? '', node.inputs[1] ?? '', node.inputs[2] ?? '']);
  }
  return null;
}

function quantisedTable(
  index: GraphIndex,
  node: OnnxNode,
  names: readonly [values: string, scales: string, zeroPoints: string],
): TableStorage | null {
  const [values, scales, zeroPoints] = names.map(name => (name === '' ? undefined : index.initializer(name)));
  if (values === undefined || scales === undefined || !isTable(values)) return null;
  const blockSize = node.attributes.get('block_size')?.integer ?? 0;
  return { kind: 'quantised', values, scales, zeroPoints: zeroPoints ?? null, defaultZeroPoint: 0, blockSize };
}

/**
 * The table of a GatherBlockQuantized (onnxruntime's contrib operators): blocks of 128 unless it says another number; in bytes, values are
 * packed `bits` at a time, four unless said, and count from the middle of their range.
 */
function blockedTable(index: GraphIndex, node: OnnxNode): TableStorage | null {
  const storage = quantisedTable(index, node, [node.inputs[0] ?? '', node.inputs[2] ?? '', node.inputs[3] ?? '']);
  if (storage?.kind !== 'quantised') return null;
  const blockSize = storage.blockSize || 128;
  const bits = node.attributes.get('bits')?.integer ?? 4;
  if (storage.values.elementType !== UINT8) return { ...storage, blockSize };
  const unpacked = (tensor: OnnxTensor): OnnxTensor => (bits === 4 ? asNibbles(tensor) : tensor);
  return {
    ...storage,
    values: unpacked(storage.values),
    zeroPoints: storage.zeroPoints && unpacked(storage.zeroPoints),
    defaultZeroPoint: 2 ** (bits - 1),
    blockSize,
  };
}

/** The same bytes as twice as many numbers of four bits. */
function asNibbles(tensor: OnnxTensor): OnnxTensor {
  return { ...tensor, elementType: UINT4, dims: [...tensor.dims.slice(0, -1), 2 * tensor.dims.at(-1)!] };
}

/** [rows, width], or [1, rows, width] as some exporters keep positions. */
function isTable(tensor: OnnxTensor): boolean {
  const { dims } = tensor;
  const isMatrix = dims.length === 2 || (dims.length === 3 && dims[0] === 1);
  return isMatrix && (dims.at(-2) ?? 0) > 0 && (dims.at(-1) ?? 0) > 1;
}
