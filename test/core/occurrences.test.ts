import { describe, expect, test } from 'vitest';
import {
  allOccurrences,
  findOccurrences,
  firstOccurrence,
  inContext,
  MAX_COMPARED_OCCURRENCES,
  shareOut,
} from '../../src/core/text/occurrences.ts';
import { foldSpelling } from '../../src/core/text/spelling.ts';
import { splitWords } from '../../src/core/text/splitWords.ts';
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
    ['New York, New\nYork, new york', 'New York', [0, 10, 20]],
    ['a New York', 'New York', [2]],
    ["Don't, don't; do", "don't", [0, 7]],
    ['a a a a a', 'a a', [0, 4]],
    ['a a', ' a\n', [0, 2]],
    ['x', '', []],
    ['x', '  ', []],
    ['', 'x', []],
    ['日本語と日本語', '日本語', [0, 4]],
    ['İstanbul istanbul ISTANBUL ıstanbul', 'İstanbul', [0, 9, 18, 27]],
    ['TITLE title', 'title', [0, 6]],
    ['cafe\u0301 and café', 'CAFÉ', [0, 10]],
    ['café and cafe\u0301', 'cafe\u0301', [0, 9]],
    ['if (i === i) i++', 'i', [4, 10, 13]],
    ["I don\u2019t know. I don't care. They DON\u02bcT, don\u00b4t", 'don\u2019t', [2, 16, 33, 40]],
    ['a well\u2011known, well-known, well\u2010known fact', 'well-known', [2, 14, 26]],
    ['Die Straße, die STRASSE, STRAẞE', 'strasse', [4, 16, 25]],
    ['The bank is old. A ba\u00adnk, a ba\u200bnk, a \u200bbank\ufeff', 'bank', [4, 19, 28, 38]],
    ['New\u00a0York, New \r\n  York, New\u200b York, NewYork', 'new  york', [0, 10, 24]],
    ['oﬃce OFFICE', 'office', [0, 5]],
    ['ΟΔΟΣ οδος οδοσ', 'οδός', []],
    ['ΟΔΟΣ οδος οδοσ', 'Οδοσ', [0, 5, 10]],
    ['می\u200cخواهم میخواهم', 'می\u200cخواهم', [0, 9]],
    ['❤️ ❤ 👍 👍🏽', '❤', [0, 3]],
    ['A state-of-the-art system, e.g. in the U.S. at 10:30 in C++.', 'state-of-the-art', [2]],
    ['A state-of-the-art system, e.g. in the U.S. at 10:30 in C++.', 'E.G.', [27]],
    ['A state-of-the-art system, e.g. in the U.S. at 10:30 in C++.', 'U.S.', [39]],
    ['A state-of-the-art system, e.g. in the U.S. at 10:30 in C++.', '10:30', [47]],
    ['A state-of-the-art system, e.g. in the U.S. at 10:30 in C++.', 'c++', [56]],
    ['“so” "so" „so“', '"so"', [0, 5, 10]],
    ['\u200b', '\u200b', []],
    ['a\u00adb', 'a', []],
    ['a\u200bb', 'a', [0]],
  ])('%j: %j', ([text, word, starts]) => {
    expect(placesOf(text, word)).toEqual(starts);
  });

  test('the span is the word as it stands in the text', () => {
    expect(findOccurrences('My BANK.', 'bank')).toEqual({ spans: [{ start: 3, end: 7 }], total: 1 });
    const written = (text: string, word: string) => allOccurrences(text, word).map(({ start, end }) => text.slice(start, end));
    expect(written('Straße, ba\u00adnk\u00ad, \u200bbank\u200b', 'bank')).toEqual(['ba\u00adnk\u00ad', 'bank']);
    expect(written('in New\n York.', 'new york')).toEqual(['New\n York']);
  });

  test.for<[name: string, text: string, word: string, total: number]>([
    ['a phrase that almost stands everywhere', 'a '.repeat(50_000), `${'a '.repeat(25_000)}b`, 0],
    ['a phrase that stands everywhere', 'a '.repeat(50_000), 'a '.repeat(100), 500],
    ['half a word', 'a'.repeat(100_000), 'a'.repeat(50_000), 0],
    ['marks out of order', `x${'\u0301\u0323'.repeat(50_000)}`, `x${'\u0323\u0301'.repeat(50_000)}`, 1],
  ])('no more than linear in the text: %s', { timeout: 10_000 }, ([, text, word, total]) => {
    expect(findOccurrences(text, word).total).toBe(total);
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
