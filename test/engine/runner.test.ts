import { cpSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { Runner } from '../../src/engine/runner.ts';
import { MAX_RUN_CHARACTERS, type RunRequest } from '../../src/protocol/engineApi.ts';
import type { FaultCode } from '../../src/core/fault.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { textUnit } from '../support/textUnit.ts';
import { ranText } from '../support/ranText.ts';

const DIRECTORY = resolve('test/fixtures/models/bert-dynamo');
const TEXT = 'Alice gave Bob a book, and he reads it in France!';

const runner = new Runner();
const start = (text: string, more: Partial<RunRequest> = {}) => runner.run({ directory: DIRECTORY, text, fit: 'start', caret: 0, ...more });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-runner-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function codeOf(action: () => unknown): Promise<FaultCode> {
  try {
    await action();
  } catch (error) {
    if (error instanceof FaultError) return error.fault.code;
    throw error;
  }
  throw new Error('it succeeded');
}

describe('open', () => {
  test('a folder without lenses.json', async () => {
    const model = await runner.open({ directory: DIRECTORY });
    expect(model).toMatchObject({
      name: 'bert-dynamo',
      layers: 3,
      attention: { kind: 'self', causal: false, rowsSumToOne: true, heads: [4, 4, 4] },
      contextLength: 64,
      ownContext: 64,
      vocabularySize: 182,
      about: '',
      warnings: [],
    });
    expect(model.lenses.map(lens => lens.id)).toEqual(['strongest', 'last-layer', 'all-heads']);
  });

  test('a changed file is noticed', async () => {
    const directory = join(folder, 'changing');
    cpSync(DIRECTORY, directory, { recursive: true });
    const runner = new Runner();
    const first = await runner.open({ directory });
    expect(await runner.open({ directory })).toBe(first);
    writeFileSync(join(directory, 'config.json'), '{"name": "Renamed"}');
    expect((await runner.open({ directory })).name).toBe('Renamed');
    renameSync(join(directory, 'tokenizer.json'), join(directory, 'away.json'));
    expect(await codeOf(() => runner.open({ directory }))).toBe('tokenizer-missing');
    renameSync(join(directory, 'away.json'), join(directory, 'tokenizer.json'));
    utimesSync(join(directory, 'tokenizer.json'), 1, 1);
    expect((await runner.open({ directory })).name).toBe('Renamed');
  });
});

test('vectors of a run are not taken from a model that has changed since', async () => {
  const directory = join(folder, 'changed');
  cpSync(DIRECTORY, directory, { recursive: true });
  const runner = new Runner();
  const { runId } = await runner.run({ directory, text: TEXT, fit: 'start', caret: 0 });
  const ask = () => runner.likeness({ runId, level: 'words', state: 1 });
  expect((await ask()).runId).toBe(runId);
  utimesSync(join(directory, 'onnx/model.onnx'), 1, 1);
  expect(await codeOf(ask)).toBe('stale-run');
  expect((await runner.matrix({ runId, level: 'words', selection: { kind: 'all' }, combine: 'mean' })).runId).toBe(runId);
});

test('a failure is not remembered, even when the files that were looked at did not change', async () => {
  const directory = join(folder, 'external');
  cpSync(resolve('test/fixtures/models/bert-external'), directory, { recursive: true });
  const [data, away] = [join(directory, 'onnx/model.onnx.data'), join(directory, 'onnx/away')];
  const runner = new Runner();
  renameSync(data, away);
  expect(await codeOf(() => runner.open({ directory }))).toBe('model-missing');
  renameSync(away, data);
  expect((await runner.open({ directory })).layers).toBe(3);
});

describe('run', () => {
  test('tokens, words and pieces of the text', async () => {
    const summary = await start(TEXT);
    expect(sequenceOf(summary).words.map(unit => unit.label)).toEqual([
      '[CLS]',
      ...'Alice gave Bob a book , and he reads it in France !'.split(' '),
      '[SEP]',
    ]);
    expect(sequenceOf(summary).pieces.length).toBe(sequenceOf(summary).tokens.length);
    expect([sequenceOf(summary).totalTokens, sequenceOf(summary).shownStart, sequenceOf(summary).shownEnd, summary.invalidHeads]).toEqual([
      15,
      0,
      TEXT.length,
      [],
    ]);
  });

  test('longer than the context: the first tokens, or those around the caret', async () => {
    const text = `${'cat '.repeat(200)}dog ${'mat '.repeat(200)}`;
    const first = await start(text);
    expect([sequenceOf(first).tokens.length, sequenceOf(first).totalTokens, sequenceOf(first).shownStart]).toEqual([64, 403, 0]);
    const around = await start(text, { fit: 'around', caret: text.indexOf('dog') });
    expect(sequenceOf(around).tokens.length).toBe(64);
    expect(sequenceOf(around).words.map(unit => unit.label)).toContain('dog');
    expect(text.slice(sequenceOf(around).shownStart, sequenceOf(around).shownEnd)).toMatch(/^cat .* dog .* mat$/);
  });

  test('run numbers are new in every runner, so a slice never shows another run', async () => {
    const first = await start('a cat');
    await new Promise(done => setTimeout(done, 2));
    expect((await start('a cat')).runId).toBeGreaterThan(first.runId);
    expect(first.runId).toBeGreaterThan(1e15);
  });

  test.each<[FaultCode, string]>([
    ['empty-text', '  \n'],
    ['empty-text', '\u0301\u0302'],
    ['binary-text', '\u0000\u0001\u0002abc'],
  ])('%s', async (code, text) => {
    expect(await codeOf(() => start(text))).toBe(code);
  });

  test('more text than a request may carry is refused', async () => {
    await expect(start('x'.repeat(MAX_RUN_CHARACTERS + 1))).rejects.toThrow(RangeError);
  });

  test('a call that was cancelled while the model was loading does not run', async () => {
    expect(await codeOf(() => runner.run({ directory: DIRECTORY, text: TEXT, fit: 'start', caret: 0 }, { cancelled: true }))).toBe(
      'cancelled',
    );
  });
});

describe('slices', () => {
  test('the row of a word is the same in the matrix, the layers and the ranking', async () => {
    const { runId, words } = ranText(await start(TEXT));
    const unit = 3;
    const size = words.length;
    const layers = await runner.layers({ runId, level: 'words', ...textUnit(unit), direction: 'to' });
    const lastLayer = await runner.matrix({ runId, level: 'words', selection: { kind: 'layer', layer: 2 }, combine: 'mean' });
    expect([lastLayer.rows, lastLayer.columns, lastLayer.headCount]).toEqual([size, size, 4]);
    expect(layers.mean.slice(2 * size, 3 * size)).toEqual(lastLayer.values.slice(unit * size, (unit + 1) * size));
    const { entries } = await runner.rankHeads({ runId, level: 'words', ...textUnit(unit), direction: 'to', hideSink: false });
    expect(entries.length).toBe(12);
    const [best] = entries;
    const head = await runner.matrix({
      runId,
      level: 'words',
      selection: { kind: 'heads', heads: [[best!.layer, best!.head]] },
      combine: 'mean',
    });
    expect(head.values[unit * size + best!.unit]).toBe(best!.value);
  });

  test('thumbnails have at most a cell per word', async () => {
    const { runId, words } = ranText(await start(TEXT));
    const all = await runner.thumbnails({ runId, level: 'words', hideSpecial: false, hideSink: false, maxSide: 36 });
    expect([all.heads, all.rows, all.columns, all.buckets.length]).toEqual([[4, 4, 4], words.length, words.length, 12 * words.length ** 2]);
    expect((await runner.thumbnails({ runId, level: 'words', hideSpecial: true, hideSink: false, maxSide: 36 })).rows).toBe(
      words.length - 2,
    );
  });

  test('the entropy of each head is that of its rows, in bits', async () => {
    const { runId, tokens } = ranText(await start(TEXT));
    const { maps } = (await runner.tensors(runId)).attention;
    const rows = Array.from({ length: tokens.length - 2 }, (_, row) => row + 1); // between [CLS] and [SEP]
    const means = maps.flatMap(map =>
      Array.from({ length: 4 }, (_, head) => {
        const weightsOf = (row: number) => [...map.subarray((head * tokens.length + row) * tokens.length).subarray(0, tokens.length)];
        const entropies = rows.map(row => -weightsOf(row).reduce((sum, weight) => sum + weight * Math.log2(weight), 0));
        return entropies.reduce((sum, value) => sum + value, 0) / rows.length;
      }),
    );
    const { bits, keys } = await runner.entropy({ runId, hideSpecial: false });
    expect(keys).toBe(tokens.length);
    expect(bits.length).toBe(12);
    for (const [index, mean] of means.entries()) expect(bits[index]).toBeCloseTo(mean, 4);
    expect((await runner.entropy({ runId, hideSpecial: true })).keys).toBe(tokens.length - 2);
  });

  test('how far each head looks is what its rows say, between the special tokens', async () => {
    const { runId, tokens } = ranText(await start(TEXT));
    const { maps } = (await runner.tensors(runId)).attention;
    const places = Array.from({ length: tokens.length - 2 }, (_, place) => place + 1); // between [CLS] and [SEP]
    const pairs = places.flatMap(query => places.map(key => [query, key] as const));
    const means = maps.flatMap(map =>
      Array.from({ length: 4 }, (_, head) => {
        const weight = (query: number, key: number) => map[(head * tokens.length + query) * tokens.length + key]!;
        const sum = (of: (query: number, key: number) => number) => pairs.reduce((total, [query, key]) => total + of(query, key), 0);
        return sum((query, key) => weight(query, key) * Math.abs(query - key)) / sum(weight);
      }),
    );
    const found = await runner.distances({ runId });
    expect([found.tokens, found.distances.length]).toEqual([places.length, 12]);
    expect(found.even).toBeCloseTo((places.length ** 2 - 1) / (3 * places.length), 6);
    for (const [index, mean] of means.entries()) expect(found.distances[index]).toBeCloseTo(mean, 4);
  });

  test('of a run that was released, or never was, are stale', async () => {
    const { runId } = await start(TEXT);
    expect(runner.release({ runId })).toBeNull();
    const slice = (id: number) => () => runner.matrix({ runId: id, level: 'words', selection: { kind: 'all' }, combine: 'mean' });
    expect(await codeOf(slice(runId))).toBe('stale-run');
    expect(await codeOf(slice(1))).toBe('stale-run');
  });

  test('of a unit that is not there are refused', async () => {
    const { runId, words } = ranText(await start(TEXT));
    for (const unit of [-1, words.length, 0.5, NaN]) {
      await expect(runner.rankHeads({ runId, level: 'words', ...textUnit(unit), direction: 'to', hideSink: false })).rejects.toThrow(
        RangeError,
      );
    }
  });
});
