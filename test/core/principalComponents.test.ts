import { toTheEnd } from '../../src/core/inSteps.ts';
import { describe, expect, test } from 'vitest';
import { principalComponents, project, scaleAndCentre } from '../../src/core/vectors/principalComponents.ts';
import { dot, norm, vectorAt, type Vectors } from '../../src/core/vectors/vectors.ts';
import { Random } from '../support/random.ts';
import { largestDifference } from '../support/tensors.ts';

function vectorsOf(...rows: readonly (readonly number[])[]): Vectors {
  return { count: rows.length, width: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
}

function randomVectors(seed: number, count: number, width: number): Vectors {
  const random = new Random(seed);
  return { count, width, values: Float64Array.from({ length: count * width }, (_, i) => (random.next() - 0.3) * (1 + (i % width))) };
}

const rowsOf = (vectors: Vectors): Float64Array[] => Array.from({ length: vectors.count }, (_, index) => vectorAt(vectors, index));

test.each([
  [5, 12],
  [12, 5],
  [40, 64],
])('axes of %i random vectors of width %i are eigenvectors of their covariance', (count, width) => {
  const centred = scaleAndCentre(randomVectors(count, count, width));
  const rows = rowsOf(centred);
  const total = rows.reduce((sum, row) => sum + dot(row, row), 0);
  const { axes, explained } = toTheEnd(principalComponents(centred, 2));
  for (const [index, axis] of axes.entries()) {
    expect(norm(axis)).toBeCloseTo(1, 12);
    const scores = rows.map(row => dot(row, axis));
    const image = axis.map((_, i) => rows.reduce((sum, row, at) => sum + row[i]! * scores[at]!, 0));
    expect(
      largestDifference(
        image,
        axis.map(value => value * explained[index]! * total),
      ),
    ).toBeLessThan(1e-12);
    expect(Math.max(...axis)).toBeGreaterThanOrEqual(-Math.min(...axis));
  }
  expect(dot(axes[0]!, axes[1]!)).toBeCloseTo(0, 12);
  expect(explained[0]).toBeGreaterThan(explained[1]!);
});

test('all axes together keep every vector and explain everything', () => {
  const centred = scaleAndCentre(randomVectors(3, 6, 9));
  const { axes, explained } = toTheEnd(principalComponents(centred, 6));
  expect(explained.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  // Six centred vectors span five dimensions.
  expect(explained[5]).toBe(0);
  const points = project(centred, axes);
  for (const [index, row] of rowsOf(centred).entries()) {
    const rebuilt = row.map((_, i) => axes.reduce((sum, axis, at) => sum + points[index * 6 + at]! * axis[i]!, 0));
    expect(largestDifference(rebuilt, row)).toBeLessThan(1e-6);
  }
});

test('four points by hand', () => {
  const centred = vectorsOf([2, 0, 0], [-2, 0, 0], [0, -1, 0], [0, 1, 0]);
  const { axes, explained } = toTheEnd(principalComponents(centred, 2));
  expect(explained[0]).toBeCloseTo(0.8, 12);
  expect(explained[1]).toBeCloseTo(0.2, 12);
  expect(Array.from(project(centred, axes), value => value + 0)).toEqual([2, 0, -2, 0, 0, -1, 0, 1]);
});

test('scaling and centring', () => {
  const { values } = scaleAndCentre(vectorsOf([3, 4], [0, 0], [-6, 8]));
  expect([...values].map(value => value.toFixed(4))).toEqual(['0.6000', '0.2667', '0.0000', '-0.5333', '-0.6000', '0.2667']);
});

describe('degenerate sets give numbers', () => {
  test.each<[string, Vectors]>([
    ['no vector', { count: 0, width: 3, values: new Float64Array(0) }],
    ['one vector', vectorsOf([1, 2, 3])],
    ['equal vectors', vectorsOf([0.1, 0.7, 0.3], [0.1, 0.7, 0.3], [0.1, 0.7, 0.3])],
    ['one direction', vectorsOf([0.1, 0.7, 0.3], [0.2, 1.4, 0.6], [0.3, 2.1, 0.9])],
    ['zeros', vectorsOf([0, 0, 0], [0, 0, 0])],
  ])('%s: all in one place', (_, vectors) => {
    const centred = scaleAndCentre(vectors);
    const { axes, explained } = toTheEnd(principalComponents(centred, 2));
    expect(explained).toEqual([0, 0]);
    expect([...project(centred, axes)].every(value => value === 0)).toBe(true);
  });

  test('two vectors: one axis', () => {
    const centred = scaleAndCentre(vectorsOf([1, 2, 3], [3, 1, -2]));
    const { axes, explained } = toTheEnd(principalComponents(centred, 2));
    expect(explained[0]).toBeCloseTo(1, 12);
    expect(explained[1]).toBe(0);
    const [x, y, otherX, otherY] = project(centred, axes);
    expect(x! + otherX!).toBeCloseTo(0, 6);
    expect(Math.abs(x!)).toBeGreaterThan(0.5);
    expect([y, otherY]).toEqual([0, 0]);
  });
});

test('more vectors than numbers in one: the axes are those of the same vectors with zeros behind them, which have room for all', () => {
  const [count, width, wide] = [30, 7, 40];
  const narrow = scaleAndCentre(randomVectors(8, count, width));
  const values = new Float64Array(count * wide);
  for (const [index, row] of rowsOf(narrow).entries()) values.set(row, index * wide);
  const few = toTheEnd(principalComponents(narrow, 3));
  const many = toTheEnd(principalComponents({ count, width: wide, values }, 3));
  for (const [index, axis] of few.axes.entries()) expect(largestDifference(axis, many.axes[index]!.subarray(0, width))).toBeLessThan(1e-9);
  expect(largestDifference(Float64Array.from(few.explained), Float64Array.from(many.explained))).toBeLessThan(1e-9);
});

test.each([
  [40, 12],
  [12, 40],
])('%i vectors of width %i: the share that is done grows from nothing to all', (count, width) => {
  const shares = [...principalComponents(scaleAndCentre(randomVectors(9, count, width)), 2)];
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect([shares.at(-1)! <= 1, shares.at(-1)! > 0.9, shares[0]! < 0.2, shares.length > 10]).toEqual([true, true, true, true]);
});
