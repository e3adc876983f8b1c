import { expect, test } from 'vitest';
import { outlierNote } from '../../src/core/describe/embeddings.ts';
import { findOutlierDimensions, withoutDimensions } from '../../src/core/vectors/outlierDimensions.ts';
import { cosine } from '../../src/core/vectors/vectors.ts';
import { createRandom } from '../support/random.ts';

const vectors = (...rows: readonly (readonly number[])[]) => ({
  count: rows.length,
  width: rows[0]!.length,
  values: Float64Array.from(rows.flat()),
});

test('one dimension that all vectors share makes them alike: its share of the squared length, and the mean cosine with and without it', () => {
  // Three unit vectors at right angles, and 3 in a fourth dimension: 9 of 10 of the square, cosines 9 / 10; without it 0.
  const given = vectors([3, 1, 0, 0], [3, 0, 1, 0], [3, 0, 0, 1], [0, 0, 0, 0]);
  const { values } = given;
  // The others count too, each for 1/30 of the square: less than the bar.
  const found = findOutlierDimensions(given)!;
  expect(found.dimensions).toEqual([0]);
  expect([found.share, found.meanCosine, found.meanWithout].map(value => value.toFixed(6))).toEqual(['0.900000', '0.900000', '0.000000']);
  expect(Array.from(withoutDimensions(given, [0, 3]).values.slice(0, 12))).toEqual([0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  expect(values[0]).toBe(3);
  expect(outlierNote(found, false)).toBe(
    'One dimension (0) holds 90 % of the squared length of the vectors here, and makes them alike: the mean cosine of two words is 0.90 with it, 0.00 without.',
  );
  expect(outlierNote({ ...found, dimensions: [507, 17] }, true)).toMatch(
    /^2 dimensions \(507, 17\) hold .* make them alike: .* with them, .* The words are compared without them\.$/,
  );
});

test('there are none where vectors differ, are alike in all dimensions, or are fewer than two', () => {
  const wide = Array.from({ length: 40 }, () => 1);
  expect(findOutlierDimensions(vectors([1, 0, 0], [0, 1, 0], [0, 0, 1]))).toBeNull();
  // A large dimension whose sign differs makes nothing alike.
  expect(findOutlierDimensions(vectors([3, 1, 0, 0], [-3, 0, 1, 0], [3, 0, 0, 1], [-3, 1, 1, 0]))).toBeNull();
  expect(findOutlierDimensions(vectors(wide, wide))).toBeNull();
  expect(findOutlierDimensions(vectors([3, 1, 0, 0], [0, 0, 0, 0]))).toBeNull();
  expect(findOutlierDimensions(vectors([3, 1, 0, 0], [NaN, 0, 0, 0]))).toBeNull();
});

/** Twenty vectors that share some numbers, each with a dimension of its own beside them. */
const sharing = (shared: readonly number[], own = 1) =>
  vectors(...Array.from({ length: 20 }, (_, row) => [...shared, ...Array.from({ length: 20 }, (_, at) => (at === row ? own : 0))]));

test('each bar keeps out what does not reach it', () => {
  // A mean cosine of 0.6 by one dimension; of 0.4.
  expect(findOutlierDimensions(sharing([Math.sqrt(1.5)]))?.dimensions).toEqual([0]);
  expect(findOutlierDimensions(sharing([Math.sqrt(2 / 3)]))).toBeNull();
  // Ten dimensions that hold a tenth each; eleven.
  expect(findOutlierDimensions(sharing(Array<number>(10).fill(1), 0.1))?.dimensions).toHaveLength(10);
  expect(findOutlierDimensions(sharing(Array<number>(11).fill(1), 0.1))).toBeNull();
  // Without the largest dimension the others leave the vectors alike: by a cosine of 0.88 in place of 0.97, of 0.98 in place of 0.99.
  const beside = (one: number) => sharing([9, ...Array<number>(20).fill(one)], 1);
  expect(findOutlierDimensions(beside(0.6))?.meanWithout).toBeCloseTo(7.2 / 8.2, 6);
  expect(findOutlierDimensions(beside(1.6))).toBeNull();
});

test('the mean cosine is that of every two vectors with a length', () => {
  const random = createRandom(11);
  const rows = Array.from({ length: 40 }, (_, row) => (row === 7 ? [0, 0, 0, 0, 0] : [9, random(), random(), -random(), random() - 0.5]));
  const meanOf = (all: readonly (readonly number[])[]) => {
    const cosines = all.flatMap((row, at) => all.slice(0, at).map(other => cosine(row, other))).filter(value => !Number.isNaN(value));
    return cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
  };
  const found = findOutlierDimensions(vectors(...rows))!;
  expect(found.meanCosine).toBeCloseTo(meanOf(rows), 10);
  expect(found.meanWithout).toBeCloseTo(meanOf(rows.map(row => row.with(0, 0))), 10);
});
