import { describe, expect, it } from 'vitest';
import { influenceOf } from '../../src/core/attention/influence.ts';
import { deriveRowView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { correlationNote } from '../../webview/pages/influence/correlation.ts';
import { measuredUnits } from '../../webview/pages/influence/view.ts';

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
    deriveRowView(UNITS, 2, values, value => Math.round(8 * value), { ...INITIAL_STATE, pinned });

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

describe('whether two orders agree', () => {
  const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7);
  const units = [...values.keys()];

  it('says it of each other reading, with what can be chance', () => {
    expect(
      correlationNote(
        'shift',
        values,
        [
          { name: 'attention', weights: values },
          { name: 'rollout', weights: values.toReversed() },
        ],
        units,
        'words',
      ),
    ).toBe(
      'Of the orders of these 7 words, those by shift and by attention agree at ρ\u00a01.00, those by shift and by rollout run against each other at ρ\u00a0−1.00; up to ±0.80 can be chance.',
    );
  });

  it('leaves out a reading that is not here, and says nothing when none is', () => {
    expect(
      correlationNote(
        'shift',
        values,
        [
          { name: 'rollout', weights: null },
          { name: 'attention', weights: values },
        ],
        units,
        'words',
      ),
    ).not.toMatch(/rollout/);
    expect(correlationNote('shift', values, [{ name: 'rollout', weights: null }], units, 'words')).toBe('');
    expect(correlationNote('shift', values, [{ name: 'attention', weights: new Float32Array(7) }], units, 'words')).toBe('');
  });
});
