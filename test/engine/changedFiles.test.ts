import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LOADED_ANEW } from '../../src/engine/model/cache.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { Runner } from '../../src/engine/runner.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { EngineClient } from '../../src/session/engineClient.ts';
import { runTarget } from '../../src/session/exploreRun.ts';
import type { Target } from '../../src/session/target.ts';
import { textUnit } from '../support/textUnit.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-changed-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let copies = 0;
function copyModel(): string {
  const copy = join(folder, `model-${copies++}`);
  cpSync(resolve('test/fixtures/models/bert-external'), copy, { recursive: true });
  return copy;
}

const DATA = 'onnx/model.onnx.data';

/** Other weights of the same size, in the file that is there or in a new one under its name. */
function changeWeights(directory: string, how: 'in place' | 'replaced'): void {
  const file = join(directory, DATA);
  const bytes = readFileSync(file);
  bytes.copy(bytes, 0, 256, 512);
  if (how === 'in place') writeFileSync(file, bytes);
  else {
    writeFileSync(`${file}.new`, bytes);
    renameSync(`${file}.new`, file);
  }
  utimesSync(file, new Date(), new Date(Date.now() + 10_000));
}

test.each(['in place', 'replaced'] as const)(
  'weights beside the model file, %s: old runs are stale, the model is loaded anew, and that is said',
  async how => {
    const runner = new Runner();
    const directory = copyModel();
    const { runId } = await runner.run({ directory, text: 'the cat sat', fit: 'start', caret: 0 });
    expect((await runner.open({ directory })).warnings).not.toContain(LOADED_ANEW);
    changeWeights(directory, how);
    const fault = { fault: { code: 'stale-run', title: "The model's files changed" } };
    await expect(runner.embeddings(runId)).rejects.toMatchObject(fault);
    await expect(runner.likeness({ runId, level: 'words', state: 0 })).rejects.toMatchObject(fault);
    expect((await runner.open({ directory })).warnings).toContain(LOADED_ANEW);
    const again = await runner.run({ directory, text: 'the cat sat', fit: 'start', caret: 0 });
    expect((await runner.embeddings(again.runId)).fixed.length).toBeGreaterThan(0);
  },
);

test('a text held by rows is stale once its model is loaded anew: no row can be computed any more; those that were read are kept', async () => {
  const runner = new Runner({ store: new AttentionStore({ runs: 4, bytes: 4e4 }) });
  const directory = join(folder, 'decoder');
  cpSync(resolve('test/fixtures/models/llama-cached'), directory, { recursive: true });
  const text = Array.from({ length: 30 }, (_, index) => `the cat ${index} sat`).join(' ');
  const { runId, held } = await runner.run({ directory, text, fit: 'start', caret: 0 });
  expect(held).toBe('rows');
  const row = (unit: number) => runner.row({ runId, level: 'words', selection: { kind: 'all' }, combine: 'mean', ...textUnit(unit) });
  const before = await row(3);
  utimesSync(join(directory, 'onnx/model.onnx'), new Date(), new Date(Date.now() + 10_000));
  const fault = { fault: { code: 'stale-run', title: "The model's files changed" } };
  await expect(row(4)).rejects.toMatchObject(fault);
  await runner.open({ directory });
  await expect(row(5)).rejects.toMatchObject(fault);
  expect(await row(3)).toEqual(before);
});

test('weights that change while a text is run: the run is refused', async () => {
  const runner = new Runner();
  const directory = copyModel();
  await runner.open({ directory });
  const run = runner.run({ directory, text: 'the cat sat', fit: 'start', caret: 0 });
  // Behind the look at the files that the run begins with.
  await new Promise(resolve => setImmediate(resolve));
  changeWeights(directory, 'in place');
  await expect(run).rejects.toMatchObject({ fault: { code: 'stale-run' } });
});

