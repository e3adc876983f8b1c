import { describe, expect, test } from 'vitest';
import { listTokens } from '../../src/tokenizer/tokenList.ts';
import { loadTokenizer, type Tokenizer } from '../../src/tokenizer/tokenizer.ts';
import { TOKENIZER_FAMILIES, tokenizerFixture } from '../support/tokenizerFixture.ts';
import { randomTexts } from './randomTexts.ts';
import { tokenizerJson } from './reference.ts';

const listOf = (tokenizer: Tokenizer, text: string) => listTokens(tokenizer, text, tokenizer.encode(text));
const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];

describe('every token is readable', () => {
  test('byte-level: an emoji of several tokens is told by its bytes, all else by what is written', () => {
    const { tokens, lines } = listOf(loadTokenizer(tokenizerFixture('gpt2')), 'The 🫠\nx\n\n');
    const shared = tokens.filter(({ bytes }) => bytes !== null);
    expect(shared.length).toBeGreaterThan(1);
    // The space before it may be in the first of them.
    expect(shared.flatMap(({ bytes }) => bytes).slice(-4)).toEqual(utf8('🫠'));
    expect(tokens.map(({ written }) => written)).toContain('x');
    expect(tokens.every(({ readAs }) => readAs === null)).toBe(true);
    expect(lines).toHaveLength(4);
    expect(lines.reduce((sum, count) => sum + count, 0)).toBe(tokens.filter(({ start }) => start >= 0).length);
    expect(lines[3]).toBe(0);
  });

  test('byte fallback: the same', () => {
    const { tokens } = listOf(loadTokenizer(tokenizerFixture('llama2')), 'a🫠');
    expect(tokens.filter(({ text }) => text.startsWith('<0x')).flatMap(({ bytes }) => bytes)).toEqual(utf8('🫠'));
  });

  test('what normalisation changed is told: case and accents, and nothing where only a space or a mark is', () => {
    const { tokens } = listOf(loadTokenizer(tokenizerJson()), 'Café rocks, embeddings [MASK] 😀');
    expect(tokens.map(({ text, written, readAs }) => [text, written, readAs])).toEqual([
      ['[CLS]', '', null],
      ['cafe', 'Café', 'cafe'],
      ['rocks', 'rocks', null],
      [',', ',', null],
      ['em', 'em', null],
      ['##bed', 'bed', null],
      ['##ding', 'ding', null],
      ['##s', 's', null],
      ['[MASK]', '[MASK]', null],
      ['[UNK]', '😀', null],
      ['[SEP]', '', null],
    ]);
  });
});

test('stretches that are in no token are told, white space aside; a token that was typed is in itself', () => {
  const text = 'so\u00adft  \u200b word\u0007';
  const { dropped } = listOf(loadTokenizer(tokenizerJson()), text);
  // Within a word they are in the span of its token.
  expect(dropped.map(({ start, end }) => text.slice(start, end))).toEqual(['\u200b', '\u0007']);
  expect(listOf(loadTokenizer(tokenizerFixture('gpt2')), text).dropped).toEqual([]);
});

describe('in every family', () => {
  const texts = ['Hello wörld, 你好 🙂🫠 x = foo.bar(1)\n\tEnd  ', ...randomTexts(83, 20)];

  test.for(TOKENIZER_FAMILIES)(
    '%s: spans in order, inside the text, no half characters; bytes of a shared character are those of it',
    family => {
      const tokenizer = loadTokenizer(tokenizerFixture(family));
      for (const text of texts) {
        const { tokens, lines } = listOf(tokenizer, text);
        const standing = tokens.filter(({ start }) => start >= 0);
        const isHalf = (at: number): boolean => at > 0 && text.codePointAt(at - 1)! > 0xffff;
        const wrong = standing.filter(
          ({ start, end, written }, index) =>
            start < (standing[index - 1]?.start ?? 0) ||
            end < Math.max(start, standing[index - 1]?.end ?? 0) ||
            end > text.length ||
            isHalf(start) ||
            isHalf(end) ||
            written !== text.slice(start, end),
        );
        expect([text, wrong, lines.length]).toEqual([text, [], text.split('\n').length]);
      }
      // An emoji that is read as bytes and nothing beside it.
      const own = listOf(tokenizer, '🫠').tokens.filter(({ bytes }) => bytes !== null);
      if (own.length > 1) expect(own.flatMap(({ bytes }) => bytes).slice(-4)).toEqual(utf8('🫠'));
    },
  );

  test.for(TOKENIZER_FAMILIES)('%s: no mark of the tokenizer is in what is read', family => {
    const tokenizer = loadTokenizer(tokenizerFixture(family));
    for (const { readAs } of listOf(tokenizer, 'The Quick brown fox, naïvely tokenizing embeddings.').tokens)
      expect(readAs ?? '').not.toMatch(/[Ġ▁]|^##|<\/w>/u);
  });
});
