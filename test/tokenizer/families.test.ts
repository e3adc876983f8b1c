import { describe, expect, test } from 'vitest';
import { createRandom } from '../support/random.ts';
import { TOKENIZER_FAMILIES, tokenizerFixture } from '../support/tokenizerFixture.ts';
import { randomTexts } from './randomTexts.ts';
import { differences, type TokenizerJson } from './reference.ts';

/** Before which the Rust library's charsmap puts a whole text's spans off by one where they are the first: see `precompiled.test.ts`. */
const REMOVED_AT_FIRST = /(?![\t\n\f\r])\p{Cc}|\u00ad/gu;

function addedTokensOf(json: string): string[] {
  return (JSON.parse(json) as TokenizerJson).added_tokens.map(({ content }) => String(content));
}

/** The family's added tokens at some places, within words and between spaces. In three of four texts there are none. */
function withTokens(text: string, tokens: readonly string[], seed: number): string {
  if (tokens.length === 0 || seed % 4 > 0) return text;
  const random = createRandom(seed);
  const pick = (items: readonly string[]): string => items[Math.floor(random() * items.length)]!;
  const token = (): string => `${pick(['', '', ' ', '\n'])}${pick(tokens)}${pick(['', '', 'x', '  '])}`;
  return Array.from(text, character => (random() < 0.1 ? token() + character : character)).join('');
}

describe('each family is read as the official Rust library reads it', () => {
  test.for(TOKENIZER_FAMILIES)(
    '%s: 100 random texts and 60 pairs are equal in ids, spans, segments and words',
    { timeout: 60_000 },
    async family => {
      const json = tokenizerFixture(family);
      const texts = randomTexts(20_253, 160).map((text, index) =>
        withTokens(text, addedTokensOf(json), index).replace(REMOVED_AT_FIRST, 'x$&'),
      );
      const pairs = Array.from({ length: 60 }, (_, index) => [texts[index * 2]!, texts[index * 2 + 1]!] as const);
      expect((await differences(json, [...texts.slice(60), ...pairs]))[0]).toBeUndefined();
    },
  );
});
