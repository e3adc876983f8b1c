import { toTheEnd } from '../../src/core/inSteps.ts';
import { describe, expect, test } from 'vitest';
import { largestEigenpairs } from '../../src/core/vectors/symmetricEigen.ts';
import { dot } from '../../src/core/vectors/vectors.ts';
import { Random } from '../support/random.ts';
import { largestDifference } from '../support/tensors.ts';

function randomSymmetric(seed: number, size: number): Float64Array {
  const random = new Random(seed);
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      matrix[row * size + column] = matrix[column * size + row] = random.next() - 0.5;
    }
  }
  return matrix;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  return vector.map((_, row) => dot(matrix.subarray(row * vector.length, (row + 1) * vector.length), vector));
}

describe.each([1, 2, 3, 8, 31, 120])('a random matrix of size %i', size => {
  const matrix = randomSymmetric(size, size);
  const { values, vectors } = toTheEnd(largestEigenpairs(matrix.slice(), size, size));

  test('is taken apart: A v = lambda v', () => {
    for (const [index, vector] of vectors.entries()) {
      expect(
        largestDifference(
          times(matrix, vector),
          vector.map(value => values[index]! * value),
        ),
      ).toBeLessThan(1e-12);
    }
  });

  test('by orthogonal unit vectors', () => {
    for (const [a, left] of vectors.entries()) {
      for (const [b, right] of vectors.entries()) expect(dot(left, right)).toBeCloseTo(a === b ? 1 : 0, 12);
    }
  });

  test('into values in order that add up to the trace', () => {
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    let trace = 0;
    for (let i = 0; i < size; i++) trace += matrix[i * size + i]!;
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 10);
  });
});

test('a matrix with known values: 2 on the diagonal, -1 beside it', () => {
  const size = 9;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] = 2;
    if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = -1;
  }
  const { values } = toTheEnd(largestEigenpairs(matrix, size, 2));
  const known = Float64Array.from({ length: size }, (_, k) => 2 - 2 * Math.cos(((size - k) * Math.PI) / (size + 1)));
  expect(largestDifference(values, known)).toBeLessThan(1e-13);
});

test('equal values get orthogonal vectors', () => {
  const identity = Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 3 : 0));
  const ones = new Float64Array(25).fill(1);
  for (const matrix of [identity, ones]) {
    const { values, vectors } = toTheEnd(largestEigenpairs(matrix.slice(), 5, 5));
    for (const [index, vector] of vectors.entries()) {
      expect(
        largestDifference(
          times(matrix, vector),
          vector.map(value => values[index]! * value),
        ),
      ).toBeLessThan(1e-12);
      for (const other of vectors.slice(0, index)) expect(dot(vector, other)).toBeCloseTo(0, 12);
    }
  }
  expect(toTheEnd(largestEigenpairs(ones.slice(), 5, 1)).values[0]).toBeCloseTo(5, 12);
});

test('small whole numbers, with values that are equal, opposite or 0', () => {
  const random = new Random(12);
  for (let round = 0; round < 400; round++) {
    const size = 2 + random.below(6);
    const matrix = randomSymmetric(round, size).map(value => Math.round(2.9 * value));
    const { values, vectors } = toTheEnd(largestEigenpairs(matrix.slice(), size, size));
    for (const [index, vector] of vectors.entries()) {
      const expected = vector.map(value => values[index]! * value);
      expect(largestDifference(times(matrix, vector), expected)).toBeLessThan(1e-12);
      for (const other of vectors.slice(0, index)) expect(dot(vector, other)).toBeCloseTo(0, 12);
    }
  }
});

test('no matrix, and zeros', () => {
  expect(toTheEnd(largestEigenpairs(new Float64Array(0), 0, 2))).toEqual({ values: new Float64Array(0), vectors: [] });
  expect([...toTheEnd(largestEigenpairs(new Float64Array(9), 3, 2)).values]).toEqual([0, 0, 0]);
});
