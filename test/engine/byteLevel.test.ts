import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

const directory = mkdtempSync(join(tmpdir(), 'byte-level-'));
cpSync('test/fixtures/models/roberta', directory, { recursive: true });
writeFileSync(join(directory, 'tokenizer.json'), byteLevelJson());

afterAll(() => rmSync(directory, { recursive: true }));

/** As RoBERTa's, with the letters of ASCII and four merges. */
function byteLevelJson(): string {
  const vocab: Record<string, number> = { '<s>': 0, '<pad>': 1, '</s>': 2, '<mask>': 3 };
  const letters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
  for (const entry of [...letters, 'Ġ', 'Ċ', 'ca', 'cat', 'Ġcat', 'Ġa']) vocab[entry] = Object.keys(vocab).length;
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return JSON.stringify({
    added_tokens: ['<s>', '<pad>', '</s>', '<mask>'].map((content, id) => ({ id, content, special: true, lstrip: content === '<mask>' })),
    normalizer: null,
    pre_tokenizer: byteLevel,
    post_processor: { type: 'RobertaProcessing', cls: ['<s>', 0], sep: ['</s>', 2], trim_offsets: true, add_prefix_space: false },
    model: { type: 'BPE', vocab, merges: ['c a', 'ca t', 'Ġ cat', 'Ġ a'] },
  });
}

test('an encoder with a byte-level tokenizer is read: words, parts of words, a masked word, neighbours of a word by itself', async () => {
  const runner = new Runner({ hidden: true });
  const text = 'one cat\nis a cat.';
  const { tokens, words, pieces } = sequenceOf(await runner.run({ directory, text, fit: 'start', caret: 0 }));
  // White space that is a token of its own is a unit of its own.
  expect(words.map(({ label }) => label)).toEqual(['<s>', 'one', 'cat', '\n', 'is', 'a', 'cat', '.', '</s>']);
  expect(pieces.filter(({ label }) => label === 'cat').map(({ start, joins }) => [start, joins])).toEqual([
    [4, false],
    [13, false],
  ]);
  expect(tokens.map(token => token.text).slice(4, 6)).toEqual(['Ġcat', 'Ċ']);
  const cat = words.findIndex(({ label }) => label === 'cat');
  const masked = await runner.run({ directory, text, fit: 'start', caret: 0, masked: [...words[cat]!.tokens] });
  expect(sequenceOf(masked).words.map(({ label }) => label)).toEqual(['<s>', 'one', '<mask>', '\n', 'is', 'a', 'cat', '.', '</s>']);
  const neighbours = await runner.neighboursOf({ directory, word: 'cat', top: 1_000 });
  expect(neighbours.tokens.map(token => token.text)).toEqual(['Ġcat']);
  // Shown without the mark of a space; one that is nothing else is a space that can be seen.
  const shown = new Map(neighbours.entries.map(({ token, text, kind }) => [token, [text, kind]]));
  expect([shown.get('Ġa'), shown.get('cat'), shown.get('Ġ'), shown.get('<pad>')]).toEqual([
    ['a', 'word'],
    ['cat', 'piece'],
    ['␣', 'piece'],
    ['<pad>', 'special'],
  ]);
});
