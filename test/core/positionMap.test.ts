import { describe, expect, test } from 'vitest';
import { areRotaryTables, samplePositions, sinusoidLayout, rotaryVectors } from '../../src/core/vectors/positionMap.ts';
import { cosineMatrix } from '../../src/core/vectors/vectors.ts';
import { Random } from '../support/random.ts';

/** Vaswani et al. 2017, section 3.5, written down once more. */
function sinusoids(rows: number, width: number, first = 0): Float32Array {
  return Float32Array.from({ length: rows * width }, (_, i) => {
    const column = i % width;
    const angle = (first + Math.floor(i / width)) / 10_000 ** ((2 * Math.floor(column / 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/** The same columns, the even ones first. */
function inHalves(table: Float32Array, width: number): Float32Array {
  return table.map((_, i) => {
    const column = i % width;
    const from = column < width / 2 ? 2 * column : 2 * (column - width / 2) + 1;
    return table[i - column + from]!;
  });
}

describe('sampling', () => {
  test.each([
    [1, 1, 1],
    [128, 1, 128],
    [129, 2, 65],
    [512, 4, 128],
    [514, 5, 103],
    [8192, 64, 128],
  ])('%i positions: every %i, %i in all', (rows, step, size) => {
    expect(samplePositions(rows)).toEqual({ step, size });
    expect((size - 1) * step).toBeLessThan(rows);
  });
});

describe('the sinusoid formula', () => {
  const [rows, width] = [100, 24];
  const table = sinusoids(rows, width);

  test('is recognised in both layouts, also rounded to 8 bits and from another position on', () => {
    expect(sinusoidLayout(table, width, 0)).toBe('alternating');
    expect(sinusoidLayout(inHalves(table, width), width, 0)).toBe('halves');
    const rounded = table.map(value => Math.round(127 * value) / 127);
    expect(sinusoidLayout(rounded, width, 0)).toBe('alternating');
    expect(sinusoidLayout(sinusoids(rows, width, 2), width, 2)).toBe('alternating');
  });

  test('is not seen in anything else', () => {
    expect(sinusoidLayout(sinusoids(rows, width, 2), width, 0)).toBeNull();
    expect(sinusoidLayout(table.slice(0, 99), 3, 0)).toBeNull();
    expect(sinusoidLayout(new Float32Array(0), 8, 0)).toBeNull();
    const random = new Random(5);
    // A learned table that began as the formula.
    expect(
      sinusoidLayout(
        table.map(value => value + 0.1 * (random.next() - 0.5)),
        width,
        0,
      ),
    ).toBeNull();
    for (const wrong of [NaN, 0.9]) {
      const broken = table.slice();
      broken[7 * width + 3] = wrong;
      expect(sinusoidLayout(broken, width, 0)).toBeNull();
    }
  });
});

describe('turns', () => {
  test('the cosine of two of the vectors is the mean of cos((i - j) w)', () => {
    const frequencies = [1, 0.3, 0.07];
    const matrix = cosineMatrix(rotaryVectors(frequencies, 3, 9));
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++) {
        const mean = frequencies.reduce((sum, w) => sum + Math.cos(3 * (i - j) * w), 0) / 3;
        expect(matrix[i * 9 + j]).toBeCloseTo(mean, 6);
      }
    }
  });

  const [rows, pairs] = [40, 6];
  const table = sinusoids(rows, 2 * pairs);
  const part = (parity: number): Float32Array => table.filter((_, i) => i % 2 === parity);
  /** As rotary models store them: each number twice. */
  const doubled = (values: Float32Array): Float32Array =>
    Float32Array.from({ length: 2 * values.length }, (_, i) => values[Math.floor(i / (2 * pairs)) * pairs + (i % pairs)]!);

  test.each<[string, readonly Float32Array[], number]>([
    ['alternating', [table], 2 * pairs],
    ['in halves', [inHalves(table, 2 * pairs)], 2 * pairs],
    ['in two tables, sines first', [part(0), part(1)], pairs],
    ['in two tables, cosines first', [part(1), part(0)], pairs],
    ['in two tables, each number twice', [doubled(part(1)), doubled(part(0))], 2 * pairs],
  ])('are seen %s', (_, tables, width) => {
    expect(areRotaryTables(tables, width)).toBe(true);
  });

  test('are not seen in other tables', () => {
    const random = new Random(7);
    expect(areRotaryTables([table.map(() => random.next())], 2 * pairs)).toBe(false);
    expect(areRotaryTables([sinusoids(rows, 2 * pairs, 1)], 2 * pairs)).toBe(false);
    expect(areRotaryTables([part(0)], pairs)).toBe(false);
    expect(areRotaryTables([part(0), part(0)], pairs)).toBe(false);
    expect(areRotaryTables([part(0), part(1), part(0)], pairs)).toBe(false);
    expect(areRotaryTables([part(0), part(1).slice(pairs)], pairs)).toBe(false);
    expect(areRotaryTables([table.slice(0, 2 * pairs)], 2 * pairs)).toBe(false);
    expect(areRotaryTables([], 4)).toBe(false);
    expect(areRotaryTables([new Float32Array(table.length)], 2 * pairs)).toBe(false);
    const broken = table.slice();
    broken[17 * 2 * pairs + 4] = NaN;
    expect(areRotaryTables([broken], 2 * pairs)).toBe(false);
  });
});
