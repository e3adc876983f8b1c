import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import type { ScoreRegion } from './scoreRegion.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import { cornerOf } from '../graph/tensorCorner.ts';
import type { OnnxNode } from '../format/types.ts';

const COMPARISONS = new Set(['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual']);
const KEEPS_POSITIONS = new Set([
  'Unsqueeze',
  'Squeeze',
  'Reshape',
  'Expand',
  'Cast',
  'Identity',
  'Transpose',
  'Slice',
  'Add',
  'Sub',
  'Tile',
  'Flatten',
]);
const MAXIMUM_STEPS = 16;

/**
 * Whether tokens are kept from attending to later ones. Three ways to write that: a triangle cut by Trilu, a comparison of two
 * vectors of positions, or a stored triangular matrix. A padding mask compares positions with a number at most.
 */
export function isCausal(model: OnnxModel, index: GraphIndex, region: ScoreRegion): boolean {
  return (
    region.nodes.some(node => node.operator === 'Trilu' || comparesPositions(index, node)) ||
    region.constants.some(tensor => isTriangle(model, tensor))
  );
}

/** Keys joined with a graph input: the cache of a decoder, which only ever looks back. */
export function readsCache(index: GraphIndex, keys: string): boolean {
  let current = keys;
  for (let steps = 0; steps < MAXIMUM_STEPS; steps++) {
    const node = index.producer(current);
    if (node === undefined) return false;
    if (node.operator === 'Concat' && node.inputs.some(input => index.fedInputs.has(index.throughIdentity(input)))) return true;
    const next = node.inputs.find(input => index.isData(input));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

function comparesPositions(index: GraphIndex, node: OnnxNode): boolean {
  return COMPARISONS.has(node.operator) && node.inputs.length === 2 && node.inputs.every(input => isPositionVector(index, input));
}

/** A vector 0, 1, 2, ... made for the number of tokens. */
function isPositionVector(index: GraphIndex, name: string): boolean {
  let current = name;
  for (let steps = 0; steps < MAXIMUM_STEPS; steps++) {
    const node = index.producer(current);
    if (node === undefined || index.isConstant(current)) return false;
    if (node.operator === 'Range' || node.operator === 'CumSum') return true;
    if (node.operator === 'Slice' && index.isConstant(node.inputs[0] ?? '')) return true;
    if (!KEEPS_POSITIONS.has(node.operator)) return false;
    const next = node.inputs.find(input => !index.isConstant(input));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

/** A square matrix whose part above the diagonal holds one value and the rest another. */
function isTriangle(model: OnnxModel, tensor: OnnxTensor): boolean {
  const { dims } = tensor;
  const side = dims.at(-1) ?? 0;
  const isMatrix = dims.length >= 2 && dims.at(-2) === side && dims.slice(0, -2).every(dim => dim === 1);
  const corner = isMatrix && side >= 2 ? cornerOf(model, tensor) : null;
  if (corner === null) return false;
  const above = new Set(corner.flatMap((values, row) => values.slice(row + 1)));
  const below = new Set(corner.flatMap((values, row) => values.slice(0, row + 1)));
  return above.size === 1 && below.size === 1 && !above.has(corner[0]![0]!);
}
