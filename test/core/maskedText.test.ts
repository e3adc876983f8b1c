import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MaskedText } from '../../src/core/text/maskedText.ts';
import type { Token, Unit } from '../../src/core/text/token.ts';
import { groupWords, pieceUnits } from '../../src/core/text/words.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { Random } from '../support/random.ts';
import { randomTexts } from '../tokenizer/randomTexts.ts';

const tokenizer = loadTokenizer(readFileSync('test/fixtures/models/bert-dynamo/tokenizer.json', 'utf8'));
const MASK = tokenizer.maskToken!;

/** The text with the tokens of some of its words masked. */
function masking(text: string, isMasked: (word: Unit) => boolean) {
  const tokens = tokenizer.encode(text).tokens;
  const words = groupWords(text, tokens);
  const masked = words.filter(isMasked).flatMap(word => word.tokens);
  const written = new MaskedText(text, tokens, masked, MASK.text);
  return { tokens, words, masked, written, masks: written.tokens(tokens, MASK.id) };
}

const labelled = (label: string) => (word: Unit) => word.label === label;

test('a word of several tokens: as many mask tokens, one word still', () => {
  const { words, written, masked } = masking('The hungrier cat sat.', labelled('hungrier'));
  expect(masked.length).toBeGreaterThan(1);
  const masks = MASK.text.repeat(masked.length);
  expect(written.text).toBe(`The ${masks} cat sat.`);
  const units = written.units(words);
  expect(units.map(({ label }) => label)).toEqual(['[CLS]', 'The', masks, 'cat', 'sat', '.', '[SEP]']);
  expect(units[2]).toMatchObject({ tokens: masked, special: true, start: 4, end: 4 + masks.length });
  for (const { label, start, end } of units.filter(({ start }) => start >= 0)) expect(written.text.slice(start, end)).toBe(label);
});

test('a piece alone: what is left of its word stays what it was, which writing the mask into the text would change', () => {
  const text = 'The hungrier cat';
  const tokens = tokenizer.encode(text).tokens;
  const pieces = pieceUnits(text, tokens);
  const first = pieces.findIndex(({ start }) => start === 4);
  const written = new MaskedText(text, tokens, [first], MASK.text);
  const rest = text.slice(pieces[first]!.end, 12);
  expect(written.text).toBe(`The [MASK]${rest} cat`);
  expect(written.units(pieces).map(({ label }) => label)).toEqual(pieces.map(({ label }, index) => (index === first ? '[MASK]' : label)));
  const [word] = written.units(groupWords(text, tokens)).filter(({ start }) => start === 4);
  expect(word).toMatchObject({ label: `[MASK]${rest}`, special: false });
  expect(tokenizer.encode(written.text).tokens.map(({ id }) => id)).not.toEqual(written.tokens(tokens, MASK.id).map(({ id }) => id));
});

test('a masked word is not unknown; what stays of it is what it was', () => {
  const text = 'a 日本 b';
  const tokenAt = (name: string, start: number, end: number): Token => ({
    id: 1,
    text: name,
    special: false,
    unknown: name === '[U]',
    start,
    end,
  });
  const tokens = [tokenAt('a', 0, 1), tokenAt('日', 2, 3), tokenAt('[U]', 3, 4), tokenAt('b', 5, 6)];
  const words = groupWords(text, tokens);
  expect(words.map(({ label, unknown }) => [label, unknown])).toEqual([
    ['a', 'none'],
    ['日本', 'part'],
    ['b', 'none'],
  ]);
  const unknownWith = (...masked: number[]) => new MaskedText(text, tokens, masked, '[M]').units(words)[1];
  expect(unknownWith(1, 2)).toMatchObject({ label: '[M][M]', unknown: 'none' });
  expect(unknownWith(2)).toMatchObject({ label: '日[M]', unknown: 'none' });
  expect(unknownWith(1)).toMatchObject({ label: '[M]本', unknown: 'part' });
  expect(new MaskedText(text, tokens, [2], '[M]').tokens(tokens, 9).map(({ unknown }) => unknown)).toEqual([false, false, false, false]);
});

test('letters of one Hangul syllable share a place, and each has its mask there', () => {
  const tokenAt = (text: string, start: number, end: number): Token => ({ id: 1, text, special: false, unknown: false, start, end });
  const tokens = [tokenAt('a', 0, 1), tokenAt('ㄱ', 2, 3), tokenAt('##ㅏ', 2, 3), tokenAt('b', 4, 5)];
  const written = new MaskedText('a 가 b', tokens, [1, 2], '[M]');
  expect(written.text).toBe('a [M][M] b');
  expect(written.tokens(tokens, 9).map(({ id, start, end }) => [id, start, end])).toEqual([
    [1, 0, 1],
    [9, 2, 5],
    [9, 5, 8],
    [1, 9, 10],
  ]);
});

test('a token that stands for no text cannot be masked', () => {
  const tokens = tokenizer.encode('The cat').tokens;
  for (const token of [0, tokens.length, -1]) expect(() => new MaskedText('The cat', tokens, [token], MASK.text)).toThrow(RangeError);
});

describe('random texts', () => {
  test('a word that stands alone: the tokens of the text as it is then written', () => {
    const random = new Random(31);
    const texts = randomTexts(32, 150);
    for (const before of texts) {
      const word = random.pick(['cat', 'electroencephalography', 'XQZ', 'unbelievable']);
      // A space keeps the mask apart from added tokens that take white space with them, a full stop from a sequence of marks.
      const text = `${before} . ${word} . ${random.pick(texts)}`;
      const { tokens, written, masks } = masking(text, ({ start }) => start === before.length + 3);
      expect(masks.filter(({ id }, index) => id !== tokens[index]!.id).length, text).toBeGreaterThan(0);
      expect(masks, text).toEqual(tokenizer.encode(written.text).tokens);
    }
  });

  test('any words: every other token and unit is what it was, where it now stands', () => {
    const random = new Random(33);
    for (const text of randomTexts(34, 200)) {
      const { tokens, words, masked, written, masks } = masking(text, ({ start }) => start >= 0 && random.next() < 0.3);
      const isMasked = new Set(masked);
      expect(masks.length).toBe(tokens.length);
      for (const [index, { start, end, id }] of masks.entries()) {
        const { id: oldId, start: oldStart, end: oldEnd } = tokens[index]!;
        if (isMasked.has(index)) expect([id, written.text.slice(start, end)]).toEqual([MASK.id, MASK.text]);
        else {
          expect(id).toBe(oldId);
          // What reaches into a masked stretch ends at its edge.
          expect(oldStart < 0 ? '' : text.slice(oldStart, oldEnd)).toContain(start < 0 ? '' : written.text.slice(start, end));
        }
      }
      const units = written.units(words);
      expect(units.map(unit => unit.tokens)).toEqual(words.map(unit => unit.tokens));
      for (const [index, unit] of units.entries())
        if (!words[index]!.tokens.some(token => isMasked.has(token))) expect(unit.label).toBe(words[index]!.label);
        else expect([unit.label, unit.special]).toEqual([written.text.slice(unit.start, unit.end), true]);
    }
  });
});
