import type { OnnxModel } from '../graph/graph.ts';
import type { GraphIndex } from '../graph/index.ts';
import { effectOf, hasTrait } from '../graph/operatorTraits.ts';
import { chain, forward } from '../graph/traverse.ts';
import { boundOf, isAlternative } from './positionBounds.ts';
import type { ScoreRegion } from './scoreRegion.ts';
import { storedTriangle, triluBound } from './triangles.ts';
import type { OnnxNode } from '../format/types.ts';

const MAXIMUM_STEPS = 16;

/** What a mask lets a query see. */
export interface Sight {
  /** Nothing behind its own place. */
  readonly causal: boolean;
  /** At most so many keys, its own place included, on each side where it is not causal; null: no limit. */
  readonly window: number | null;
}

/**
 * How far tokens are kept from attending to others. Three ways to write causality: a triangle cut by Trilu, a comparison of two vectors of positions, or a
 * stored triangular matrix. A padding mask, and the mask of an encoder that sees everything, compare positions with a number at most; other comparisons of
 * two vectors limit how far back, or how far to both sides, a query sees.
 */
export function sightOf(model: OnnxModel, index: GraphIndex, region: ScoreRegion): Sight {
  let causal = false;
  let window: number | null = null;
  const narrow = (keys: number): void => void (window = Math.min(window ?? keys, keys));
  for (const tensor of region.constants) {
    const triangle = storedTriangle(model, tensor);
    causal ||= triangle !== null;
    if (triangle?.window) narrow(triangle.window);
  }
  for (const node of region.nodes) {
    if (effectOf(node) === 'cutsTriangle') {
      const bound = triluBound(model, index, node);
      causal ||= bound === 0;
      if (bound < 0 && !isAlternative(index, node)) narrow(-bound);
    }
    if (effectOf(node) !== 'compares' || isLookedUp(index, node)) continue;
    const limit = boundOf(model, index, node);
    if (limit === null) causal ||= comparesPositions(index, node);
    else if (isAlternative(index, node)) continue;
    else if (limit.kind === 'around') narrow(limit.keys);
    else if (limit.bound < 0) narrow(-limit.bound);
    else causal ||= limit.bound === 0;
  }
  return { causal, window };
}

/** Keys joined with a graph input: the cache of a decoder, which only ever looks back. */
export function readsCache(index: GraphIndex, keys: string): boolean {
  const data = (node: OnnxNode): string | undefined => node.inputs.find(input => index.isData(input));
  for (const { node } of chain(index, keys, data, MAXIMUM_STEPS))
    if (node?.operator === 'Concat' && node.inputs.some(input => index.fedInputs.has(index.throughIdentity(input)))) return true;
  return false;
}

/**
 * Whether a comparison only tells which entry of a table to read: the side of a relative position, whether it is near (T5), or whether its place is
 * still counted one by one (DeBERTa). That is a bias and hides nothing. What hides something goes into the scores without picking anything.
 */
function isLookedUp(index: GraphIndex, node: OnnxNode): boolean {
  for (const { node: user, input } of forward(index, node.outputs[0] ?? '', ({ node: next }) => isElementwise(next), {
    steps: LOOKUP_STEPS,
  }))
    if (effectOf(user) === 'gathers' && input === 1) return true;
  return false;
}

/** From the comparison over the logarithm of a distance and the layout of a batch to the indices. */
const LOOKUP_STEPS = 24;
/** Up to the Softmax, a product, or what only looks at a shape. */
const isElementwise = (node: OnnxNode): boolean =>
  effectOf(node) !== 'readsShape' &&
  effectOf(node) !== 'gathers' &&
  !hasTrait(node, 'isMatrixProduct') &&
  !node.operator.endsWith('Softmax');

function comparesPositions(index: GraphIndex, node: OnnxNode): boolean {
  return node.inputs.length === 2 && node.inputs.every(input => isPositionVector(index, input));
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
