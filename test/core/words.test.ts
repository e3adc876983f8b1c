import { describe, expect, test } from 'vitest';
import type { Token } from '../../src/core/token.ts';
import { groupWords, pieceUnits, splitWords, wordAt, wordTouching } from '../../src/core/words.ts';
import { createRandom } from '../support/random.ts';

function wordsOf(text: string): string[] {
  return splitWords(text).map(({ start, end }) => text.slice(start, end));
}

/** Tokens by what they cover, found from left to right; `[NAME]` is special, and typed when it stands in the text. */
function tokensOf(text: string, pieces: readonly string[]): Token[] {
  let from = 0;
  return pieces.map(piece => {
    const special = /^\[[A-Z]+\]$/.test(piece);
    const start = text.indexOf(piece, from);
    if (start < 0) return { id: 0, text: piece, special, unknown: false, start: -1, end: -1 };
    from = start + piece.length;
    return { id: 0, text: piece, special, unknown: false, start, end: from };
  });
}

describe('splitWords', () => {
  test.for<[text: string, words: string[]]>([
    ["don't stop", ["don't", 'stop']],
    ['it’s l’été', ['it’s', 'l’été']],
    ['a well-known fact', ['a', 'well', '-', 'known', 'fact']],
    ['os.path.join(a)', ['os', '.', 'path', '.', 'join', '(', 'a', ')']],
    ['key:value', ['key', ':', 'value']],
    ['3.14 and 1,000.5', ['3.14', 'and', '1,000.5']],
    ['12:30', ['12', ':', '30']],
    ['x.3 3.x .5 5.', ['x', '.', '3', '3', '.', 'x', '.', '5', '5', '.']],
    ['v1.2.3', ['v1.2.3']],
    ['e.g. U.S.A.', ['e', '.', 'g', '.', 'U', '.', 'S', '.', 'A', '.']],
    ['wait...', ['wait', '.', '.', '.']],
    ['snake_case camelCase', ['snake_case', 'camelCase']],
    ['https://ex.org/a?b=1', ['https', ':', '/', '/', 'ex', '.', 'org', '/', 'a', '?', 'b', '=', '1']],
    ['a+b == $5 #tag @me', ['a', '+', 'b', '=', '=', '$', '5', '#', 'tag', '@', 'me']],
    ['👨‍👩‍👧 ok 🇫🇷🇩🇪 👍🏽', ['👨‍👩‍👧', 'ok', '🇫🇷', '🇩🇪', '👍🏽']],
    ['cafe\u0301 A\u030a', ['cafe\u0301', 'A\u030a']],
    ['x \u0301y', ['x', '\u0301', 'y']],
    ['日本語。', ['日本語', '。']],
    ['a\r\n\tb\u00a0c\u2003d', ['a', 'b', 'c', 'd']],
    ['a\ud800b', ['a', '\ud800', 'b']],
    [' \n\t ', []],
    ['', []],
  ])('%j', ([text, words]) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('every character that is not white space is in exactly one word, in order', () => {
    const random = createRandom(5);
    const material = [
      'word',
      "don't",
      '3.14',
      '日本語',
      '😀',
      '\u0301',
      ' ',
      '\n',
      '.',
      ':',
      '\u200d',
      '\ud83d',
      '🇫',
      'สวัสดี',
      'שלום',
      '_',
      '\0',
    ];
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 60 }, () => material[Math.floor(random() * material.length)]).join('');
      const words = splitWords(text);
      const gaps = [...words, { start: text.length, end: text.length }].map(({ start }, index) =>
        text.slice(words[index - 1]?.end ?? 0, start),
      );
      expect(words.every(({ start, end }) => end > start)).toBe(true);
      expect(gaps.join('')).toMatch(/^\p{White_Space}*$/u);
    }
  });

  test('a long text has the words of its short parts, wherever the stretches of the segmenter end', () => {
    const sentence = "The U.N. don't pay 3,141.59 per well-known 👨‍👩‍👧 in 日本語。 ";
    const expected = wordsOf(sentence);
    for (let shift = 0; shift < 40; shift++) {
      const text = 'x'.repeat(shift) + ' ' + sentence.repeat(60);
      const words = wordsOf(text).slice(shift > 0 ? 1 : 0);
      expect(words).toEqual(Array.from({ length: 60 }, () => expected).flat());
    }
  });

  test.for<[name: string, text: string, words: number]>([
    ['100,000 characters of words', 'fox '.repeat(25_000), 25_000],
    ['one word of 1,000,000 characters', 'a'.repeat(1_000_000), 1],
    ['1,000,000 spaces before a mark', `${'\u2003'.repeat(1_000_000)}\u0301`, 1],
    ['100,000 emoji', '😀'.repeat(100_000), 100_000],
  ])('%s take no time worth noticing', { timeout: 20_000 }, ([, text, words]) => {
    expect(splitWords(text)).toHaveLength(words);
  });
});

