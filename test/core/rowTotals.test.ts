import { expect, test } from 'vitest';
import { findInvalidHeads, findInvalidTotals } from '../../src/core/attention/maps.ts';
import { encoderOf } from '../../src/core/model/stack.ts';

/** Rows 3 to 5 of a text of 6 tokens, causal: [rows, 6]. */
const [FROM, TO] = [3, 6];
const ROWS = TO - FROM;

/** What becomes of one head in its second row; half: rounded to 16-bit floats, whose sums are off by more. */
const FAULTS: Readonly<Record<string, (map: Float32Array) => void>> = {
  none: () => undefined,
  'a number that is none': map => void (map[TO + 1] = NaN),
  infinite: map => void (map[TO + 1] = Infinity),
  'below 0': map => void ([map[TO], map[TO + 1]] = [1.2, -0.2 + map[TO + 1]! + map[TO]! - 1]),
  'sums to less': map => void (map[TO + 1]! -= 0.01),
  'sums to more': map => void (map[TO + 1]! += 0.01),
  'looks ahead': map => void ([map[TO + 1], map[TO + 5]] = [map[TO + 1]! - 0.1, 0.1]),
  'looks ahead beside the sum': map => void (map[TO + 5] = 0.1),
  'no number ahead': map => void (map[TO + 5] = NaN),
  'off by half a thousandth': map => void (map[TO + 1]! += 5e-4),
};

function head(fault: (map: Float32Array) => void): Float32Array {
  const map = Float32Array.from({ length: ROWS * TO }, (_, at) => {
    const [row, key] = [FROM + Math.floor(at / TO), at % TO];
    return key <= row ? (2 * (key + 1)) / ((row + 1) * (row + 2)) : 0;
  });
  fault(map);
  return map;
}

test.each([true, false])('of totals the same heads are invalid as of all weights, where rows sum to 1: %s', rowsSumToOne => {
  const faults = Object.values(FAULTS);
  const stack = { ...encoderOf([1, faults.length]), causal: true, rowsSumToOne };
  const maps = Float32Array.from(faults.flatMap(fault => [...head(fault)]));
  const rows = Array.from({ length: maps.length / TO }, (_, at) => maps.subarray(at * TO, (at + 1) * TO));
  const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
  const totals = {
    sums: Float32Array.from(rows, sum),
    least: Float32Array.from(rows, row => Math.min(...row)),
    ahead: Float32Array.from(rows, (row, at) => sum(row.subarray(FROM + (at % ROWS) + 1))),
  };
  // The last row of each head is what is at hand.
  const some = Float32Array.from(rows.filter((_, at) => at % ROWS === ROWS - 1).flatMap(row => [...row]));
  const invalid = findInvalidTotals(totals, some, 1, stack, TO);
  expect(invalid).toEqual(findInvalidHeads(maps, 1, stack, ROWS, TO, FROM));
  const names = Object.keys(FAULTS).filter((_, at) => invalid.includes(1 + at));
  expect(names).toEqual(
    Object.keys(FAULTS).filter(name => name !== 'none' && !name.startsWith('off by') && (rowsSumToOne || name !== 'sums to less')),
  );
});
