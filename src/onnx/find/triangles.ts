import type { OnnxTensor } from '../format/tensor.ts';
import type { OnnxNode } from '../format/types.ts';
import { constantInteger } from '../graph/constants.ts';
import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { cornerOf, firstColumn } from '../graph/tensorCorner.ts';

/**
 * Where a Trilu parts the keys: at `query + bound`, as a comparison of positions does ({@link PositionBound}). Where the diagonal is counted when the model runs,
 * from the keys of earlier tokens on, it is that of causality.
 */
export function triluBound(model: OnnxModel, index: GraphIndex, node: OnnxNode): number {
  const given = node.inputs[1] ?? '';
  const keepsUpper = (node.attributes.get('upper')?.integer ?? 1) !== 0;
  const diagonal = given === '' ? 0 : constantInteger(model, index, given);
  return diagonal === null ? 0 : keepsUpper ? diagonal - 1 : diagonal;
}

/**
 * A stored square matrix whose part above the diagonal holds one value and the rest another, or a band of it below the diagonal (GPT-Neo's local layers): how many
 * keys a query sees at most, its own place included, null for all. Null for any other matrix.
 */
export function storedTriangle(model: OnnxModel, tensor: OnnxTensor): { readonly window: number | null } | null {
  const { dims } = tensor;
  const side = dims.at(-1) ?? 0;
  const isMatrix = dims.length >= 2 && dims.at(-2) === side && dims.slice(0, -2).every(dim => dim === 1);
  const corner = isMatrix && side >= 2 ? cornerOf(model, tensor) : null;
  if (corner === null) return null;
  const above = new Set(corner.flatMap((values, row) => values.slice(row + 1)));
  const below = new Set(corner.flatMap((values, row) => values.slice(0, row + 1)));
  if (above.size !== 1 || below.size !== 1 || above.has(corner[0]![0]!)) return null;
  return { window: bandOf(corner[0]![0]!, side, firstColumn(model, tensor)) };
}

/** The first row from which on the first key is hidden; null where it never is. Found by halves: each look may open a file. */
function bandOf(seen: string, side: number, at: (row: number) => string): number | null {
  if (at(side - 1) === seen) return null;
  let [low, high] = [0, side - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(middle) === seen) low = middle;
    else high = middle;
  }
  return high;
}
