import { readFileSync } from 'node:fs';
import { Tokenizer as RustTokenizer } from 'tokenizers';
import { expect, test } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.ts';
import { writtenText } from '../../src/tokenizer/written.ts';

const FILES = {
  'byte-level BPE': 'test/fixtures/encoderDecoders/bart-merged/tokenizer.json',
  Unigram: 'test/fixtures/encoderDecoders/t5-optimum/tokenizer.json',
  WordPiece: 'models/minilm/tokenizer.json',
  'single letters': 'test/fixtures/g2p/target_tokenizer.json',
};

test.each(Object.entries(FILES))('%s: tokens that were written are the text that the Rust library makes of them', async (name, file) => {
  const json = readFileSync(file, 'utf8');
  const [tokenizer, rust] = [loadTokenizer(json), RustTokenizer.fromString(json)];
  const texts = name === 'single letters' ? ['bˈæŋk'] : ['The cat sat on the mat', 'red cats', 'chats rouges', 'le tapis est assis'];
  for (const text of name === 'WordPiece' ? texts.map(text => text.toLowerCase()) : texts) {
    const ids = tokenizer.encode(text).tokens.map(token => token.id);
    const written = writtenText(ids, tokenizer);
    expect(written.text).toBe(text);
    if (name !== 'single letters') expect(written.text).toBe((await rust.decode(ids, true)).trimStart());
    // Spans are those of a text that is read.
    const read = tokenizer.encode(text).tokens;
    for (const [place, token] of written.tokens.entries()) {
      // The first space is none of the text.
      if (place === 0 && token.text === '▁') expect([token.start, token.end]).toEqual([0, 0]);
      else if (read[place]!.start < 0) expect(token).toMatchObject({ special: true, start: -1, end: -1 });
      else expect([token.id, token.start, token.end]).toEqual([read[place]!.id, trimmedStart(text, read[place]!), read[place]!.end]);
    }
  }
});

/** Without a space before the word. */
function trimmedStart(text: string, { start, end }: { readonly start: number; readonly end: number }): number {
  const word = text.slice(start, end).trimStart();
  return word === '' ? start : end - word.length;
}

test('bytes of one character share its span, and what is no character is said to be none', () => {
  const tokenizer = loadTokenizer(readFileSync(FILES['byte-level BPE'], 'utf8'));
  const ids = tokenizer.encode('a🙂b').tokens.filter(token => token.start >= 0);
  const { text, tokens } = writtenText(
    ids.map(token => token.id),
    tokenizer,
  );
  expect(text).toBe('a🙂b');
  const shared = ids.slice(1, -1).map(() => [1, 3]);
  expect(tokens.map(({ start, end }) => [start, end])).toEqual([[0, 1], ...shared, [3, 4]]);
  const half = writtenText(
    ids.slice(0, 3).map(token => token.id),
    tokenizer,
  );
  expect(half.text).toBe('a\ufffd\ufffd');
});
