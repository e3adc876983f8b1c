import { describe, expect, test } from 'vitest';
import { cosine, cosineMatrix, dot, norm, poolRows, rowAt, vectorAt, type Vectors } from '../../src/core/vectors/vectors.ts';
import { createRandom } from '../support/random.ts';

function randomVectors(count: number, width: number, seed: number): Vectors {
  const random = createRandom(seed);
  return { count, width, values: Float64Array.from({ length: count * width }, () => Math.fround(2 * random() - 1)) };
}

test('dot, norm and cosine of vectors that one can see', () => {
  expect([dot([1, 2, 3], [4, 5, 6]), norm([3, 4]), cosine([1, 0], [0, 2]), cosine([1, 1], [-2, -2])]).toEqual([32, 5, 0, -1]);
  expect(cosine([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2, 15);
  expect([cosine([0, 0], [1, 1]), cosine([NaN, 1], [1, 1])]).toEqual([NaN, NaN]);
});

test('a mean is over the rows of a group, and a single row stays as it is', () => {
  const rows = Float32Array.of(1, 2, 3, 5, 0.1, 0.2);
  const pooled = poolRows(rows, 2, [[0, 1], [2], []]);
  expect([...vectorAt(pooled, 0)]).toEqual([2, 3.5]);
  expect([...vectorAt(pooled, 1)]).toEqual([...rowAt(rows, 2, 2)]);
  expect([...vectorAt(pooled, 2)]).toEqual([NaN, NaN]);
});

describe('the matrix of cosines', () => {
  test.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 14, 33])('of %i vectors is that of the definition', count => {
    const vectors = randomVectors(count, 11, count + 1);
    const matrix = cosineMatrix(vectors);
    expect(matrix.length).toBe(count * count);
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        let [product, squareRow, squareColumn] = [0, 0, 0];
        for (let i = 0; i < 11; i++) {
          const [a, b] = [vectors.values[row * 11 + i]!, vectors.values[column * 11 + i]!];
          product += a * b;
          squareRow += a * a;
          squareColumn += b * b;
        }
        expect(matrix[row * count + column]).toBeCloseTo(product / Math.sqrt(squareRow) / Math.sqrt(squareColumn), 6);
        expect(matrix[row * count + column]).toBe(matrix[column * count + row]);
      }
    }
  });

  test('is exactly 1 for equal vectors wherever they stand, and NaN for one without length', () => {
    const vectors = randomVectors(21, 384, 5);
    for (const copy of [3, 10, 20]) vectors.values.copyWithin(copy * 384, 0, 384);
    vectors.values.fill(0, 7 * 384, 8 * 384);
    const matrix = cosineMatrix(vectors);
    for (let index = 0; index < 21; index++) {
      expect(matrix[index * 22]).toBe(index === 7 ? NaN : 1);
      expect([matrix[7 * 21 + index], matrix[index * 21 + 7]]).toEqual([NaN, NaN]);
    }
    for (const a of [0, 3, 10, 20]) for (const b of [0, 3, 10, 20]) expect(matrix[a * 21 + b]).toBe(1);
    expect(matrix[1]).not.toBe(1);
  });
});
