import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FaultError } from '../../src/core/faults.ts';
import { LOADED_ANEW, ModelCache, type ModelUsers } from '../../src/engine/model/cache.ts';
import type { LoadedModel } from '../../src/engine/model/loader.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { RunAccess } from '../../src/engine/runs/runAccess.ts';
import { textUnit } from '../support/textUnit.ts';
import { Runner } from '../../src/engine/runner.ts';

/** Stands at the edge of ONNX Runtime, whose sessions are real, and counts them. */
const sessions = vi.hoisted(() => ({ made: 0, live: 0, onMade: (): void => undefined, failRun: false }));

vi.mock('../../src/engine/runtime/runtime.ts', async importOriginal => {
  const { loadRuntime } = await importOriginal<typeof import('../../src/engine/runtime/runtime.ts')>();
  const counted: typeof loadRuntime = async () => {
    const runtime = await loadRuntime();
    const create = async (...parameters: Parameters<typeof runtime.InferenceSession.create>) => {
      const session = await runtime.InferenceSession.create(...parameters);
      sessions.made++;
      sessions.live++;
      sessions.onMade();
      return {
        run: (...of: Parameters<typeof session.run>) =>
          sessions.failRun ? Promise.reject(new Error('Gather out of range')) : session.run(...of),
        release: () => {
          sessions.live--;
          return session.release();
        },
      };
    };
    return { ...runtime, Tensor: runtime.Tensor, InferenceSession: { create } } as unknown as typeof runtime;
  };
  return { loadRuntime: counted };
});

const [EAGER, DYNAMO, ELECTRA] = ['bert-eager', 'bert-dynamo', 'electra'].map(name => resolve('test/fixtures/models', name)) as [
  string,
  string,
  string,
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-models-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  Object.assign(sessions, { made: 0, live: 0, onMade: () => undefined, failRun: false });
});

function copyOf(directory: string, name: string): string {
  const copy = join(folder, name);
  cpSync(directory, copy, { recursive: true });
  return copy;
}

function start(bytes: number, need: (model: LoadedModel) => ReturnType<ModelUsers['need']> = () => 'none') {
  const forgotten: string[] = [];
  const users: ModelUsers = { need, forget: ({ summary }) => forgotten.push(summary.name) };
  return { cache: new ModelCache(users, { bytes, runBytes: 1e9 }), forgotten };
}

describe('models are kept', () => {
  test('as many as fit, each loaded once', async () => {
    const { cache } = start(1e9);
    for (const directory of [EAGER, DYNAMO, ELECTRA, EAGER, DYNAMO]) await cache.open(directory);
    expect(sessions).toMatchObject({ made: 3, live: 3 });
    const [one, other] = await Promise.all([cache.open(ELECTRA), cache.open(ELECTRA)]);
    expect(one).toBe(other);
  });

  test('the one that is opened, however large it is; those opened before it are released before it is read', async () => {
    const { cache, forgotten } = start(1);
    const live: number[] = [];
    sessions.onMade = () => live.push(sessions.live);
    for (const directory of [EAGER, DYNAMO, EAGER]) await cache.open(directory);
    expect(live).toEqual([1, 1, 1]);
    expect(forgotten).toEqual(['bert-eager', 'bert-dynamo']);
  });

  test('first those that are on screen, then those that a run needs, least recently opened gone first', async () => {
    const need = ({ summary }: LoadedModel) =>
      summary.name === 'bert-eager' ? 'pinned' : summary.name === 'bert-dynamo' ? 'kept' : 'none';
    const models = [];
    for (const directory of [EAGER, DYNAMO, ELECTRA]) models.push((await start(1e9).cache.open(directory)).bytes);
    const two = start(models[0]! + models[1]! + 1, need);
    for (const directory of [EAGER, DYNAMO, ELECTRA]) await two.cache.open(directory);
    expect(two.forgotten).toEqual(['bert-dynamo']);
    const again = start(1, need);
    for (const directory of [EAGER, ELECTRA, DYNAMO]) await again.cache.open(directory);
    expect(again.forgotten).toEqual(['electra']);
  });
});

