import { expect, test } from 'vitest';
import { multiply } from '../../src/engine/runtime/matmul.ts';
import { Random } from '../support/random.ts';
import { largestDifference } from '../support/tensors.ts';

function naiveProduct(left: Float32Array, right: Float32Array, rows: number, inner: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let k = 0; k < inner; k++) out[row * columns + column]! += left[row * inner + k]! * right[k * columns + column]!;
  return out;
}

test.each([
  [1, 1, 1],
  [2, 3, 5],
  [7, 64, 1],
  [1, 33, 9],
  [61, 47, 53],
])('%i x %i times %i columns is the naive product', async (rows, inner, columns) => {
  const random = new Random(rows + inner + columns);
  const left = Float32Array.from({ length: rows * inner }, () => random.next() - 0.5);
  const right = Float32Array.from({ length: inner * columns }, () => random.next() - 0.5);
  const product = await multiply(left, right, { rows, inner, columns });
  expect(largestDifference(product, naiveProduct(left, right, rows, inner, columns))).toBeLessThan(1e-5);
});

test('a view into a larger array is read from its own start', async () => {
  const store = Float32Array.from([9, 9, 1, 2, 3, 4]);
  expect([...(await multiply(store.subarray(2), Float32Array.of(1, 0, 0, 1), { rows: 2, inner: 2, columns: 2 }))]).toEqual([1, 2, 3, 4]);
});
