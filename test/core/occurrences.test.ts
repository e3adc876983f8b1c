import { describe, expect, test } from 'vitest';
import {
  findOccurrences,
  firstOccurrence,
  foldSpelling,
  inContext,
  MAX_COMPARED_OCCURRENCES,
  shareOut,
} from '../../src/core/occurrences.ts';
import { splitWords } from '../../src/core/splitWords.ts';
import { createRandom } from '../support/random.ts';
import { randomTexts } from '../tokenizer/randomTexts.ts';

function placesOf(text: string, word: string): number[] {
  return findOccurrences(text, word).spans.map(span => span.start);
}

describe('occurrences', () => {
  test.for<[text: string, word: string, starts: number[]]>([
    ['The bank, a BANK and Banks.', 'bank', [4, 12]],
    ['embankment', 'bank', []],
    ['os.path and path', 'path', [3, 12]],
    ['New York, New\nYork, new york', 'New York', [0, 20]],
    ['a New York', 'New York', [2]],
    ["Don't, don't; do", "don't", [0, 7]],
    ['a a a a a', 'a a', [0, 4]],
    ['a a', ' a\n', [0, 2]],
    ['x', '', []],
    ['x', '  ', []],
    ['', 'x', []],
    ['日本語と日本語', '日本語', [0, 4]],
    ['İstanbul istanbul', 'İstanbul', [0]],
    ['TITLE title', 'title', [0, 6]],
    ['cafe\u0301 and café', 'CAFÉ', [0, 10]],
    ['café and cafe\u0301', 'cafe\u0301', [0, 9]],
    ['if (i === i) i++', 'i', [4, 10, 13]],
  ])('%j: %j', ([text, word, starts]) => {
    expect(placesOf(text, word)).toEqual(starts);
  });

  test('the span is the word as it stands in the text', () => {
    expect(findOccurrences('My BANK.', 'bank')).toEqual({ spans: [{ start: 3, end: 7 }], total: 1 });
  });

  test('the first ones of many, and how many there are', () => {
    const { spans, total } = findOccurrences('cat '.repeat(100), 'cat');
    expect([spans.length, total, spans.at(-1)!.start]).toEqual([MAX_COMPARED_OCCURRENCES, 100, 4 * (MAX_COMPARED_OCCURRENCES - 1)]);
  });

  test.for<[text: string, word: string, start: number | null, total: number]>([
    ['Will will go', 'will', 5, 2],
    ['Will will go', 'Will', 0, 2],
    ['Will will go', 'WILL', 0, 2],
    ['a cat', 'dog', null, 0],
    [`${'Cat '.repeat(100)}cat cat`, 'cat', 400, 102],
    ['New York, new york', 'new york', 10, 2],
  ])('%j, the first %j: the very spelling before any other', ([text, word, start, total]) => {
    const found = firstOccurrence(text, word);
    expect([found?.span.start ?? null, found?.total ?? 0]).toEqual([start, total]);
  });

  test('of any word of any text it finds every place', () => {
    for (const text of randomTexts(41, 150)) {
      const words = splitWords(text);
      const wordAt = words.map(({ start, end }) => foldSpelling(text.slice(start, end)));
      for (const word of new Set(wordAt)) {
        // A word that is several by itself (what stood together only because of its neighbours) is found as a sequence.
        if (splitWords(word).length !== 1) continue;
        const expected = words.filter((_, index) => wordAt[index] === word).map(span => span.start);
        expect(findOccurrences(text, word)).toMatchObject({ total: expected.length });
        expect(placesOf(text, word)).toEqual(expected.slice(0, MAX_COMPARED_OCCURRENCES));
      }
    }
  });
});

describe('a limit for all', () => {
  test('is used up, or not reached; nobody gives way to one who has more', () => {
    const random = createRandom(5);
    for (let round = 0; round < 300; round++) {
      const available = Array.from({ length: Math.floor(6 * random()) }, () => Math.floor(30 * random()));
      const limit = Math.floor(70 * random());
      const shares = shareOut(available, limit);
      const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
      expect(sum(shares)).toBe(Math.min(limit, sum(available)));
      for (const [index, share] of shares.entries()) {
        expect(share).toBeLessThanOrEqual(available[index]!);
        if (share < available[index]!) expect(Math.max(...shares)).toBeLessThanOrEqual(share + 1);
      }
    }
  });
});

describe('the context that occurrences are read in', () => {
  const texts = ['One bank lends. A bank floods.', 'No bank here.'];
  const spans = [
    { text: 0, start: 4, end: 8 },
    { text: 0, start: 18, end: 22 },
    { text: 1, start: 3, end: 7 },
  ];

  test('the whole texts, or a sentence of its own for each, with the word where it stands', () => {
    expect(inContext(texts, spans, 'text')).toEqual({ texts, occurrences: spans });
    const own = inContext(texts, spans, 'sentence');
    expect(own.texts).toEqual(['One bank lends.', 'A bank floods.', 'No bank here.']);
    expect(own.occurrences.map(({ text, start, end }) => [text, own.texts[text]!.slice(start, end)])).toEqual([
      [0, 'bank'],
      [1, 'bank'],
      [2, 'bank'],
    ]);
  });
});
