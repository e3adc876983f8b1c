import { describe, expect, it } from 'vitest';
import { influenceOf, measuredUnits } from '../../src/core/attention/influence.ts';
import { deriveRowView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { barShare } from '../../webview/pages/influence/view.ts';
import { textUnit } from '../support/textUnit.ts';

const UNITS: Unit[] = ['[CLS]', 'the', 'bank', 'lends', '[SEP]'].map((label, index) => ({
  label,
  start: label.startsWith('[') ? -1 : index * 10,
  end: label.startsWith('[') ? -1 : index * 10 + label.length,
  tokens: [index],
  special: label.startsWith('['),
  unknown: 'none',
  punctuation: false,
  joins: false,
}));
const SHIFTS = Float32Array.of(NaN, 0.01, NaN, 0.25, NaN);

describe('a row that was computed for one word', () => {
  const view = (pinned: number, values: Float32Array | null) =>
    deriveRowView(UNITS, 2, values, value => Math.round(8 * value), { ...INITIAL_STATE, pinned: textUnit(pinned) });

  it('leaves special tokens out and orders the rest, the word itself aside', () => {
    const { shown, order, buckets, strongest } = view(2, SHIFTS);
    expect(shown).toEqual([1, 2, 3]);
    expect(order).toEqual([3, 1]);
    expect([...buckets]).toEqual([0, 0, 0, 2, 0]);
    expect(strongest).toEqual([3]);
  });

  it('paints nothing for another word, while it is not here, and when it is of another length', () => {
    for (const { weights, buckets } of [view(3, SHIFTS), view(2, null), view(2, new Float32Array(0))]) {
      expect(weights).toBeNull();
      expect([...buckets].some(bucket => bucket > 0)).toBe(false);
    }
  });

  it('marks what is above the control, the largest first, as the ranking has it', () => {
    const { control, marked } = influenceOf(SHIFTS, UNITS, 2);
    expect(control).toBeCloseTo(0.01);
    expect(marked).toEqual([3]);
    expect(measuredUnits(SHIFTS)).toEqual([3, 1]);
  });
});

it('a bar has a length for every shift: none of nothing, and of what rounding leaves below it', () => {
  expect([0.25, 0.5, 0, -1e-8].map(shift => barShare(shift, 0.5))).toEqual([50, 100, 0, 0]);
  // Before any layer no word moves another.
  expect([0, -1e-8].map(shift => barShare(shift, 0))).toEqual([0, 0]);
  expect(barShare(-2e-8, -1e-8)).toBe(0);
  expect(barShare(1, 0.5)).toBe(100);
});
