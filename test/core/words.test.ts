import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Token } from '../../src/core/text/token.ts';
import { overlapLength } from '../../src/core/text/span.ts';
import { groupWords, pieceUnits, wordAt } from '../../src/core/text/words.ts';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { createRandom } from '../support/random.ts';
import { randomTexts } from '../tokenizer/randomTexts.ts';

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

  test('what a chat template wrote is words as well, special and without a place in the text', () => {
    const name = { id: 0, text: '<s>', special: true, unknown: false, start: -1, end: -1 };
    const around = (start: number, text: string) => ({ ...name, text: `\u0120${text}`, frame: { start, text } });
    const text = 'Hi';
    const own = { ...name, text: 'Hi', special: false, start: 0, end: 2 };
    // "Be<s> kind🙂" and, behind the message, "ass", "istant": two tokens share the emoji, the space is in none.
    const before = [around(0, 'Be'), name, around(6, 'ki'), around(8, 'nd'), around(10, '🙂'), around(10, '🙂')];
    const tokens = [...before, own, around(14, 'ass'), around(17, 'istant'), around(23, '\n')];
    const units = groupWords(text, tokens);
    expect(units.map(({ label, special, start, tokens: members }) => [label, special, start, members])).toEqual([
      ['Be', true, -1, [0]],
      ['<s>', true, -1, [1]],
      ['kind', true, -1, [2, 3]],
      ['🙂', true, -1, [4, 5]],
      ['Hi', false, 0, [6]],
      ['assistant', true, -1, [7, 8]],
      ['\n', true, -1, [9]],
    ]);
    expect(pieceUnits(text, tokens).map(({ joins }) => Number(joins))).toEqual([0, 0, 0, 1, 0, 1, 0, 0, 1, 0]);
  });

  test.for<[text: string, pieces: string[], words: [label: string, tokens: number[]][]]>([
    [
      'pay £5 now',
      ['pay', '£5', 'now'],
      [
        ['pay', [0]],
        ['£5', [1]],
        ['now', [2]],
      ],
    ],
    [
      'CO₂ is 5 km²',
      ['CO₂', 'is', '5', 'km²'],
      [
        ['CO₂', [0]],
        ['is', [1]],
        ['5', [2]],
        ['km²', [3]],
      ],
    ],
    [
      '20 °C.',
      ['20', '°C', '.'],
      [
        ['20', [0]],
        ['°C', [1]],
        ['.', [2]],
      ],
    ],
    [
      'ba\u200bnk x',
      ['ba\u200bnk', 'x'],
      [
        ['ba\u200bnk', [0]],
        ['x', [1]],
      ],
    ],
    // A word with no token of its own goes with the first that reaches into it.
    [
      'ab cd ef',
      ['ab c', 'd ef'],
      [
        ['ab cd', [0]],
        ['ef', [1]],
      ],
    ],
    // Code: a token falls to the word that it overlaps most, a bracket to the token that covers it alone.
    [
      'getElement.by(x)',
      ['get', 'Element.', 'by', '(x', ')'],
      [
        ['getElement.', [0, 1]],
        ['by', [2]],
        ['(x', [3]],
        [')', [4]],
      ],
    ],
    [
      'ab.cde',
      ['a', 'b.c', 'd', 'e'],
      [
        ['ab.', [0, 1]],
        ['cde', [2, 3]],
      ],
    ],
    [
      'a b',
      ['a', ' b'],
      [
        ['a', [0]],
        ['b', [1]],
      ],
    ],
  ])('what one token covers is one word, however many the dictionary counts: %j', ([text, pieces, words]) => {
    expect(groupWords(text, tokensOf(text, pieces)).map(({ label, tokens }) => [label, tokens])).toEqual(words);
  });

  test('spans that are to be read together are one word each, but never over a special token', () => {
    const text = 'the state-of-the-art of a [MASK] art';
    const pieces = ['the', 'state', '-', 'of', '-', 'the', '-', 'art', 'of', 'a', '[MASK]', 'art'];
    const together = [text.indexOf('state'), text.indexOf('a [')].map((start, index) => ({ start, end: start + [16, 12][index]! }));
    const tokens = tokensOf(text, pieces);
    expect(groupWords(text, tokens, together).map(({ label, tokens }) => [label, tokens])).toEqual([
      ['the', [0]],
      ['state-of-the-art', [1, 2, 3, 4, 5, 6, 7]],
      ['of', [8]],
      ['a', [9]],
      ['[MASK]', [10]],
      ['art', [11]],
    ]);
    expect(pieceUnits(text, tokens, together).map(({ joins }) => Number(joins))).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
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

  test('unknown as a whole or in part; the unknown token takes what it covers with it', () => {
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
      ['don’t🙂', 'part', [5, 6, 7]],
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
  });

  test('a token that covers only white space, or nothing, is a unit of its own', () => {
    const tokens: Token[] = [
      { id: 0, text: 'Ġ', special: false, unknown: false, start: 1, end: 2 },
      { id: 0, text: '▁', special: false, unknown: false, start: 2, end: 2 },
    ];
    expect(groupWords('a b', tokens)).toMatchObject([
      { label: '␣', tokens: [0] },
      { label: '␣', tokens: [1] },
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

  test('tokens that share a character are one piece: letters of a syllable, bytes of an emoji, one of which takes the next character with it', () => {
    const token = (start: number, end: number): Token => ({ id: 0, text: 'x', special: false, unknown: false, start, end });
    expect(pieceUnits('한', [token(0, 1), token(0, 1)])).toMatchObject([
      { label: '한 (2 tokens)', joins: false, tokens: [0, 1], start: 0, end: 1 },
    ]);
    expect(pieceUnits('a 🙂b c', [token(0, 1), token(1, 4), token(2, 4), token(2, 5), token(5, 7)])).toMatchObject([
      { label: 'a', tokens: [0] },
      { label: '🙂b (3 tokens)', tokens: [1, 2, 3], start: 1, end: 5, punctuation: false },
      { label: 'c', tokens: [4], start: 5, end: 7 },
    ]);
  });
});

/** Code units of a text by how many spans they lie in. */
function countCover(length: number, spans: readonly { readonly start: number; readonly end: number }[]): Uint8Array {
  const cover = new Uint8Array(length);
  for (const { start, end } of spans) for (let at = start; at < end; at++) cover[at]!++;
  return cover;
}

describe('hostile texts: every character that the model read is in one unit', () => {
  const tokenizer = loadTokenizer(readFileSync('models/minilm/tokenizer.json', 'utf8'));
  // Beside the tokenizer's own tokens: cuts at random, as byte-level and superword vocabularies may make them.
  const random = createRandom(29);
  const cutAnyhow = (text: string): Token[] => {
    const tokens: Token[] = [];
    for (let start = 0; start < text.length;) {
      const end = Math.min(text.length, start + 1 + Math.floor(random() * 7));
      tokens.push({ id: 0, text: 'x', special: random() < 0.05, unknown: random() < 0.2, start, end });
      start = end + (random() < 0.2 ? 1 : 0);
    }
    return tokens;
  };
  const NASTY = ['£5', 'CO₂', 'km²', '20 °C', 'ba\u200bnk', '\u00adx', 'a\0b', 'don’t🙂', 'ﷺ', '日本語の'];
  const texts = randomTexts(61, 600).map((text, index) => `${NASTY[index % NASTY.length]} ${text}${NASTY[(index * 3) % NASTY.length]}`);

  test.for<[name: string, tokensOf: (text: string) => Token[]]>([
    ['tokens of the built-in model', text => [...tokenizer.encode(text).tokens]],
    ['tokens cut anyhow', cutAnyhow],
  ])('%s', ([, tokensOf]) => {
    for (const text of texts) {
      const tokens = tokensOf(text);
      const standing = tokens.filter(({ start, end }) => end > start);
      const read = countCover(text.length, standing);
      const words = groupWords(text, tokens);
      const inWords = countCover(text.length, words);
      const pieces = pieceUnits(text, tokens);
      expect(pieces.flatMap(({ tokens }) => tokens)).toEqual(tokens.map((_, index) => index));
      for (const piece of pieces) {
        const own = piece.tokens.map(index => tokens[index]!);
        expect([piece.start, piece.end]).toEqual([own[0]!.start, Math.max(...own.map(({ end }) => end))]);
      }
      expect(countCover(text.length, pieces)).toEqual(read.map(Math.sign));
      for (let at = 0; at < text.length; at++) {
        const isSpace = /\p{White_Space}/u.test(text[at]!);
        // White space that no word holds in its middle is read by no word; nothing is in two.
        if (inWords[at] !== 1 && !(inWords[at] === 0 && (read[at] === 0 || isSpace)))
          expect([text, at, inWords[at]]).toEqual([text, at, 1]);
      }
      // Two pieces share at most the one character that both were made of.
      for (const [index, token] of standing.entries()) {
        const next = standing[index + 1];
        const shared = next ? text.slice(next.start, token.end) : '';
        if (next && next.start < token.end) expect(Array.from(shared)).toHaveLength(1);
      }
      // A token is in the word that it shares most with; other words that it reaches into have tokens of their own.
      for (const word of words.filter(({ special, start, end }) => !special && end > start))
        for (const token of word.tokens.map(index => tokens[index]!)) {
          const shared = overlapLength(token, word);
          expect(words.filter(other => !other.special && overlapLength(token, other) > shared)).toEqual([]);
        }
    }
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
