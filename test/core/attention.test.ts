import { describe, expect, test } from 'vitest';
import { findInvalidHeads } from '../../src/core/attention.ts';

/** Two layers of one head over two tokens, the second layer with these rows. */
const layersWith = (...rows: readonly number[]): Float32Array[] => [Float32Array.of(0.5, 0.5, 1, 0), Float32Array.from(rows)];

describe('heads whose values are no attention', () => {
  test.each<[string, number[], number[]]>([
    ['rows that add up to 1', [0.25, 0.75, 0, 1], []],
    ['a row that adds up to less', [0.25, 0.5, 0, 1], [1]],
    ['a row that adds up to more', [0.25, 0.75, 0.5, 1], [1]],
    ['a negative weight', [-0.25, 1.25, 0, 1], [1]],
    ['no number', [NaN, 1, 0, 1], [1]],
  ])('%s', (_, rows, invalid) => {
    expect(findInvalidHeads(layersWith(...rows), 1, 2)).toEqual(invalid);
  });

  test.each<[string, number[], number[]]>([
    ['a sink takes the rest of a row', [0.25, 0.5, 0, 1], []],
    ['a sink takes all', [0, 0, 0, 1], []],
    ['a row that adds up to more', [0.25, 0.8, 0, 1], [1]],
    ['a negative weight', [-0.25, 0.5, 0, 1], [1]],
    ['no number', [0, NaN, 0, 1], [1]],
    ['infinity', [0, Infinity, 0, 1], [1]],
  ])('behind a sink: %s', (_, rows, invalid) => {
    expect(findInvalidHeads(layersWith(...rows), 1, 2, ['one', 'at most one'])).toEqual(invalid);
  });
});
