import { headMap, type Attention } from './maps.ts';

/** The product of two square matrices [size, size], row-major. */
export type MultiplySquare = (left: Float32Array, right: Float32Array, size: number) => Promise<Float32Array>;

/**
 * Attention rollout (Abnar and Zuidema 2020, section 3) through one layer after the other, first layer first: A~(0) = A(0) and
 * A~(l) = A(l) A~(l-1), where A is {@link residualAttention}. Row = the token as it leaves the layer, column = the token that entered the model,
 * so rows sum to 1 as those of attention do.
 *
 * @param before what was rolled out already: A~(0), A~(1), ...
 * @returns A~(0) to A~(layer), each [T, T]; all NaN from the first layer on that has no valid head
 */
export async function rollOut(
  attention: Attention,
  layer: number,
  multiply: MultiplySquare,
  before: readonly Float32Array[] = [],
): Promise<Float32Array[]> {
  const rolled = before.slice(0, layer + 1);
  while (rolled.length <= layer) {
    const own = residualAttention(attention, rolled.length);
    const last = rolled.at(-1);
    rolled.push(last ? await multiply(own, last, attention.tokens) : own);
  }
  return rolled;
}

/** A = 0.5 W + 0.5 I of one layer, [T, T]: half for what attention brings, half for the residual connection. W is the mean over the valid heads. */
export function residualAttention(attention: Attention, layer: number): Float32Array {
  const { heads, tokens } = attention;
  const maps = Array.from({ length: heads }, (_, head) => headMap(attention, layer, head)).filter(map => map !== null);
  const result = new Float32Array(tokens * tokens);
  for (const map of maps) for (let i = 0; i < result.length; i++) result[i]! += map[i]!;
  // No valid head: 0 / 0.
  for (let i = 0; i < result.length; i++) result[i]! /= 2 * maps.length;
  for (let token = 0; token < tokens; token++) result[token * tokens + token]! += 0.5;
  return result;
}
