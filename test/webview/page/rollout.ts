import { encoderStack } from '../../../src/core/model/stack.ts';
import type { WholeAttention } from '../../../src/core/attention/maps.ts';
import { residualAttention } from '../../../src/core/attention/rollout.ts';

/** Attention rollout up to a layer, as if it were the one map of one head. */
export function rolledOut(attention: WholeAttention, layer: number): WholeAttention {
  const tokens = attention.rows;
  let map = residualAttention(attention, attention.maps[0]!, 0);
  for (let next = 1; next <= layer; next++) map = multiply(residualAttention(attention, attention.maps[next]!, next), map, tokens);
  return { stack: encoderStack(1, 1), rows: tokens, columns: tokens, maps: [map], invalid: new Set() };
}

function multiply(left: Float32Array, right: Float32Array, size: number): Float32Array {
  const product = new Float32Array(size * size);
  for (let row = 0; row < size; row++)
    for (let k = 0; k < size; k++) {
      const factor = left[row * size + k]!;
      for (let column = 0; column < size; column++) product[row * size + column]! += factor * right[k * size + column]!;
    }
  return product;
}
