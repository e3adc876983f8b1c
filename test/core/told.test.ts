import { expect, test } from 'vitest';
import { describeTold, languageName } from '../../src/core/describe/told.ts';
import { isToldNothing, swapped, toldIn } from '../../src/core/model/told.ts';

test.each([
  ['fr_XX', 'French'],
  ['fra_Latn', 'French'],
  ['__fr__', 'French'],
  ['en_XX', 'English'],
  ['zho_Hans', 'Simplified Chinese'],
  ['zho_Hant', 'Traditional Chinese'],
  ['pt_BR', 'Portuguese'],
  ['qqq_Latn', 'qqq_Latn'],
  ['no code', 'no code'],
])('%s is called %s', (code, name) => {
  expect(languageName(code)).toBe(name);
});

test.each([
  [{}, 'told nothing'],
  [{ task: 'summarization' }, 'summarization'],
  [{ targetLanguage: 'fr_XX' }, 'to French'],
  [{ sourceLanguage: 'en_XX' }, 'from English'],
  [{ sourceLanguage: 'en_XX', targetLanguage: 'fr_XX' }, 'English to French'],
  [{ task: 'a\u202eb', targetLanguage: 'fr_XX' }, expect.not.stringContaining('\u202e')],
])('%j is said as %s', (told, said) => {
  expect(describeTold(told)).toEqual(said);
});

test('what was remembered may be of any shape', () => {
  expect([null, 7, 'x', [], { task: 7, other: 'x' }].map(toldIn)).toEqual([{}, {}, {}, {}, {}]);
  expect(toldIn({ task: 'summarization', sourceLanguage: '' })).toEqual({ task: 'summarization' });
  expect([{}, { task: 'x' }].map(isToldNothing)).toEqual([true, false]);
});

test('texts that are swapped swap their languages, also one that is not told', () => {
  expect(swapped({ task: 'x', sourceLanguage: 'en_XX', targetLanguage: 'fr_XX' }, true)).toEqual({
    task: 'x',
    sourceLanguage: 'fr_XX',
    targetLanguage: 'en_XX',
  });
  expect(swapped({ targetLanguage: 'fr_XX' }, true)).toEqual({ sourceLanguage: 'fr_XX' });
  expect(swapped({ task: 'x', targetLanguage: 'fr_XX' }, false)).toEqual({ task: 'x' });
});
