import { afterEach, describe, expect, test, vi } from 'vitest';
import { isBeside, pickNext } from '../../src/engine/process/queue.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { Runner } from '../../src/engine/runner.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import type { EngineApi } from '../../src/protocol/engineMethods.ts';
import { RpcClient } from '../../src/protocol/rpcClient.ts';
import { RpcServer } from '../../src/protocol/rpcServer.ts';
import { TINY_MODEL } from '../support/commandLine.ts';
import { textUnit } from '../support/textUnit.ts';

const TEXT = 'the hungrier cat sat';
const request = (text: string) => ({ directory: TINY_MODEL, text, fit: 'start', caret: 0 }) as const;
/** Holds what came last and nothing else. */
const createSmall = () => new Runner({ store: new AttentionStore({ runs: 4, bytes: 1 }) });

afterEach(() => {
  vi.restoreAllMocks();
});

test('a store that holds hardly one tensor still answers for a text and its variant, in turn, with the numbers of a large one', async () => {
  const answers = async (runner: Runner) => {
    const runs = [await runner.run(request(TEXT)), await runner.run(request('the hungrier dog sat'))];
    const all: unknown[] = runs.map(run => run.invalidHeads);
    for (let turn = 0; turn < 3; turn++) {
      for (const { runId } of runs) {
        const word = { runId, level: 'words', ...textUnit(2) } as const;
        all.push(await runner.path(word));
        all.push(await runner.shifts({ ...word, state: 1, others: [1, 3], mode: 'mask' }));
        all.push(await runner.matrix({ runId, level: 'words', selection: { kind: 'rollout', layer: 1 }, combine: 'mean' }));
        all.push(await runner.matrix({ runId, level: 'words', selection: { kind: 'all' }, combine: 'max' }));
        all.push((await runner.thumbnails({ runId, level: 'words', hideSpecial: false, hideSink: false, maxSide: 36 })).buckets);
        all.push((await runner.rankHeads({ ...word, direction: 'by', hideSink: false })).entries);
        all.push((await runner.layers({ ...word, direction: 'to' })).mean);
        all.push((await runner.entropy({ runId, hideSpecial: true })).bits);
      }
    }
    return all.map(answer => ({ ...(answer as object), runId: 0 }));
  };
  expect(await answers(createSmall())).toEqual(await answers(new Runner()));
});

describe('passes of the model', () => {
  /** The numbers of tensors that each pass brings from here on. */
  const countPasses = () => {
    const spied = vi.spyOn(AttentionSession.prototype, 'fetch');
    return () => spied.mock.calls.map(([, names]) => names.length).filter(names => names > 0);
  };

  test('a run that fits is one pass, and all that is asked of its attention is none; one that does not is a pass for what fits', async () => {
    const runner = new Runner();
    const { layers } = await runner.open({ directory: TINY_MODEL });
    const passes = countPasses();
    const { runId } = await runner.run(request(TEXT));
    await runner.matrix({ runId, level: 'words', selection: { kind: 'all' }, combine: 'mean' });
    expect(passes()).toEqual([layers]);
    const small = createSmall();
    await small.open({ directory: TINY_MODEL });
    const before = passes().length;
    const run = await small.run(request(TEXT));
    expect(passes().slice(before)).toEqual(Array(layers).fill(1));
    await small.matrix({ runId: run.runId, level: 'words', selection: { kind: 'layer', layer: layers - 1 }, combine: 'mean' });
    expect(passes().length).toBe(before + layers);
    await small.matrix({ runId: run.runId, level: 'words', selection: { kind: 'heads', heads: [[0, 1]] }, combine: 'mean' });
    expect(passes().slice(before + layers)).toEqual([1]);
  });
});

/** The real runner behind the engine's queue, as a process has it. */
function serve(runner: Runner) {
  const client: RpcClient<EngineApi> = new RpcClient(message => setImmediate(() => server.receive(structuredClone(message))));
  const server = new RpcServer<EngineApi>(runner, message => setImmediate(() => client.receive(structuredClone(message))), {
    pick: pickNext,
    isBeside,
    turn: () => new Promise(resolve => setImmediate(resolve)),
  });
  return client;
}

test.each([
  ['hardly one tensor', () => createSmall()],
  ['one run', () => new Runner({ store: new AttentionStore({ runs: 1, bytes: 1 }) })],
])('what if and influence are both answered by a process that holds %s, while texts are explored and given up', async (_, create) => {
  const engine = serve(create());
  const shown = await engine.call('run', request(TEXT));
  const { runId } = shown;
  const seen = { level: 'words', selection: { kind: 'all' }, combine: 'mean' } as const;
  await engine.call('matrix', { runId, ...seen });
  const replaced = { kind: 'replace', span: { start: 13, end: 16 }, replacement: 'dog' } as const;
  const ask = async () => {
    const whatIf = engine.call('variant', { runId, ...seen, state: 1, text: TEXT, fit: 'start', caret: 0, change: replaced });
    const influence = [1, 3, 4].map(other =>
      engine.call('shifts', { runId, level: 'words', ...textUnit(2), state: 1, mode: 'mask', others: [other] }),
    );
    const given = Array.from({ length: 4 }, async (_, index) => {
      const stop = new AbortController();
      const run = engine.call('run', request(`the dog sat ${'again '.repeat(index)}`), stop.signal);
      setImmediate(() => stop.abort());
      await expect(run).rejects.toMatchObject({ fault: { code: 'cancelled' } });
    });
    const [other, ...shifts] = await Promise.all([whatIf, ...influence, ...given]);
    return [other.drift?.states, other.likeness?.contextual, shifts.slice(0, 3)];
  };
  const answers = await ask();
  expect(await ask()).toEqual(answers);
  expect((await engine.call('matrix', { runId, ...seen })).runId).toBe(runId);
});
