import { describe, expect, test } from 'vitest';
import { splitWords, wordTouching } from '../../src/core/text/splitWords.ts';
import { createRandom } from '../support/random.ts';

function wordsOf(text: string): string[] {
  return splitWords(text).map(({ start, end }) => text.slice(start, end));
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
