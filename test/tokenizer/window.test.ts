import { describe, expect, test } from 'vitest';
import type { Token } from '../../src/core/text/token.ts';
import { NONE, type Encoding } from '../../src/tokenizer/encoding.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { fitTokens } from '../../src/tokenizer/window.ts';
import { createRandom } from '../support/random.ts';
import { tokenizerJson } from './reference.ts';

/** Pieces separated by spaces, continued ones (`##x`) directly after; between `[CLS]` and `[SEP]`. */
function encodingOf(pieces: string): Encoding {
  const content: Token[] = [];
  let offset = 0;
  for (const text of pieces.split(' ').filter(Boolean)) {
    const start = text.startsWith('##') || content.length === 0 ? offset : offset + 1;
    offset = start + text.replace(/^##/, '').length;
    content.push({ id: 1, text, special: false, unknown: false, start, end: offset });
  }
  return ofWords([specialToken('[CLS]'), ...content, specialToken('[SEP]')], token => token.text.startsWith('##'));
}

function ofWords(tokens: readonly Token[], continuesWord: (token: Token) => boolean): Encoding {
  let words = 0;
  const wordIds = tokens.map(token => (token.start < 0 ? NONE : continuesWord(token) ? words : ++words));
  return {
    tokens,
    wordIds,
    typeIds: tokens.map(() => 0),
    sequenceIds: tokens.map(({ start }) => (start < 0 ? NONE : 0)),
    found: tokens.map(() => null),
  };
}

function specialToken(text: string): Token {
  return { id: 0, text, special: true, unknown: false, start: -1, end: -1 };
}

function shown(pieces: string, limit: number, fit: 'start' | 'around', caret = 0): string {
  return fitTokens(encodingOf(pieces), limit, fit, caret)
    .tokens.map(token => token.text)
    .join(' ');
}

test('a text that fits is unchanged', () => {
  const encoding = encodingOf('one two ##s');
  expect(fitTokens(encoding, 5, 'around', 4)).toEqual({ tokens: encoding.tokens, shownStart: 0, shownEnd: 8, totalTokens: 5 });
});

test('no tokens of its own: the special ones, and an empty range', () => {
  expect(fitTokens(encodingOf(''), 5, 'start', 0)).toMatchObject({ shownStart: 0, shownEnd: 0, totalTokens: 2 });
});

describe('start', () => {
  test('the first tokens that fit, with the special ones at both ends', () => {
    expect(shown('a b c d e', 5, 'start')).toBe('[CLS] a b c [SEP]');
    expect(fitTokens(encodingOf('a b c d e'), 5, 'start', 9)).toMatchObject({ shownStart: 0, shownEnd: 5, totalTokens: 7 });
  });

  test('does not end inside a word', () => {
    expect(shown('a b c ##x ##y d', 6, 'start')).toBe('[CLS] a b [SEP]');
  });

  test('ends inside a word that alone is too long', () => {
    expect(shown('a ##b ##c ##d ##e', 5, 'start')).toBe('[CLS] a ##b ##c [SEP]');
  });

  test('a hash sign that was typed starts a word', () => {
    expect(shown('a b # c', 5, 'start')).toBe('[CLS] a b # [SEP]');
  });
});

describe('around', () => {
  const letters = 'a b c d e f g h i j';

  test.for<[caret: number, expected: string]>([
    [0, '[CLS] a b c d [SEP]'],
    [8, '[CLS] c d e f [SEP]'],
    [9, '[CLS] d e f g [SEP]'],
    [18, '[CLS] g h i j [SEP]'],
    [1_000, '[CLS] g h i j [SEP]'],
  ])('the caret at %i', ([caret, expected]) => {
    expect(shown(letters, 6, 'around', caret)).toBe(expected);
  });

  test('both ends fall on word starts', () => {
    expect(shown('a ##b ##c d e f ##g ##h', 6, 'around', 6)).toBe('[CLS] d e [SEP]');
  });

  test('keeps the caret even inside a word that alone is too long', () => {
    expect(shown('a ##b ##c ##d ##e ##f ##g', 5, 'around', 4)).toBe('[CLS] ##d ##e ##f [SEP]');
  });

  test('says which part of the text is shown', () => {
    expect(fitTokens(encodingOf(letters), 6, 'around', 8)).toMatchObject({ shownStart: 4, shownEnd: 11, totalTokens: 12 });
  });
});

test('a special token that was typed is content', () => {
  const typed: Token = { id: 3, text: '[MASK]', special: true, unknown: false, start: 0, end: 6 };
  const tokens = [
    specialToken('[CLS]'),
    typed,
    { id: 1, text: 'a', special: false, unknown: false, start: 7, end: 8 },
    specialToken('[SEP]'),
  ];
  expect(
    fitTokens(
      ofWords(tokens, () => false),
      3,
      'start',
      0,
    ).tokens,
  ).toEqual([tokens[0], typed, tokens[3]]);
});

test('what continues a word is what the tokenizer made of one word, however it marks that', () => {
  const shown = (prefix: string): string[] => {
    const json = tokenizerJson(json => {
      json.model.vocab = { '[PAD]': 0, '[UNK]': 100, '[CLS]': 101, '[SEP]': 102, '[MASK]': 103, a: 1, b: 2, c: 3, d: 4 };
      json.model.vocab[`${prefix}x`] = 5;
      json.model['continuing_subword_prefix'] = prefix;
    });
    return fitTokens(loadTokenizer(json).encode('a b cxx d'), 6, 'start', 0).tokens.map(token => token.text);
  };
  for (const prefix of ['##', '@@', '', 'a']) expect(shown(prefix), prefix).toEqual(['[CLS]', 'a', 'b', '[SEP]']);
});

test('no room for text is a fault', () => {
  expect(() => fitTokens(encodingOf('a'), 2, 'start', 0)).toThrow('The model has no room for text');
});

test('random windows: within the limit, one stretch, caret inside, word starts where a word start is in reach', () => {
  const random = createRandom(3);
  for (let round = 0; round < 2_000; round++) {
    const pieces = Array.from({ length: 1 + Math.floor(random() * 40) }, (_, index) =>
      index > 0 && random() < 0.4 ? `##p${index}` : `w${index}`,
    );
    const encoding = encodingOf(pieces.join(' '));
    const all = encoding.tokens;
    const limit = 3 + Math.floor(random() * 30);
    const caret = Math.floor(random() * (all.at(-2)!.end + 3));
    const { tokens, shownStart, shownEnd, totalTokens } = fitTokens(encoding, limit, 'around', caret);
    const content = tokens.slice(1, -1);
    const first = all.indexOf(content[0]!);
    const target = all.find(token => token.end > caret) ?? all.at(-2)!;
    expect(tokens.length).toBeLessThanOrEqual(limit);
    expect(content).toEqual(all.slice(first, first + content.length));
    expect(content).toContain(target);
    expect([shownStart, shownEnd, totalTokens]).toEqual([content[0]!.start, content.at(-1)!.end, all.length]);
    const reach = content.slice(0, content.indexOf(target) + 1);
    if (content[0]!.text.startsWith('##')) expect(reach.every(token => token.text.startsWith('##'))).toBe(true);
  }
});
