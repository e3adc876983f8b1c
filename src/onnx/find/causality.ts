import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { chain } from '../graph/traverse.ts';
import type { ScoreRegion } from './scoreRegion.ts';
import type { OnnxTensor } from '../format/tensor.ts';
import { cornerOf } from '../graph/tensorCorner.ts';
import type { OnnxNode } from '../format/types.ts';

const MAXIMUM_STEPS = 16;

/**
 * Whether tokens are kept from attending to later ones. Three ways to write that: a triangle cut by Trilu, a comparison of two
 * vectors of positions, or a stored triangular matrix. A padding mask compares positions with a number at most.
 */
export function isCausal(model: OnnxModel, index: GraphIndex, region: ScoreRegion): boolean {
  return (
    region.nodes.some(node => effectOf(node) === 'cutsTriangle' || comparesPositions(index, node)) ||
    region.constants.some(tensor => isTriangle(model, tensor))
  );
}

/** Keys joined with a graph input: the cache of a decoder, which only ever looks back. */
export function readsCache(index: GraphIndex, keys: string): boolean {
  const data = (node: OnnxNode): string | undefined => node.inputs.find(input => index.isData(input));
  for (const { node } of chain(index, keys, data, MAXIMUM_STEPS))
    if (node?.operator === 'Concat' && node.inputs.some(input => index.fedInputs.has(index.throughIdentity(input)))) return true;
  return false;
}

function comparesPositions(index: GraphIndex, node: OnnxNode): boolean {
  return effectOf(node) === 'compares' && node.inputs.length === 2 && node.inputs.every(input => isPositionVector(index, input));
}

/** A vector 0, 1, 2, ... made for the number of tokens. */
function isPositionVector(index: GraphIndex, name: string): boolean {
  const kept = (node: OnnxNode): string | undefined =>
    hasTrait(node, 'keepsPositions') ? node.inputs.find(input => !index.isConstant(input)) : undefined;
  for (const { name: value, node } of chain(index, name, kept, MAXIMUM_STEPS)) {
    if (node === undefined || index.isConstant(value)) return false;
    if (effectOf(node) === 'counts') return true;
    if (node.operator === 'Slice' && index.isConstant(node.inputs[0] ?? '')) return true;
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
