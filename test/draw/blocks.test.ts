import { describe, expect, it } from 'vitest';
import { largestCell, largestOfBlocks } from '../../src/draw/blocks.ts';
import { createRandom } from '../support/random.ts';

describe('largest of blocks', () => {
  it('keeps a single sharp link', () => {
    const buckets = new Uint8Array(100);
    buckets[3 * 10 + 7] = 8;
    const dots = largestOfBlocks(buckets, 10, 10, 4, 4);
    expect([dots.rows, dots.columns]).toEqual([3, 3]);
    expect([...dots.buckets]).toEqual([0, 8, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('equals a naive search, blocks at the edge included', () => {
    const random = createRandom(3);
    for (let round = 0; round < 50; round++) {
      const [rows, columns, high, wide] = [1, 1, 1, 1].map(() => 1 + Math.floor(random() * 9)) as [number, number, number, number];
      const buckets = Uint8Array.from({ length: rows * columns }, () => Math.floor(random() * 9));
      const dots = largestOfBlocks(buckets, rows, columns, high, wide);
      for (let row = 0; row < dots.rows; row++)
        for (let column = 0; column < dots.columns; column++) {
          const inBlock = [...buckets].filter(
            (_, i) => Math.floor(Math.floor(i / columns) / high) === row && Math.floor((i % columns) / wide) === column,
          );
          expect(dots.buckets[row * dots.columns + column]).toBe(Math.max(...inBlock));
        }
    }
  });

  it('names the cell that a dot stands for, the first of equals', () => {
    const values = [0.1, 0.5, 0.5, 0.2];
    const valueAt = (row: number, column: number) => values[row * 2 + column]!;
    expect(largestCell(valueAt, [0, 2], [0, 2])).toEqual([0, 1]);
    expect(largestCell(() => NaN, [4, 6], [2, 3])).toEqual([4, 2]);
  });
});
