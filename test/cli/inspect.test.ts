import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { runCommandLine, TINY_MODEL } from '../support/commandLine.ts';

test('what was found, for people', async () => {
  const { code, stdout, stderr } = await runCommandLine(['inspect', TINY_MODEL]);
  expect([code, stderr]).toEqual([0, '']);
  const text = String(stdout);
  expect(text).toMatch(
    /^kind +An encoder \(bert\): 3 layers of 4 heads each; every token sees the whole text\. Learned positions, a vector for each\.$/m,
  );
  expect(text).toMatch(
    /^reads +Up to 64 tokens of a vocabulary of 182, cut by WordPiece\. From onnx\/model\.onnx: \d+ kB, 32-bit floats\.$/m,
  );
  expect(text).toMatch(
    /^attention +Attention stands in the file behind Softmax and is put out as it is\. It is checked when the model is opened\.$/m,
  );
  expect(text).toMatch(/inputs +ids = input_ids \(int64\), mask = attention_mask \(int64\), segments = token_type_ids \(int64\)/);
  expect(text).toMatch(/tables +word 182 x 32, position 64 x 32, segment 2 x 32/);
  expect(text).toMatch(/^positions   learned: A learned table, one row a position, is added to the word embeddings\.$/m);
  expect(text.match(/^layer \d: /gm)).toEqual(['layer 0: ', 'layer 1: ', 'layer 2: ']);
});

test.each([
  ['distilbert-sinusoidal', 'sinusoidal'],
  ['roformer', 'rotary'],
  ['modernbert', 'rotary'],
  ['mpnet', 'learned'],
])('%s: positions are %s', async (name, kind) => {
  const directory = resolve('test/fixtures/models', name);
  const { stdout } = await runCommandLine(['inspect', '--format', 'json', directory]);
  const { positions } = JSON.parse(String(stdout)) as { readonly positions: unknown };
  const { kind: kindOfRun, note } = await new Runner().positions({ directory });
  expect(kindOfRun).toBe(kind);
  expect(positions).toEqual({ kind, note });
});

test('the same as data', async () => {
  const { code, stdout } = await runCommandLine(['inspect', '--format', 'json', TINY_MODEL]);
  expect(code).toBe(0);
  expect(JSON.parse(String(stdout))).toMatchObject({
    supported: true,
    layers: 3,
    heads: 4,
    inputs: { ids: 'input_ids' },
    positions: { kind: 'learned', note: 'A learned table, one row a position, is added to the word embeddings.' },
    about: { kind: expect.stringMatching(/^An encoder \(bert\)/) as string, figures: null },
    tables: { word: { rows: 182, width: 32 }, position: { rows: 64, firstRow: 0 } },
  });
});

describe('models that cannot be shown', () => {
  const root = resolve('test/fixtures/models');
  const models = ['bart-decoder', 'router'];

  test.each(models)('%s: why not, and 5', async name => {
    const { code, stdout, stderr } = await runCommandLine(['inspect', '--format', 'json', resolve(root, name)]);
    expect(code).toBe(5);
    expect(JSON.parse(String(stdout))).toMatchObject({
      supported: false,
      fault: { code: expect.stringMatching(/unsupported-model|no-attention/) as string },
    });
    expect(stderr.trim().split('\n').length).toBe(1);
  });
});
