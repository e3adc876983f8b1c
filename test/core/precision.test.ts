import { describe, expect, test } from 'vitest';
import { encoderStack } from '../../src/core/model/stack.ts';
import { findInvalidHeads } from '../../src/core/attention/maps.ts';
import { precisionOf, rowSumTolerance, type Precision } from '../../src/core/precision.ts';
import { createRandom } from '../support/random.ts';

/** Rounds to so many significant bits, to nearest, ties to even, in the range of normal numbers; below it to multiples of `smallest`. */
function rounded(value: number, bits: number, smallest: number): number {
  if (value === 0) return 0;
  const step = Math.max(smallest, 2 ** (Math.floor(Math.log2(value)) - bits + 1));
  const [quotient, whole] = [value / step, Math.floor(value / step)];
  const up = quotient - whole > 0.5 || (quotient - whole === 0.5 && whole % 2 === 1);
  return (up ? whole + 1 : whole) * step;
}

const ROUNDING: Readonly<Record<Precision, (value: number) => number>> = {
  float32: Math.fround,
  float16: value => rounded(value, 11, 2 ** -24),
  bfloat16: value => rounded(value, 8, 2 ** -133),
};
const PRECISIONS = Object.keys(ROUNDING) as Precision[];

/** [T, T] of a softmax of which every weight, and the sum before it, is rounded. A sharpness of 0 gives equal weights. */
function softmaxMap(tokens: number, sharpness: number, random: () => number, round: (value: number) => number): Float32Array {
  const map = new Float32Array(tokens * tokens);
  for (let row = 0; row < tokens; row++) {
    const scores = Array.from({ length: tokens }, () => round(Math.exp(sharpness * (random() - 1))));
    const sum = round(scores.reduce((total, score) => total + score, 0));
    for (let key = 0; key < tokens; key++) map[row * tokens + key] = round(scores[key]! / sum);
  }
  return map;
}

describe.each(PRECISIONS)('rows of a softmax in %s', precision => {
  const round = ROUNDING[precision];
  const random = createRandom(5);
  // Lengths whose share lies just above or below a number of this type, and long rows of small weights.
  const maps = [2, 3, 7, 86, 129, 171, 255, 257, 384, 511].flatMap(tokens =>
    [0, 0.01, 1, 8, 40].map(sharpness => [tokens, softmaxMap(tokens, sharpness, random, round)] as const),
  );

  test('are attention, whatever rounding does to their sums', () => {
    for (const [tokens, map] of maps) expect(findInvalidHeads(map, 0, encoderStack(1, 1), tokens, tokens), `${tokens} tokens`).toEqual([]);
  });

  test('are no attention when one weight is missing or doubled', () => {
    for (const [tokens, map] of maps) {
      for (const factor of [0, 2]) {
        const changed = map.slice();
        const largest = changed.indexOf(Math.max(...changed.subarray(0, tokens)));
        // Where no weight is more than the rounding that its bits look like can move a sum by, nobody can tell.
        if (changed[largest]! < 2.5 * rowSumTolerance(precisionOf(map), tokens)) continue;
        changed[largest]! *= factor;
        expect(findInvalidHeads(changed, 0, encoderStack(1, 1), tokens, tokens), `${tokens} tokens`).toEqual([0]);
      }
    }
  });

  test('are known by the bits that they use, also when they were cast to float32', () => {
    for (const [tokens, map] of maps) if (tokens > 7) expect([precision, 'bfloat16']).toContain(precisionOf(map));
    const sharp = maps.at(-2)![1];
    expect(precisionOf(sharp)).toBe(precision);
  });
});

test('the sum of equal weights in bfloat16 is off by more than float32 allows', () => {
  const map = softmaxMap(384, 0, () => 1, ROUNDING.bfloat16);
  const sum = map.subarray(0, 384).reduce((total, weight) => total + weight, 0);
  expect(Math.abs(sum - 1)).toBeGreaterThan(rowSumTolerance('float32', 384));
  // The same sum of numbers that were not rounded is an error.
  const exact = Float32Array.from({ length: 384 * 384 }, () => sum / 384 + 1e-9);
  expect(findInvalidHeads(exact, 0, encoderStack(1, 1), 384, 384)).toEqual([0]);
});

test('a long row of numbers below the normal range may be off by half of the smallest for each', () => {
  const keys = 2 ** 15;
  expect(rowSumTolerance('float16', keys) - rowSumTolerance('float16', 0)).toBeCloseTo(2 ** -10, 12);
});
