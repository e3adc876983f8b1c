import { FaultError } from '../faults.ts';
import { validMaps, type Attention } from './maps.ts';

/** The product of two square matrices [size, size], row-major. */
export type MultiplySquare = (left: Float32Array, right: Float32Array, size: number) => Promise<Float32Array>;

/**
 * Attention rollout (Abnar and Zuidema 2020, section 3) through one layer after the other, first layer first: A~(0) = A(0) and
 * A~(l) = A(l) A~(l-1), where A is {@link residualAttention}. Row = the token as it leaves the layer, column = the token that entered the model,
 * so rows sum to 1 as those of attention do.
 *
 * @param mapsOf the maps of a layer, [heads, T, T]; asked for in order
 * @param before what was rolled out already: A~(0), A~(1), ...
 * @returns A~(0) to A~(layer), each [T, T]; all NaN from the first layer on that has no valid head
 * @throws FaultError `unavailable` for attention from one text to another, which has no way from layer to layer
 */
export async function rollOut(
  attention: Attention,
  layer: number,
  mapsOf: (layer: number) => Float32Array | Promise<Float32Array>,
  multiply: MultiplySquare,
  before: readonly Float32Array[] = [],
): Promise<Float32Array[]> {
  const rolled = before.slice(0, layer + 1);
  while (rolled.length <= layer) {
    const next = rolled.length;
    const own = residualAttention(attention, await mapsOf(next), next);
    const last = rolled.at(-1);
    rolled.push(last ? await multiply(own, last, attention.rows) : own);
  }
  return rolled;
}

/** A = 0.5 W + 0.5 I of one layer with its maps, [T, T]: half for what attention brings, half for the residual connection. W is the mean over the valid heads. */
export function residualAttention(attention: Attention, layerMaps: Float32Array, layer: number): Float32Array {
  const tokens = attention.rows;
  if (attention.stack.kind !== 'self' || attention.columns !== tokens) throw noRollout();
  const maps = validMaps(attention, layerMaps, layer);
  const result = new Float32Array(tokens * tokens);
  for (const map of maps) for (let i = 0; i < result.length; i++) result[i]! += map[i]!;
  // No valid head: 0 / 0.
  for (let i = 0; i < result.length; i++) result[i]! /= 2 * maps.length;
  for (let token = 0; token < tokens; token++) result[token * tokens + token]! += 0.5;
  return result;
}

function noRollout(): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'Rollout needs attention of a text to itself',
    cause: 'This attention goes from one text to another, so what a word brings from one layer cannot be followed into the next.',
    nextStep: 'Choose a head or a layer.',
  });
}
