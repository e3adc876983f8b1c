import { describe, expect, it } from 'vitest';
import { plainSentence } from '../../src/core/describe.ts';
import { controlNote, formatShift, formatShiftShort, influenceStatement, wordBeforeNote } from '../../src/core/describeInfluence.ts';
import { influenceOf } from '../../src/core/influence.ts';
import type { Unit } from '../../src/core/token.ts';

const UNITS: Unit[] = ['[CLS]', 'The', 'bank', 'refused', 'to', 'lend', '[SEP]'].map((label, index) => ({
  label,
  start: index * 10,
  end: index * 10 + label.length,
  tokens: [index],
  special: label.startsWith('['),
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
      'The vector of “bank” moves most without “lend” 0.030, “refused” 0.018, “to” 0.004. 3 of these 3 stand further on in the text: later words count too.',
    );
    expect(spoken(Float32Array.of(NaN, 0.001, NaN, 0.0001, 0.004, 0.0002, NaN))).toMatch(
      /It stands further on in the text: later words count too\.$/,
    );
  });

  it('says so when nothing is above the control, and when there is none', () => {
    expect(spoken(Float32Array.of(NaN, 0.5, NaN, 0.1, 0.5, 0.2, NaN))).toBe(
      'Taking a word away moves the vector of “bank” by no more than the control, whichever word it is.',
    );
    expect(spoken(Float32Array.of(NaN, NaN, NaN, 0.1, NaN, 0.2, NaN))).toMatch(/^Beside “bank” this text has no function word/);
  });

  it('states the control and what it was taken from', () => {
    const influence = influenceOf(SHIFTS, UNITS, BANK);
    expect(plainSentence(controlNote(UNITS, 'mask', influence))).toBe(
      'Masking a function word moves it by 0.021 here (median of 2: “The”, “to”). Shifts above that are marked.',
    );
    expect(plainSentence(controlNote(UNITS, 'omit', { ...influence, controlUnits: [4] }))).toMatch(
      /^Leaving out .* \(the only one: “to”\)/,
    );
    expect(controlNote(UNITS, 'mask', { ...influence, controlUnits: [] })).toEqual([]);
  });

  it('points out the word just before, with the head only where it is known', () => {
    expect(plainSentence(wordBeforeNote(UNITS, BANK, SHIFTS, 'L0 H2'))).toBe(
      '“The”, the word just before, moves it by 0.037: head L0 H2 reads it in any text.',
    );
    expect(plainSentence(wordBeforeNote(UNITS, BANK, SHIFTS, null))).toMatch(/many models have a head that reads the word before/);
    expect(wordBeforeNote(UNITS, 1, SHIFTS, null)).toEqual([]);
  });
});

it('writes shifts with three decimals', () => {
  expect([formatShift(0.0204), formatShiftShort(0.0204), formatShift(NaN), formatShiftShort(NaN)]).toEqual([
    '0.020',
    '.020',
    'not measured',
    '?',
  ]);
});
