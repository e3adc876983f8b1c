import { describe, expect, test } from 'vitest';
import { isFunctionWord } from '../../src/core/text/functionWords.ts';
import { influenceOf, nearestFirst, otherUnits, passMilliseconds, possibleMode, tokensToRead } from '../../src/core/attention/influence.ts';
import type { Unit } from '../../src/core/text/token.ts';

function unitsOf(...labels: string[]): Unit[] {
  return labels.map((label, index) => {
    const special = label.startsWith('[');
    return {
      start: special ? -1 : index,
      end: special ? -1 : index + 1,
      label,
      tokens: [index],
      special,
      unknown: 'none',
      punctuation: false,
      joins: false,
    };
  });
}

describe('what is read for the vector of a word', () => {
  const model = (causal: boolean, onePassOnly = false) => ({ attention: { causal }, facts: { numbers: { onePassOnly } } });

  test.each([
    ['a decoder: the text up to it', model(true), 8],
    ['an encoder: all of it', model(false), 100],
    ['a file that rounds by all of a pass: all of it', model(true, true), 100],
  ])('%s', (_, of, read) => {
    expect(tokensToRead(of, [5, 7], 100)).toBe(read);
    expect(passMilliseconds(of, { tokens: [5, 7] }, 100, 1000)).toBe(10 * read);
  });
});

describe('function words', () => {
  test.each(['the', 'The', 'OF', 'it', 'because', 'would', "it's", 'don’t', "DON'T", "can't", 'won’t', 'themselves', 'which'])(
    '%s',
    word => {
      expect(isFunctionWord(word)).toBe(true);
    },
  );

  test.each(['bank', "bank's", 'not', 'many', 'the bank', '', '.', "'s", "n't", 'constructor', "xn't"])('not %j', word => {
    expect(isFunctionWord(word)).toBe(false);
  });
});

describe('influence', () => {
  const units = unitsOf('[CLS]', 'The', 'bank', 'would', 'not', 'lend', 'it', 'to', 'her', '[SEP]');

  test('the control is the median of the function words but the word itself; above it is marked, largest first', () => {
    const shifts = Float32Array.of(NaN, 0.25, NaN, 0.5, 0.75, 1, 0.125, 0.25, 0.75, NaN);
    // Function words: The .25, would .5, it .125, to .25, her .75: the middle one of five is .25.
    expect(influenceOf(shifts, units, 2)).toEqual({ control: 0.25, controlUnits: [1, 3, 6, 7, 8], marked: [5, 4, 8, 3] });
  });

  test('of an even count the mean of the middle two; the word itself and what was not measured are left out', () => {
    const shifts = Float32Array.of(NaN, 0.25, 0.5, 0.5, NaN, 1, 9, NaN, 0.75, NaN);
    // The word is "it" (6), "to" (7) was not measured: .25, .5, .75 without them, and with .125 for "to" an even count.
    expect(influenceOf(shifts, units, 6)).toMatchObject({ control: 0.5, controlUnits: [1, 3, 8], marked: [5, 8] });
    expect(influenceOf(shifts.with(7, 0.125), units, 6)).toMatchObject({
      control: 0.375,
      controlUnits: [1, 3, 7, 8],
      marked: [5, 8, 2, 3],
    });
  });

  test('a shift as small as rounding is not marked, however small the control', () => {
    const shifts = Float32Array.of(NaN, 1e-8, NaN, 2e-8, 3e-7, 1.1e-5, 0, 1e-8, 0.9e-5, NaN);
    expect(influenceOf(shifts, units, 2).marked).toEqual([5]);
  });

  test('a special token is no function word, whatever its name', () => {
    const named = unitsOf('bank', 'the', 'it').map((unit, index) => ({ ...unit, special: index === 2 }));
    expect(influenceOf(Float32Array.of(NaN, 0.5, 0.25), named, 0)).toMatchObject({ control: 0.5, controlUnits: [1] });
  });

  test('a piece of a word is no function word, whatever its spelling', () => {
    const pieces = unitsOf('bank', 'to', 'day', 'cred', 'it', 'is').map((unit, index) => ({ ...unit, joins: index === 2 || index === 4 }));
    const shifts = Float32Array.of(NaN, 0.5, 0.5, 0.5, 0.5, 0.25);
    expect(influenceOf(shifts, pieces, 0)).toEqual({ control: 0.25, controlUnits: [5], marked: [1, 2, 3, 4] });
  });

  test('the nearest come first, of two equally far ones the one before', () => {
    expect(nearestFirst([1, 3, 4, 5, 8], 2)).toEqual([1, 3, 4, 5, 8]);
    expect(nearestFirst([1, 2, 3, 5, 6, 9], 4)).toEqual([3, 5, 2, 6, 1, 9]);
  });

  test('all others that stand in the text can be taken away', () => {
    expect(otherUnits(unitsOf('[CLS]', 'the', 'bank', '.', '[SEP]'), 2, { causal: false })).toEqual([1, 3]);
  });

  test('only those before it where nothing looks ahead', () => {
    expect(otherUnits(unitsOf('[CLS]', 'the', 'bank', '.', '[SEP]'), 2, { causal: true })).toEqual([1]);
    expect(otherUnits(unitsOf('the', 'bank'), 0, { causal: true })).toEqual([]);
  });

  test('words are masked where the model can, else left out', () => {
    expect(possibleMode('mask', { capabilities: ['mask-token'] })).toBe('mask');
    expect(possibleMode('mask', { capabilities: [] })).toBe('omit');
    expect(possibleMode('omit', { capabilities: ['mask-token'] })).toBe('omit');
  });

  test('without function words there is no control, and nothing is marked', () => {
    const result = influenceOf(Float32Array.of(NaN, 0.5, 0.25), unitsOf('bank', 'river', 'the'), 2);
    expect(result).toEqual({ control: NaN, controlUnits: [], marked: [] });
  });
});
