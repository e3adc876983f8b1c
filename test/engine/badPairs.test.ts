import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BETWEEN } from '../../src/core/text/textPair.ts';
import { Runner } from '../../src/engine/runner.ts';
import { faultIn } from '../support/faultOf.ts';

const FIXTURES = 'test/fixtures';
const G2P = join(FIXTURES, 'g2p');
const PAIRS = join(FIXTURES, 'encoderDecoders');
const runner = new Runner();
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true });
});

/** A copy of a folder, with files taken away or put in the place of others. */
function changed(directory: string, change: (folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'bad-pairs-'));
  made.push(folder);
  cpSync(directory, folder, { recursive: true });
  change(folder);
  return folder;
}

/** What the editor is told, which asks for two texts so. */
const read = (directory: string, first: string, second: string) =>
  faultIn(() => {
    const from = first.length + BETWEEN.length;
    const pair = [
      { start: 0, end: first.length },
      { start: from, end: from + second.length },
    ] as const;
    return runner.run({ directory, text: first + BETWEEN + second, pair, fit: 'start', caret: 0 });
  });

describe('two texts that cannot be read, in the editor\u2019s words', () => {
  test('an empty second text, and a first or second one that the tokenizer drops', async () => {
    expect(await read(G2P, 'bank', ' ')).toEqual({
      code: 'empty-text',
      title: 'The second text holds nothing the model can read',
      cause: 'It has no characters but white space.',
      nextStep: 'Choose one with at least one word, or let the model write it (Explore Two Texts\u2026, Let the Model Write It).',
    });
    const dropping = changed(join(PAIRS, 't5-optimum'), copy => {
      const file = join(copy, 'tokenizer.json');
      const tokenizer = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...tokenizer, normalizer: { type: 'Replace', pattern: { String: '#' }, content: '' } }));
    });
    expect((await read(dropping, '###', 'chats')).title).toBe('The first text holds nothing the model can read');
    expect((await read(dropping, 'cats', '###')).title).toBe('The second text holds nothing the model can read');
  });

  test('a second text that is longer than the decoder reads: how much fits', async () => {
    expect(await read(G2P, 'bank', 'æ'.repeat(60) + 'bcdfg')).toEqual({
      code: 'usage',
      title: 'The second text is too long',
      cause:
        'It has 67 tokens with those that it begins with, and the decoder of this model reads 64. Cut, its last words would be missing.',
      nextStep: `Choose less of it: the first 62 of its 65 characters fit, up to \u201c${'æ'.repeat(22)}bc\u201d.`,
    });
  });

  test('a source is read whole or not at all: how much of it fits', async () => {
    const source = `${'b'.repeat(50)}${'c'.repeat(50)}`;
    expect(await read(G2P, source, 'b')).toMatchObject({
      title: 'The first text is too long',
      cause: 'It has 102 tokens, and the encoder of this model reads 64.',
      nextStep: `Choose less of it: the first 62 of its 100 characters fit, up to \u201c${'b'.repeat(12)}${'c'.repeat(12)}\u201d.`,
    });
    const { nextStep } = await read(G2P, `${'b'.repeat(30)}${'🙂'.repeat(15)}${'c'.repeat(30)}`, 'b');
    expect(nextStep).toContain(`up to \u201c${'🙂'.repeat(3)}${'c'.repeat(17)}\u201d`);
    expect((await read('models/minilm', 'cat '.repeat(400), 'dog '.repeat(300))).nextStep).toBe(
      'Choose less of one of them, by about 191 tokens, or a model that reads more.',
    );
  });

  test('two graphs that do not belong together', async () => {
    const folder = changed(join(PAIRS, 'bart-merged'), copy =>
      cpSync(join(G2P, 'onnx/encoder_model_quantized.onnx'), join(copy, 'onnx/encoder_model.onnx')),
    );
    expect(await read(folder, 'cats', 'chats')).toMatchObject({
      code: 'unsupported-model',
      title: 'Encoder and decoder do not belong together',
      cause: expect.stringContaining('the encoder makes vectors of 128 numbers, and the decoder reads vectors of 16'),
      nextStep: 'Take both files, and tokenizer.json with config.json, from one export.',
    });
  });

  test.each(['t5-optimum', 'bart-merged', 'marian-merged'])('a missing encoder file: %s', async name => {
    const folder = changed(join(PAIRS, name), copy => rmSync(join(copy, 'onnx/encoder_model.onnx')));
    expect(await read(folder, 'cats', 'chats')).toMatchObject({
      code: 'model-missing',
      title: 'The encoder is missing',
      nextStep: 'Put encoder_model.onnx of the same export there, or choose a model that reads one text.',
    });
    const alone = await faultIn(() => runner.run({ directory: folder, text: 'cats', fit: 'start', caret: 0 }));
    expect(alone.title).toBe('This encoder-decoder reads one text and writes another');
    expect(alone.nextStep).toContain('Explore Two Texts');
  });
});
