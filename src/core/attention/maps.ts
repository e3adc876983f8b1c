import type { HeadRef, HeadSelection } from './lens.ts';
import { precisionOf, rowSumTolerance } from '../precision.ts';

/** The attention of one run, all layers and heads. */
export interface Attention {
  readonly layers: number;
  readonly heads: number;
  /** Number of tokens T. */
  readonly tokens: number;
  /** One tensor per layer, [heads, T, T], row-major: head, query (the token that looks), key (the token looked at). */
  readonly maps: readonly Float32Array[];
  /** Heads whose values are no attention (see {@link findInvalidHeads}), as layer * heads + head. */
  readonly invalid: ReadonlySet<number>;
}

/** The [T, T] map of one head, as a view; null when the head is invalid. */
export function headMap(attention: Attention, layer: number, head: number): Float32Array | null {
  if (attention.invalid.has(layer * attention.heads + head)) return null;
  const size = attention.tokens * attention.tokens;
  return attention.maps[layer]!.subarray(head * size, (head + 1) * size);
}

/**
 * Heads with a value that is not finite or negative, or with a row that does not sum to 1 within {@link rowSumTolerance}, as layer * heads + head,
 * ascending.
 */
export function findInvalidHeads(maps: readonly Float32Array[], heads: number, tokens: number): number[] {
  const invalid: number[] = [];
  const size = tokens * tokens;
  for (const [layer, map] of maps.entries()) {
    for (let head = 0; head < heads; head++) {
      if (!isAttention(map.subarray(head * size, (head + 1) * size), tokens)) invalid.push(layer * heads + head);
    }
  }
  return invalid;
}

/** @param map of one head, [T, T] */
function isAttention(map: Float32Array, tokens: number): boolean {
  let tolerance = rowSumTolerance('float32', tokens);
  let isKnown = false;
  for (let row = 0; row < map.length; row += tokens) {
    let sum = 0;
    let smallest = 0;
    for (let key = row; key < row + tokens; key++) {
      const weight = map[key]!;
      sum += weight;
      if (weight < smallest) smallest = weight;
    }
    const error = Math.abs(sum - 1);
    if (!(error <= tolerance) && !isKnown) {
      tolerance = rowSumTolerance(precisionOf(map), tokens);
      isKnown = true;
    }
    // Written so that NaN fails.
    if (!(error <= tolerance) || smallest < 0) return false;
  }
  return true;
}

/** The heads a selection names, in ascending order as given; heads the model does not have are left out. A rollout is made of all heads of its layers. */
export function selectedHeads(selection: HeadSelection, layers: number, heads: number): HeadRef[] {
  const ofLayer = (layer: number): HeadRef[] => Array.from({ length: heads }, (_, head): HeadRef => [layer, head]);
  switch (selection.kind) {
    case 'heads':
      return selection.heads.filter(([layer, head]) => isIndex(layer, layers) && isIndex(head, heads));
    case 'layer':
      return isIndex(selection.layer, layers) ? ofLayer(selection.layer) : [];
    case 'all':
      return Array.from({ length: layers }, (_, layer) => ofLayer(layer)).flat();
    case 'rollout':
      return Array.from({ length: Math.min(layers, selection.layer + 1) }, (_, layer) => ofLayer(layer)).flat();
  }
}

/** Whether `value` counts one of `length` things from 0. */
export function isIndex(value: unknown, length: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < length;
}