describe('groupWords', () => {
  test('pieces become words; special tokens stay units of their own', () => {
    const text = "Don't embed.";
    const units = groupWords(text, tokensOf(text, ['[CLS]', 'Don', "'", 't', 'em', 'bed', '.', '[SEP]']));
    expect(units.map(({ label, tokens }) => [label, tokens])).toEqual([
      ['[CLS]', [0]],
      ["Don't", [1, 2, 3]],
      ['embed', [4, 5]],
      ['.', [6]],
      ['[SEP]', [7]],
    ]);
    expect(units[0]).toEqual({
      start: -1,
      end: -1,
      label: '[CLS]',
      tokens: [0],
      special: true,
      unknown: 'none',
      punctuation: false,
      joins: false,
    });
    expect(units[3]).toEqual({
      start: 11,
      end: 12,
      label: '.',
      tokens: [6],
      special: false,
      unknown: 'none',
      punctuation: true,
      joins: false,
    });
  });

  test('a token over two words belongs to the larger overlap, on a tie to the first', () => {
    const larger = groupWords('a well', [{ id: 0, text: 'x', special: false, unknown: false, start: 0, end: 6 }]);
    expect(larger).toMatchObject([{ label: 'well', start: 2, end: 6, tokens: [0] }]);
    const tie = groupWords('ab cd', [{ id: 0, text: 'x', special: false, unknown: false, start: 0, end: 5 }]);
    expect(tie).toMatchObject([{ label: 'ab', tokens: [0] }]);
  });

  test('words without tokens make no unit: normalised away, or cut off', () => {
    const text = 'one \u200b two three';
    expect(groupWords(text, tokensOf(text, ['one', 'two'])).map(unit => unit.label)).toEqual(['one', 'two']);
  });

  test('the span is the whole word as written, accents and unshown pieces included', () => {
    const text = 'cafe\u0301 unbelievable';
    expect(groupWords(text, tokensOf(text, ['cafe', 'un']))).toMatchObject([
      { label: 'cafe\u0301', start: 0, end: 5 },
      { label: 'unbelievable', start: 6, end: 18 },
    ]);
  });

  test('a typed special token is one unit, and no word reaches over it', () => {
    const text = 'a[MASK]b';
    expect(groupWords(text, tokensOf(text, ['a', '[MASK]', 'b']))).toMatchObject([
      { label: 'a', special: false },
      { label: '[MASK]', special: true, start: 1, end: 7 },
      { label: 'b', special: false },
    ]);
    const inside: Token[] = [
      { id: 0, text: 'a', special: false, unknown: false, start: 0, end: 1 },
      { id: 0, text: 'MASK', special: true, unknown: false, start: 1, end: 5 },
      { id: 0, text: 'b', special: false, unknown: false, start: 5, end: 6 },
    ];
    expect(groupWords('aMASKb', inside).map(unit => unit.label)).toEqual(['a', 'MASK', 'b']);
  });

  test('unknown as a whole or in part; the unknown token takes the words with it that only it covers', () => {
    const text = 'so great🙂👍! 日本 don’t🙂';
    const tokens = tokensOf(text, ['so', 'great🙂👍', '!', '日', '本', 'don', '’', 't🙂']).map((token, index) => ({
      ...token,
      unknown: [1, 4, 7].includes(index),
    }));
    const found = groupWords(text, tokens).map(({ label, unknown, tokens: own }) => [label, unknown, own]);
    expect(found).toEqual([
      ['so', 'none', [0]],
      ['great🙂👍', 'all', [1]],
      ['!', 'none', [2]],
      ['日本', 'part', [3, 4]],
      ['don’t', 'none', [5, 6]],
      ['🙂', 'all', [7]],
    ]);
    expect(pieceUnits(text, tokens).map(({ label, unknown }) => `${label} ${unknown}`)).toEqual([
      'so none',
      'great🙂👍 all',
      '! none',
      '日 none',
      '本 all',
      'don none',
      '’ none',
      't🙂 all',
    ]);
    // What two tokens reach into belongs to neither.
    const across: Token[] = [
      { id: 1, text: '[U]', special: false, unknown: true, start: 0, end: 4 },
      { id: 1, text: '[U]', special: false, unknown: true, start: 4, end: 8 },
    ];
    expect(groupWords('ab cd ef', across).map(({ label }) => label)).toEqual(['ab', 'ef']);
    // A token that the model knows takes nothing with it.
    expect(
      groupWords(
        text,
        tokens.map(token => ({ ...token, unknown: false })),
      )[1],
    ).toMatchObject({ label: 'great', unknown: 'none' });
  });

  test('a token that covers only white space, or nothing, is a unit of its own', () => {
    const tokens: Token[] = [
      { id: 0, text: 'Ġ', special: false, unknown: false, start: 1, end: 2 },
      { id: 0, text: '▁', special: false, unknown: false, start: 2, end: 2 },
    ];
    expect(groupWords('a b', tokens)).toMatchObject([
      { label: ' ', tokens: [0] },
      { label: '▁', tokens: [1] },
    ]);
  });

  test('punctuation is what has no letter and no digit', () => {
    const text = '— 😀 x² 日 _ ½';
    const units = groupWords(text, tokensOf(text, ['—', '😀', 'x', '²', '日', '_', '½']));
    expect(units.filter(unit => unit.punctuation).map(unit => unit.label)).toEqual(['—', '😀', '_']);
    expect(groupWords('', [{ id: 0, text: '<>', special: true, unknown: false, start: -1, end: -1 }])[0]!.punctuation).toBe(false);
  });

  test('random cuts: every token in exactly one unit, ascending', () => {
    const random = createRandom(11);
    const text = "It's 3.14, the well-known 日本語 os.path — cafe\u0301 😀! ".repeat(5);
    for (let round = 0; round < 200; round++) {
      const tokens: Token[] = [];
      for (let start = 0; start < text.length;) {
        const end = Math.min(text.length, start + 1 + Math.floor(random() * 6));
        tokens.push({ id: 0, text: 'x', special: random() < 0.05, unknown: random() < 0.3, start, end });
        start = end + (random() < 0.2 ? 1 : 0);
      }
      const units = groupWords(text, tokens);
      // Units of the text stand one after the other, whatever an unknown token takes with it.
      const standing = units.filter(({ tokens: [first] }) => !tokens[first!]!.special);
      expect(standing.every(({ start }, index) => index === 0 || start >= standing[index - 1]!.end)).toBe(true);
      expect(units.flatMap(unit => unit.tokens).toSorted((a, b) => a - b)).toEqual(tokens.map((_, index) => index));
      expect(units.every(unit => unit.tokens.every((token, index) => index === 0 || token > unit.tokens[index - 1]!))).toBe(true);
    }
  });
});

