import { expect, test } from 'vitest';
import { NO_SPAN } from '../../src/core/text/span.ts';
import { inLanguage } from '../../src/engine/twoTexts/languages.ts';

const LANGUAGES = new Map([
  ['en_XX', 7],
  ['fr_XX', 8],
]);
const token = (id: number, text: string) => ({ id, text, special: true, unknown: false, ...NO_SPAN });

test('a language takes the place of the one that the tokenizer put there', () => {
  expect(inLanguage([token(2, '</s>'), token(7, 'en_XX')], LANGUAGES, 'fr_XX').map(({ id }) => id)).toEqual([2, 8]);
});

test('where the tokenizer puts none, a language that was asked for is refused: left out in silence, the numbers would be of another one', () => {
  expect(() => inLanguage([token(2, '</s>')], LANGUAGES, 'fr_XX')).toThrow('language of the source');
});