describe('every session is released', () => {
  test('of a model whose files changed, once', async () => {
    const directory = copyOf(EAGER, 'changed');
    const { cache } = start(1e9);
    await cache.open(directory);
    writeFileSync(join(directory, 'config.json'), '{"name": "Renamed"}');
    expect((await cache.open(directory)).summary).toMatchObject({ name: 'Renamed', warnings: [LOADED_ANEW] });
    expect(sessions).toMatchObject({ made: 2, live: 1 });
  });

  test.each<[string, (directory: string) => void]>([
    ['its files change while it is loaded', directory => writeFileSync(join(directory, 'config.json'), '{"name": "Other"}')],
    ['a file of it goes away', directory => renameSync(join(directory, 'tokenizer.json'), join(directory, 'away.json'))],
    ['its first run fails', () => (sessions.failRun = true)],
  ])('when %s', async (name, harm) => {
    const directory = copyOf(EAGER, name);
    const { cache } = start(1e9);
    sessions.onMade = () => harm(directory);
    await expect(cache.open(directory)).rejects.toThrow();
    expect(sessions).toMatchObject({ made: 1, live: 0 });
  });
});

describe('a run holds its model', () => {
  const run = (runner: Runner, directory: string, text = 'The hungry cat sat.') => runner.run({ directory, text, fit: 'start', caret: 0 });
  /** No model but what is pinned stays. */
  const startTight = () => new Runner({ limits: { bytes: 4000, runBytes: 4000 }, store: new AttentionStore({ runs: 4, bytes: 1e6 }) });

  test('what is on screen is answered from it while another model is opened and run, and nothing is loaded again', async () => {
    const runner = startTight();
    const shown = await run(runner, EAGER, 'cat');
    const ask = () => runner.path({ runId: shown.runId, level: 'words', ...textUnit(1) });
    const before = await ask();
    await runner.compare({ directory: DYNAMO, texts: ['cat cat'], occurrences: [{ text: 0, start: 0, end: 3 }] });
    expect(await ask()).toEqual(before);
    expect(sessions).toMatchObject({ made: 2, live: 2 });
    runner.release({ runId: shown.runId });
    await runner.open({ directory: ELECTRA });
    expect(sessions).toMatchObject({ made: 3, live: 1 });
  });

  test('a run whose model made room is gone, not answered by another', async () => {
    const runner = startTight();
    const first = await run(runner, EAGER, 'cat');
    const second = await run(runner, DYNAMO, 'cat');
    await runner.matrix({ runId: second.runId, level: 'words', selection: { kind: 'all' }, combine: 'mean' });
    await runner.open({ directory: ELECTRA });
    const error = (await runner
      .path({ runId: first.runId, level: 'words', ...textUnit(1) })
      .catch((reason: unknown) => reason)) as FaultError;
    expect(error.fault.code).toBe('stale-run');
    expect(await runner.path({ runId: second.runId, level: 'words', ...textUnit(1) })).toBeDefined();
    expect(sessions).toMatchObject({ made: 3, live: 2 });
  });

  test('what its released model had not given yet is not to be had, even when the files are as they were', async () => {
    const directory = copyOf(EAGER, 'back');
    const store = new AttentionStore();
    const cache = new ModelCache(store, { bytes: 1e9, runBytes: 1e9 });
    const runner = new Runner({ store });
    const { runId } = await run(runner, directory);
    const { model } = store.get(runId);
    await model.session.dispose();
    await model.session.dispose();
    expect(sessions.live).toBe(0);
    const access = new RunAccess(cache, store);
    await expect(access.hiddenOf(store.get(runId), undefined)).rejects.toMatchObject({ fault: { code: 'stale-run' } });
  });
});
