import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { TextChange } from '../../src/core/text/textChange.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { AttentionStore } from '../../src/engine/runs/attentionStore.ts';
import { Runner } from '../../src/engine/runner.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';

const DIRECTORY = resolve('test/fixtures/models/bert-dynamo');
const TEXT = 'The hungrier cat sat on the mat.';
const SEEN = { level: 'words', selection: { kind: 'all' }, combine: 'mean', state: 2 } as const;

/** A runner that knows which runs it keeps. */
async function start() {
  const kept = new Set<number>();
  class Counted extends AttentionStore {
    override put(...[run, tensors]: Parameters<AttentionStore['put']>): void {
      kept.add(run.summary.runId);
      super.put(run, tensors);
    }
    override delete(runId: number): void {
      kept.delete(runId);
      super.delete(runId);
    }
  }
  const runner = new Runner({ store: new Counted() });
  const asked = { directory: DIRECTORY, text: TEXT, fit: 'start', caret: 0 } as const;
  const summary = await runner.run(asked);
  const request = (change: TextChange) => ({ ...SEEN, runId: summary.runId, text: TEXT, fit: 'start', caret: 0, change }) as const;
  return { runner, kept, summary, asked, request };
}

const REPLACE: TextChange = { kind: 'replace', span: { start: 13, end: 16 }, replacement: 'old dog' };

test('a replaced word: what the other text gives when it is run and asked by itself, and its run is let go', async () => {
  const { runner, kept, summary, asked, request } = await start();
  const other = await runner.run({ ...asked, text: 'The hungrier old dog sat on the mat.' });
  const slice = await runner.variant(request(REPLACE));
  expect(sequenceOf(slice.summary).words).toEqual(sequenceOf(other).words);
  expect(
    slice.pairs.map(([unit, counterpart]) => [sequenceOf(summary).words[unit]?.label, sequenceOf(other).words[counterpart]?.label]),
  ).toContainEqual([undefined, 'dog']);
  const { runId } = other;
  expect({ ...slice.matrix, runId }).toEqual(await runner.matrix({ ...SEEN, runId }));
  expect({ ...slice.likeness, runId }).toEqual(await runner.likeness({ ...SEEN, runId }));
  const both = slice.pairs.filter(([unit, counterpart]) => unit >= 0 && counterpart >= 0);
  expect(slice.drift).toEqual(await runner.drift({ runId: summary.runId, otherRunId: runId, level: 'words', pairs: both }));
  expect([...kept]).toEqual([summary.runId, runId]);
});

test('seen through the strongest head of each word, a word keeps the head that it has in the original', async () => {
  const { runner, summary, request } = await start();
  const look = { selection: { kind: 'all' }, combine: 'strongest' } as const;
  const original = await runner.matrix({ ...SEEN, ...look, runId: summary.runId });
  const slice = await runner.variant({ ...request(REPLACE), ...look });
  const kept = slice.pairs.filter(([unit, counterpart]) => unit >= 0 && counterpart >= 0);
  expect(kept.map(([, counterpart]) => slice.matrix.rowHeads![counterpart])).toEqual(kept.map(([unit]) => original.rowHeads![unit]));
});

test('cosines that nobody asked for are not computed', async () => {
  const { runner, request } = await start();
  const { likeness, drift } = await runner.variant({ ...request(REPLACE), state: null });
  expect([likeness, drift?.states.length]).toEqual([null, 4]);
});

test.each([0, 1, 2, 4, 6])('given up at look %i for a cancellation, it leaves no run behind', async looks => {
  const { runner, kept, summary, request } = await start();
  let left = looks;
  const context: CallContext = {
    get cancelled() {
      return left-- <= 0;
    },
  };
  // The run looks, each layer of its matrix does, and each of the two passes behind.
  await expect(runner.variant(request(REPLACE), context)).rejects.toMatchObject({ fault: { code: 'cancelled' } });
  await expect(
    runner.variant(request({ kind: 'mask', tokens: sequenceOf(summary).words[2]!.tokens }), { cancelled: false, progress: fail }),
  ).rejects.toThrow('nobody listens');
  expect([...kept]).toEqual([summary.runId]);
});

function fail(): never {
  throw new Error('nobody listens');
}

test('of a run that is gone nothing is run', async () => {
  const { runner, kept, summary, request } = await start();
  runner.release({ runId: summary.runId });
  await expect(runner.variant(request(REPLACE))).rejects.toMatchObject({ fault: { code: 'stale-run' } });
  expect([...kept]).toEqual([]);
});

test('a run that is kept for files stays until it is released', async () => {
  const { runner, kept, summary, request } = await start();
  const other = await runner.runVariant(request(REPLACE));
  expect([...kept]).toEqual([summary.runId, other.runId]);
  expect((await runner.tensors(other.runId)).summary).toBe(other);
});
