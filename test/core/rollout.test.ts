import { describe, expect, test } from 'vitest';
import { validMaps, type WholeAttention } from '../../src/core/attention/maps.ts';
import { residualAttention, rollOut, type MultiplySquare } from '../../src/core/attention/rollout.ts';
import { largestDifference } from '../support/tensors.ts';
import { createAttention, randomAttention } from './attentionFixtures.ts';

const naiveProduct: MultiplySquare = (left, right, size) => {
  const out = new Float32Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      for (let k = 0; k < size; k++) out[row * size + column]! += left[row * size + k]! * right[k * size + column]!;
  return Promise.resolve(out);
};

/** A~ by the recursion over whole paths: half of the way stays where it is, half goes on by the mean of the heads. */
function naiveShare(attention: WholeAttention, layer: number, from: number, to: number): number {
  if (layer < 0) return from === to ? 1 : 0;
  const maps = validMaps(attention, attention.maps[layer]!, layer);
  let share = 0.5 * naiveShare(attention, layer - 1, from, to);
  for (let middle = 0; middle < attention.rows; middle++) {
    const weight = maps.reduce((sum, map) => sum + map[from * attention.rows + middle]!, 0) / maps.length;
    share += 0.5 * weight * naiveShare(attention, layer - 1, middle, to);
  }
  return share;
}

describe('two layers by hand', () => {
  const attention = createAttention(1, 2, [Float32Array.of(0, 1, 0, 1), Float32Array.of(1, 0, 1, 0)]);

  test('later layers are multiplied from the left', async () => {
    const [first, second] = await rollOut(attention, 1, layer => attention.maps[layer]!, naiveProduct);
    expect([...first!]).toEqual([0.5, 0.5, 0, 1]);
    expect([...second!]).toEqual([0.5, 0.5, 0.25, 0.75]);
  });

  test('the reversed order, a known mistake, gives something else', async () => {
    const reversed = await rollOut(attention, 1, layer => attention.maps[1 - layer]!, naiveProduct);
    expect([...reversed[1]!]).toEqual([0.75, 0.25, 0.5, 0.5]);
  });
});

test.each([1, 2, 3])('seed %i: all paths added up, and rows that sum to 1', async seed => {
  const attention = randomAttention(seed, 3, 3, 6);
  const rolled = await rollOut(attention, 2, layer => attention.maps[layer]!, naiveProduct);
  expect(rolled.length).toBe(3);
  for (const [layer, map] of rolled.entries()) {
    const naive = Float64Array.from({ length: 36 }, (_, cell) => naiveShare(attention, layer, Math.floor(cell / 6), cell % 6));
    expect(largestDifference(map, naive)).toBeLessThan(1e-6);
    for (let row = 0; row < 6; row++) {
      expect(map.subarray(row * 6, row * 6 + 6).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    }
  }
});

test('invalid heads are left out, and a layer without a valid head is no number', async () => {
  const identity = [1, 0, 0, 1];
  const swap = [0, 1, 1, 0];
  const broken = [NaN, 0, 0, 1];
  const one = createAttention(2, 2, [Float32Array.from([...swap, ...broken])]);
  expect([...residualAttention(one, one.maps[0]!, 0)]).toEqual([0.5, 0.5, 0.5, 0.5]);
  const none = createAttention(1, 2, [Float32Array.from(identity), Float32Array.from(broken), Float32Array.from(identity)]);
  const rolled = await rollOut(none, 2, layer => none.maps[layer]!, naiveProduct);
  expect(rolled.map(map => map.some(Number.isNaN))).toEqual([false, true, true]);
});

test('goes on from what is rolled out already', async () => {
  const attention = randomAttention(9, 4, 2, 5);
  const all = await rollOut(attention, 3, layer => attention.maps[layer]!, naiveProduct);
  let products = 0;
  const counted: MultiplySquare = (left, right, size) => {
    products++;
    return naiveProduct(left, right, size);
  };
  expect(await rollOut(attention, 3, layer => attention.maps[layer]!, counted, all.slice(0, 2))).toEqual(all);
  expect(products).toBe(2);
  expect(await rollOut(attention, 1, layer => attention.maps[layer]!, counted, all)).toEqual(all.slice(0, 2));
  expect(products).toBe(2);
});
