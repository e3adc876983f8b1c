import { describe, expect, it } from 'vitest';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import {
  controlNote,
  correlationNote,
  formatShift,
  formatShiftShort,
  influenceStatement,
  previousWordHead,
  shiftScaleNote,
  wordBeforeNote,
} from '../../src/core/describe/influence.ts';
import { influenceOf } from '../../src/core/attention/influence.ts';
import type { Lens } from '../../src/core/attention/lens.ts';
import type { Unit } from '../../src/core/text/token.ts';

const UNITS: Unit[] = ['[CLS]', 'The', 'bank', 'refused', 'to', 'lend', '[SEP]'].map((label, index) => ({
  label,
  start: index * 10,
  end: index * 10 + label.length,
  tokens: [index],
  special: label.startsWith('['),
  unknown: 'none',
  punctuation: false,
  joins: false,
}));
const BANK = 2;
/** After three layers of the built-in model, in short. */
const SHIFTS = Float32Array.of(NaN, 0.037, NaN, 0.018, 0.004, 0.018, NaN);

const spoken = (shifts: Float32Array) => plainSentence(influenceStatement(UNITS, BANK, shifts, influenceOf(shifts, UNITS, BANK)));

describe('what moves a word', () => {
  it('names the largest above the control, counts the rest, and those that come later', () => {
    // Function words: The 0.037, to 0.004; their median is 0.0205.
    expect(spoken(SHIFTS)).toBe('The vector of “bank” moves most without “The” 0.037.');
    expect(spoken(Float32Array.of(NaN, 0.001, NaN, 0.018, 0.004, 0.03, NaN))).toBe(
      'The vector of “bank” moves most without “lend” 0.030, “refused” 0.018, “to” 0.004. 3 of these 3 come later in the text: this model reads both ways.',
    );
    expect(spoken(Float32Array.of(NaN, 0.001, NaN, 0.0001, 0.004, 0.0002, NaN))).toMatch(
      /It comes later in the text: this model reads both ways\.$/,
    );
  });

  it('says so when nothing is above the control, and when there is none', () => {
    expect(spoken(Float32Array.of(NaN, 0.5, NaN, 0.1, 0.5, 0.2, NaN))).toBe(
      'Taking a word away moves the vector of “bank” by no more than the control, whichever word it is.',
    );
    expect(spoken(Float32Array.of(NaN, NaN, NaN, 0.1, NaN, 0.2, NaN))).toMatch(/^Beside “bank” this text has no function word/);
  });

  it('names everything as of what is measured while the rest is not', () => {
    const say = (shifts: Float32Array) => {
      const influence = influenceOf(shifts, UNITS, BANK);
      return [influenceStatement(UNITS, BANK, shifts, influence, true), controlNote(UNITS, influence, true)].map(plainSentence);
    };
    expect(say(Float32Array.of(NaN, 0.01, NaN, 0.03, NaN, NaN, NaN))).toEqual([
      'Of those measured so far, the vector of “bank” moves most without “refused” 0.030. It comes later in the text: this model reads both ways.',
      'Control so far: the shift of the only function word measured, “The”, is 0.010. Larger shifts are marked.',
    ]);
    expect(say(Float32Array.of(NaN, 0.01, NaN, 0.005, 0.03, NaN, NaN))[1]).toMatch(/^Control so far: the median shift of 2 function words/);
    expect(say(Float32Array.of(NaN, 0.01, NaN, 0.005, NaN, NaN, NaN))[0]).toBe(
      'So far none moves the vector of “bank” by more than the control so far.',
    );
    expect(say(Float32Array.of(NaN, NaN, NaN, 0.1, NaN, NaN, NaN))).toEqual([
      'No function word to compare with is measured yet, so no shift is marked.',
      '',
    ]);
    expect(shiftScaleNote(0.01, true)).toBe('Times the control so far, 0.010; up to it there is no colour.');
  });

  it('says which of the words the model does not know', () => {
    const units = UNITS.map((unit, index): Unit => ({ ...unit, unknown: index === BANK || index === 5 ? 'all' : 'none' }));
    const shifts = Float32Array.of(NaN, 0.001, NaN, 0.0001, 0.004, 0.03, NaN);
    expect(plainSentence(influenceStatement(units, BANK, shifts, influenceOf(shifts, units, BANK)))).toMatch(
      /^The vector of “bank” \(unknown to the model\) moves most without “lend” \(unknown to the model\) 0\.030/,
    );
  });

  it('states the control and what it was taken from', () => {
    const influence = influenceOf(SHIFTS, UNITS, BANK);
    expect(plainSentence(controlNote(UNITS, influence))).toBe(
      'Control: the median shift of 2 function words (“The”, “to”) is 0.021. Larger shifts are marked. So are those of function words above their median.',
    );
    expect(plainSentence(controlNote(UNITS, { ...influence, control: 0.004, controlUnits: [4] }))).toBe(
      'Control: the shift of the only function word, “to”, is 0.004. Larger shifts are marked.',
    );
    expect(controlNote(UNITS, { ...influence, controlUnits: [] })).toEqual([]);
  });

  it('points out the word just before, with the head only where it is known', () => {
    expect(plainSentence(wordBeforeNote(UNITS, BANK, SHIFTS, 'L0 H2'))).toBe(
      '“The” stands just before it: head L0 H2 attends to the word before, whatever it is.',
    );
    expect(plainSentence(wordBeforeNote(UNITS, BANK, SHIFTS, null))).toMatch(/many models have a head that attends to the word before/);
    expect(wordBeforeNote(UNITS, 1, SHIFTS, null)).toEqual([]);
    const marks = UNITS.map((unit, index) => ({ ...unit, punctuation: index === 1 }));
    expect(wordBeforeNote(marks, BANK, SHIFTS, null)).toEqual([]);
  });
});

it('counts the legend in controls', () => {
  expect(shiftScaleNote(0.00017)).toBe('Times the control of 0.00017; up to it there is no colour.');
  expect(shiftScaleNote(0)).toBe('Times 0.00001: less may be rounding; up to it there is no colour.');
});

it('knows the head that reads the word before from a measured lens only', () => {
  const evidence = [{ measure: 'the word before', value: 0.99, baseline: 0, baselineName: 'chance', data: 'text', cases: 9 }];
  const lens: Lens = {
    id: 'previous-word',
    name: 'Previous word',
    description: '',
    selection: { kind: 'heads', heads: [[0, 2]] },
    combine: 'mean',
    evidence,
  };
  expect(previousWordHead([lens])).toBe('L0 H2');
  expect(previousWordHead([{ ...lens, evidence: [] }])).toBeNull();
  expect(previousWordHead([{ ...lens, selection: { kind: 'all' } }])).toBeNull();
  expect(previousWordHead([])).toBeNull();
});

it('writes shifts with three decimals', () => {
  expect([formatShift(0.0204), formatShiftShort(0.0204), formatShift(NaN), formatShiftShort(NaN)]).toEqual([
    '0.020',
    '.020',
    'not measured',
    '?',
  ]);
  expect([0.00017, 0.00099, 0.0000004, -0.0000004].map(formatShift)).toEqual(['0.00017', '0.00099', '0.000', '0.000']);
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
