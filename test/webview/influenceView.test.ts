import { describe, expect, it } from 'vitest';
import { influenceOf, measuredUnits } from '../../src/core/attention/influence.ts';
import { deriveRowView, visibilityOfRow } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { barShare, uncoloured } from '../../src/draw/views/effects.ts';
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

describe('a row whose sink is hidden', () => {
  // The lens's own matrix gives the sink nothing here: how much the row gives it is what counts.
  const matrix = {
    rows: 5,
    columns: 5,
    causal: true,
    hasSink: false,
    sinks: [{ unit: 1, share: 0.6 }],
    values: new Float32Array(25),
    low: new Float32Array(),
    high: new Float32Array(),
    headCount: 1,
  };
  const row = (weights: Float32Array, hideSink: boolean) => {
    const state = { ...INITIAL_STATE, hideSink, pinned: textUnit(3) };
    const { bucketOf, sees, hides } = visibilityOfRow(matrix, UNITS, 5, state, weights);
    return deriveRowView(UNITS, 3, weights, (weight, unit) => bucketOf(weight, 3, unit), state, { sees: unit => sees(3, unit), hides });
  };
  const labels = UNITS.map(({ label }) => label);

  it('says so, with the share of it', () => {
    const weights = Float32Array.of(0, 0.96, 0.01, 0.03, 0);
    expect(row(weights, true).order).toEqual([2]);
    expect(uncoloured(row(weights, true), labels)).toBe(
      '; hidden: the sink \u201cthe\u201d 0.96; none of the others large enough for colour',
    );
    expect(uncoloured(row(weights, false), labels)).toBe('');
  });

  it('has colour from an even share of what the sink leaves in this row on', () => {
    const view = row(Float32Array.of(0, 0.9, 0.06, 0.04, 0), true);
    expect(view.strongest).toEqual([2]);
    expect(uncoloured(view, labels)).toBe('; hidden: the sink \u201cthe\u201d 0.90');
  });

  it('without a sink: none is large enough, or nothing is said', () => {
    expect(uncoloured(row(Float32Array.of(0.99, 0.003, 0.003, 0.004, 0), false), labels)).toBe('; none large enough for colour');
  });
});

it('a bar has a length for every shift: none of nothing, and of what rounding leaves below it', () => {
  expect([0.25, 0.5, 0, -1e-8].map(shift => barShare(shift, 0.5))).toEqual([50, 100, 0, 0]);
  // Before any layer no word moves another.
  expect([0, -1e-8].map(shift => barShare(shift, 0))).toEqual([0, 0]);
  expect(barShare(-2e-8, -1e-8)).toBe(0);
  expect(barShare(1, 0.5)).toBe(100);
});
