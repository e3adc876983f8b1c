import { describe, expect, it, test } from 'vitest';
import { alignedHeads, alignment, ALIGN_BAR, FEWEST_ALIGNED } from '../../src/core/attention/aligns.ts';
import { lettersOf, withAligned, type RoledHead } from '../../src/core/attention/headRoles.ts';
import { createRandom } from '../support/random.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A map of `rows` x `columns` whose row i has most at `best(i)`. */
function peaked(rows: number, columns: number, best: (row: number) => number): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, at) => (at % columns === best(Math.floor(at / columns)) ? 0.5 : 0.1));
}
const score = (rows: number, columns: number, best: (row: number) => number) =>
  alignment(peaked(rows, columns, best), columns, upTo(rows), upTo(columns));

describe('how nearly a head follows the diagonal', () => {
  it('is 1 on it, at any two lengths, and less the further off it is; -0.5 the other way round', () => {
    expect(score(7, 7, row => row)).toBe(1);
    expect(score(6, 11, row => 2 * row)).toBe(1);
    expect(score(11, 6, row => Math.round(row / 2))).toBeGreaterThan(0.85);
    expect(score(9, 9, row => Math.min(8, row + 1))).toBeCloseTo(1 - (3 * 8) / 8 / 9, 5);
    expect(score(9, 9, () => 0)).toBeCloseTo(-0.5, 5);
    expect(score(9, 9, row => 8 - row)).toBeLessThan(-0.6);
  });

  it('is of the rows and columns that are asked for: two texts in one square, the other way round as well', () => {
    const size = 12;
    const square = new Float32Array(size * size).fill(0.01);
    for (let word = 0; word < 6; word++) {
      square[(6 + word) * size + word] = 0.9;
      square[(6 + word) * size + 11 - word] = 0.95; // in its own text
    }
    const [first, second] = [upTo(6), upTo(6).map(word => word + 6)];
    expect(alignment(square, size, second, first)).toBe(1);
    expect(alignment(square, size, first, second)).toBeLessThan(0);
  });

  it('is none of too few words, and of invalid weights', () => {
    expect(score(FEWEST_ALIGNED - 1, 20, row => row)).toBeNaN();
    expect(score(20, FEWEST_ALIGNED - 1, row => row)).toBeNaN();
    expect(alignment(new Float32Array(25).fill(NaN), 5, upTo(5), upTo(5))).toBeNaN();
  });
});

test.each([
  [5, 5, 0.005],
  [6, 12, 0.001],
  [8, 8, 0.0005],
  [20, 20, 0],
])('of 20,000 heads of random attention between %i and %i words no more than so many reach the bar', (rows, columns, most) => {
  const random = createRandom(41);
  let reached = 0;
  for (let head = 0; head < 20_000; head++) {
    const map = Float32Array.from({ length: rows * columns }, () => random());
    if (alignment(map, columns, upTo(rows), upTo(columns)) >= ALIGN_BAR) reached++;
  }
  expect(reached / 20_000).toBeLessThanOrEqual(most);
});

test('heads that align have that letter, whatever they did with random tokens', () => {
  const aligned = alignedHeads(Float32Array.of(0.8, NaN, 0.2, 1), [2, 2]);
  expect(aligned.map(({ head, score }) => [head, score.toFixed(1)])).toEqual([
    [[1, 1], '1.0'],
    [[0, 0], '0.8'],
  ]);
  const probed: RoledHead[] = [
    { head: [0, 0], role: 'previous', score: 0.6 },
    { head: [0, 1], role: 'induction', score: 0.5 },
  ];
  const both = withAligned(probed, aligned);
  expect(both.map(({ head, role }) => `${head.join()} ${role}`)).toEqual(['1,1 aligns', '0,0 aligns', '0,1 induction']);
  expect(lettersOf(both)).toEqual(['A aligns', 'I induction']);
  expect(withAligned(probed, [])).toBe(probed);
});
