import { describe, expect, test } from 'vitest';
import { clusterCosines, groupFigures } from '../../src/core/vectors/clusters.ts';
import { createRandom } from '../support/random.ts';

function symmetric(size: number, cosine: (row: number, column: number) => number): Float32Array {
  const cosines = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = row === column ? 1 : cosine(row, column);
      cosines[row * size + column] = value;
      cosines[column * size + row] = value;
    }
  }
  return cosines;
}

/** Four occurrences: 0 with 2, and 1 with 3. */
// prettier-ignore
const FOUR = Float32Array.of(
  1,     0.25,  0.875, 0.125,
  0.25,  1,     0.5,   0.75,
  0.875, 0.5,   1,     0.375,
  0.125, 0.75,  0.375, 1,
);

describe('groups', () => {
  test('means within and between by hand', () => {
    // Within: 0-2 and 1-3. Between: 0-1, 0-3, 1-2, 2-3.
    expect(groupFigures(FOUR, 4, ['money', 'river', 'money', 'river'])).toEqual({ within: (0.875 + 0.75) / 2, between: 1.25 / 4 });
  });

  test('rows without a name are left out, and what has no pair has no figure', () => {
    expect(groupFigures(FOUR, 4, ['money', '', 'money', 'river'])).toEqual({ within: 0.875, between: 0.25 });
    expect(groupFigures(FOUR, 4, ['money', '', 'money', ''])).toEqual({ within: 0.875, between: NaN });
    expect(groupFigures(FOUR, 4, ['', '', '', ''])).toEqual({ within: NaN, between: NaN });
    expect(groupFigures(new Float32Array(0), 0, [])).toEqual({ within: NaN, between: NaN });
  });
});

describe('clusters', () => {
  test('two pairs by hand', () => {
    // 0-2 is merged first (.875), then 1-3 (.75); of the ends, 2 and 1 are the most alike (.5).
    expect(clusterCosines(FOUR, 4)).toEqual({ order: [0, 2, 1, 3], split: 2, within: 0.8125, between: 0.3125 });
  });

  test.each([
    ['2,1', [0, 1, 2, 3]],
    ['3,1', [0, 1, 3, 2]],
    ['2,0', [1, 0, 2, 3]],
    ['3,0', [1, 0, 3, 2]],
  ])('the most alike of the ends touch: of 0, 1 and 2, 3 those are %s', (ends, expected) => {
    const known = new Map([
      ['1,0', 0.9],
      ['3,2', 0.8],
      [ends, 0.5],
    ]);
    const cosines = symmetric(4, (row, column) => known.get(`${row},${column}`) ?? 0.1);
    expect(clusterCosines(cosines, 4)).toMatchObject({ order: expected, split: 2 });
  });

  test('average linkage, not single: a chain is parted in the middle', () => {
    // 0-1 .9, then 2 is .8 to 1 and .1 to 0 (mean .45), so 2-3 with .5 come together first.
    const known = new Map([
      ['1,0', 0.9],
      ['2,1', 0.8],
      ['2,0', 0.1],
      ['3,2', 0.5],
    ]);
    const cosines = symmetric(4, (row, column) => known.get(`${row},${column}`) ?? 0);
    expect(clusterCosines(cosines, 4)).toMatchObject({ order: [0, 1, 2, 3], split: 2 });
  });

  test('none, one, and two', () => {
    expect(clusterCosines(new Float32Array(0), 0)).toEqual({ order: [], split: 0, within: NaN, between: NaN });
    expect(clusterCosines(Float32Array.of(1), 1)).toEqual({ order: [0], split: 0, within: NaN, between: NaN });
    expect(clusterCosines(Float32Array.of(1, 0.5, 0.5, 1), 2)).toEqual({ order: [0, 1], split: 1, within: NaN, between: 0.5 });
  });

  test('what is not finite does not stop it', () => {
    const { order } = clusterCosines(new Float32Array(9).fill(NaN), 3);
    expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test('random matrices: the same two clusters as a naive model that goes over all pairs each time', () => {
    const random = createRandom(3);
    for (let round = 0; round < 60; round++) {
      const size = 2 + Math.floor(random() * 12);
      const cosines = symmetric(size, () => 2 * random() - 1);
      const { order, split } = clusterCosines(cosines, size);
      expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, row) => row));
      const parted = new Set([order.slice(0, split), order.slice(split)].map(keyOf));
      expect(parted).toEqual(new Set(naiveClusters(cosines, size).map(keyOf)));
    }
  });
});

const keyOf = (rows: readonly number[]): string => rows.toSorted((a, b) => a - b).join(' ');

function naiveClusters(cosines: Float32Array, size: number): number[][] {
  let clusters = Array.from({ length: size }, (_, row) => [row]);
  while (clusters.length > 2) {
    const pairs = clusters.flatMap((a, i) => clusters.slice(i + 1).map(b => ({ a, b, mean: meanOver(cosines, size, a, b) })));
    const { a, b } = pairs.reduce((best, pair) => (pair.mean > best.mean ? pair : best));
    clusters = [...clusters.filter(cluster => cluster !== a && cluster !== b), [...a, ...b]];
  }
  return clusters;
}

function meanOver(cosines: Float32Array, size: number, a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, row) => sum + b.reduce((part, column) => part + cosines[row * size + column]!, 0), 0) / (a.length * b.length);
}
