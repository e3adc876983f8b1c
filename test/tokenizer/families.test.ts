import { describe, expect, test } from 'vitest';
import { TOKENIZER_FAMILIES, tokenizerFixture } from '../support/tokenizerFixture.ts';
import { randomTexts } from './randomTexts.ts';
import { differences } from './reference.ts';

/** Before which the Rust library's charsmap puts a whole text's spans off by one where they are the first: see `precompiled.test.ts`. */
const REMOVED_AT_FIRST = /(?![\t\n\f\r])\p{Cc}|\u00ad/gu;

describe('each family is read as the official Rust library reads it', () => {
  test.for(TOKENIZER_FAMILIES)(
    '%s: 300 random texts and 60 pairs are equal in ids, spans, segments and words',
    { timeout: 60_000 },
    async family => {
      const texts = randomTexts(20_253, 360).map(text => text.replace(REMOVED_AT_FIRST, 'x$&'));
      const pairs = Array.from({ length: 60 }, (_, index) => [texts[index * 2]!, texts[index * 2 + 1]!] as const);
      expect((await differences(tokenizerFixture(family), [...texts.slice(60), ...pairs]))[0]).toBeUndefined();
    },
  );
});