describe('pieceUnits', () => {
  test('one unit per token; pieces of one word join', () => {
    const text = 'Embed cafe\u0301s ok';
    const units = pieceUnits(text, tokensOf(text, ['[CLS]', 'Em', 'bed', 'cafe', 's', 'ok', '[SEP]']));
    expect(units.map(({ label, joins, tokens }) => [label, joins, tokens])).toEqual([
      ['[CLS]', false, [0]],
      ['Em', false, [1]],
      ['bed', true, [2]],
      ['cafe', false, [3]],
      ['s', true, [4]],
      ['ok', false, [5]],
      ['[SEP]', false, [6]],
    ]);
  });

  test('special tokens do not join each other', () => {
    expect(pieceUnits('', tokensOf('', ['[CLS]', '[SEP]'])).map(unit => unit.joins)).toEqual([false, false]);
  });

  test('words that touch do not join', () => {
    const text = 'a.b';
    expect(pieceUnits(text, tokensOf(text, ['a', '.', 'b'])).map(unit => unit.joins)).toEqual([false, false, false]);
  });

  test('letters of one syllable share its label', () => {
    const syllable: Token = { id: 0, text: 'ᄒ', special: false, unknown: false, start: 0, end: 1 };
    expect(pieceUnits('한', [syllable, { ...syllable, text: '##ᅡ' }])).toMatchObject([
      { label: '한', joins: false },
      { label: '한', joins: true },
    ]);
  });
});

describe('wordAt', () => {
  const text = 'Hello, big world';
  const units = groupWords(text, tokensOf(text, ['[CLS]', 'Hello', ',', 'big', 'world', '[SEP]']));

  test('agrees with a search one by one at every offset', () => {
    for (let offset = -2; offset < text.length + 3; offset++) {
      expect(wordAt(units, offset)).toBe(units.findIndex(unit => unit.start >= 0 && unit.start <= offset && offset < unit.end));
    }
  });

  test('between words, outside, and among no units there is none', () => {
    expect([wordAt(units, 6), wordAt(units, -1), wordAt(units, 16), wordAt([], 0)]).toEqual([-1, -1, -1, -1]);
    expect(wordAt(groupWords('', tokensOf('', ['[CLS]', '[SEP]'])), 0)).toBe(-1);
  });

  test('the first of several units with one span', () => {
    const syllable: Token = { id: 0, text: 'ᄒ', special: false, unknown: false, start: 0, end: 1 };
    expect(wordAt(pieceUnits('한', [syllable, syllable, syllable]), 0)).toBe(0);
  });
});

describe('wordTouching', () => {
  test.for<[marked: string, word: string | null]>([
    ['the b|ank, the', 'bank'],
    ['the |bank, the', 'bank'],
    ['the bank|, the', 'bank'],
    ['the bank,| the', null],
    ['the bank, |the', 'the'],
    ['the  |  the', null],
    ['key|:value', 'key'],
    ['key:|value', 'value'],
    ['don|’t', 'don’t'],
    ['ペン|です', 'です'],
    ['|👍', null],
    ['|', null],
  ])('%j', ([marked, word]) => {
    expect(wordTouching(marked.replace('|', ''), marked.indexOf('|'))).toBe(word);
  });
});
