import { describe, expect, test } from 'vitest';
import { rotaryFrequencies, rotaryVectors, samplePositions, sinusoidLayout, wavelengthsOf } from '../../src/core/vectors/positionMap.ts';
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
    const found = wavelengthsOf(rotaryFrequencies(tables, width)!);
    // 2 pi, and 10,000 to the i-th of 6 times that.
    expect(found).toHaveLength(pairs);
    for (const [i, length] of found.entries()) expect(length / (2 * Math.PI * 10_000 ** (i / pairs))).toBeCloseTo(1, 3);
  });

  test('are not seen in other tables', () => {
    const random = new Random(7);
    expect(rotaryFrequencies([table.map(() => random.next())], 2 * pairs)).toBeNull();
    expect(rotaryFrequencies([sinusoids(rows, 2 * pairs, 1)], 2 * pairs)).toBeNull();
    expect(rotaryFrequencies([part(0)], pairs)).toBeNull();
    expect(rotaryFrequencies([part(0), part(0)], pairs)).toBeNull();
    expect(rotaryFrequencies([part(0), part(1), part(0)], pairs)).toBeNull();
    expect(rotaryFrequencies([part(0), part(1).slice(pairs)], pairs)).toBeNull();
    expect(rotaryFrequencies([table.slice(0, 2 * pairs)], 2 * pairs)).toBeNull();
    expect(rotaryFrequencies([], 4)).toBeNull();
    expect(rotaryFrequencies([new Float32Array(table.length)], 2 * pairs)).toBeNull();
    const broken = table.slice();
    broken[17 * 2 * pairs + 4] = NaN;
    expect(rotaryFrequencies([broken], 2 * pairs)).toBeNull();
  });

  test('wavelengths are 2 pi / w, the shortest first, each once', () => {
    const [quarter, half] = [Math.PI / 2, Math.PI / 4];
    const found = wavelengthsOf([half, quarter, half, 0, -quarter]);
    expect([...found].map(length => Math.round(length * 1e6) / 1e6)).toEqual([4, 8]);
    expect([...wavelengthsOf([])]).toEqual([]);
  });

  test('a frequency is read exactly where its angle has grown, as in 16 bits the first row says little', () => {
    const w = 3e-4;
    const rounded = (value: number) => Math.round(value * 2 ** 11) / 2 ** 11;
    const columns = Float32Array.from({ length: 2 * 4096 }, (_, i) => rounded((i % 2 === 0 ? Math.sin : Math.cos)(Math.floor(i / 2) * w)));
    expect(rotaryFrequencies([columns], 2)![0]! / w).toBeCloseTo(1, 3);
  });
});