test('a run that was cancelled while the model computed pushes out none that is on screen', async () => {
  const runner = new Runner();
  const directory = resolve('models/minilm');
  const run = (text: string, context?: { cancelled: boolean }) => runner.run({ directory, text, fit: 'start', caret: 0 }, context);
  const shown = await run('The text on screen.');
  for (let i = 0; i < 5; i++) {
    let asked = 0;
    // Not cancelled when the model is ready, cancelled when it has run.
    const context = {
      get cancelled() {
        return asked++ > 0;
      },
    };
    await expect(run(`A text that was given up ${i}.`, context)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  }
  expect((await runner.tensors(shown.runId)).summary.runId).toBe(shown.runId);
});

test('weights that change while the table of positions is read: no map is drawn of them', async () => {
  vi.resetModules();
  const directory = copyModel();
  vi.doMock('../../src/engine/runtime/embeddingRows.ts', async importOriginal => {
    const original = await importOriginal<typeof import('../../src/engine/runtime/embeddingRows.ts')>();
    const readRowRange: typeof original.readRowRange = (...parameters) => {
      changeWeights(directory, 'in place');
      return original.readRowRange(...parameters);
    };
    return { ...original, readRowRange };
  });
  try {
    const { Runner: Other } = await import('../../src/engine/runner.ts');
    await expect(new Other().positions({ directory })).rejects.toMatchObject({ fault: { code: 'stale-run' } });
  } finally {
    vi.doUnmock('../../src/engine/runtime/embeddingRows.ts');
    vi.resetModules();
  }
});

test('a session whose first run fails is released', async () => {
  vi.resetModules();
  const release = vi.fn(() => Promise.resolve());
  const run = (): Promise<never> => Promise.reject(new Error('Gather out of range'));
  vi.doMock('../../src/engine/runtime/runtime.ts', () => ({
    loadRuntime: () => Promise.resolve({ Tensor: Object, InferenceSession: { create: () => Promise.resolve({ run, release }) } }),
  }));
  try {
    const { loadAlone } = await import('../support/loadedModel.ts');
    await expect(loadAlone(copyModel())).rejects.toThrow();
    expect(release).toHaveBeenCalledOnce();
  } finally {
    vi.doUnmock('../../src/engine/runtime/runtime.ts');
    vi.resetModules();
  }
});

test('a product that could not be made once is made the next time', async () => {
  vi.resetModules();
  const create = vi.fn(() => Promise.resolve({ run: () => Promise.resolve({ product: { data: Float32Array.of(1) } }) }));
  create.mockRejectedValueOnce(new Error('no memory'));
  vi.doMock('../../src/engine/runtime/runtime.ts', () => ({
    loadRuntime: () => Promise.resolve({ Tensor: Object, InferenceSession: { create } }),
  }));
  try {
    const { multiply } = await import('../../src/engine/runtime/matmul.ts');
    const product = () => multiply(Float32Array.of(1), Float32Array.of(1), { rows: 1, inner: 1, columns: 1 });
    await expect(product()).rejects.toThrow('no memory');
    await expect(product()).resolves.toEqual(Float32Array.of(1));
  } finally {
    vi.doUnmock('../../src/engine/runtime/runtime.ts');
    vi.resetModules();
  }
});

test('what is asked of a model in one state of its files is never answered by another', async () => {
  const runner = new Runner();
  const directory = copyModel();
  const text = 'the cat sat';
  const { runId, fingerprint } = await runner.run({ directory, text, fit: 'start', caret: 0 });
  const model = { directory, fingerprint };
  expect((await runner.open(model)).fingerprint).toBe(fingerprint);
  changeWeights(directory, 'replaced');
  const fault = { fault: { code: 'stale-run', title: "The model's files changed" } };
  const occurrences = [{ text: 0, start: 0, end: 3 }];
  const change = { kind: 'replace', span: { start: 4, end: 7 }, replacement: 'dog' } as const;
  const original = { runId, level: 'words', text, fit: 'start', caret: 0, change } as const;
  for (const asked of [
    () => runner.open(model),
    () => runner.run({ ...model, text, fit: 'start', caret: 0 }),
    () => runner.positions(model),
    () => runner.compare({ ...model, texts: [text], occurrences }),
    () => runner.neighboursOf({ ...model, word: 'cat', top: 1 }),
    () => runner.runVariant(original),
  ])
    await expect(asked()).rejects.toMatchObject(fault);
  // As they are now, for whoever means that.
  expect((await runner.open({ directory })).fingerprint).not.toBe(fingerprint);
});

test('a text that was run is not shown under the name of a model whose files changed right behind the run', async () => {
  const runner = new Runner();
  const directory = copyModel();
  const released: number[] = [];
  const engine = {
    call: async (method: keyof Runner, parameters: never) => {
      if (method === 'release') released.push((parameters as { runId: number }).runId);
      const answer: unknown = await (runner[method] as (parameters: never) => unknown)(parameters);
      if (method === 'run') changeWeights(directory, 'in place');
      return answer;
    },
  } as unknown as EngineClient;
  const start = { line: 0, character: 0 };
  const target: Target = {
    uri: 'test:/text',
    label: 'text',
    what: 'document',
    start,
    text: 'the cat sat',
    skipped: 0,
    tooLong: false,
    fit: 'start',
    caret: 0,
  };
  const run = runTarget(engine, { directory }, target, () => INITIAL_STATE, new AbortController().signal);
  await expect(run).rejects.toMatchObject({ fault: { code: 'stale-run' } });
  expect(released).toHaveLength(1);
});

test('a model whose files cannot be looked at for a while is not loaded a second time beside itself', async () => {
  const runner = new Runner();
  const directory = copyModel();
  const loaded = await runner.open({ directory });
  const data = join(directory, DATA);
  renameSync(data, `${data}.away`);
  // A link in a circle.
  symlinkSync(data, data);
  await expect(runner.open({ directory })).rejects.toThrow();
  renameSync(`${data}.away`, data);
  expect(await runner.open({ directory })).toBe(loaded);
});
