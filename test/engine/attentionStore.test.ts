import { describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import { createPooling, selfPooling } from '../../src/core/attention/pooling.ts';
import { rolloutMatrix } from '../../src/engine/analyses/rolloutMatrix.ts';
import { AttentionStore, storeLimits, type LayerVectors, type StoredRun } from '../../src/engine/runs/attentionStore.ts';

const TOKENS = 10;

/** A run whose one map takes 400 bytes. */
function createRun(runId: number): StoredRun {
  return {
    summary: {
      runId,
      directory: '/m',
      tokens: [],
      words: [],
      pieces: [],
      totalTokens: TOKENS,
      shownStart: 0,
      shownEnd: 0,
      invalidHeads: [],
      runMilliseconds: 0,
    },
    attention: { stack: encoderStack(1, 1), rows: TOKENS, columns: TOKENS, maps: [new Float32Array(TOKENS * TOKENS)], invalid: new Set() },
    hidden: [],
    updates: [],
    fingerprint: '',
  };
}

function keptOf(store: AttentionStore, ids: readonly number[]): number[] {
  return ids.filter(id => {
    try {
      return store.get(id).summary.runId === id;
    } catch (error) {
      expect((error as FaultError).fault.code).toBe('stale-run');
      return false;
    }
  });
}

describe('the store keeps', () => {
  test('the latest four runs', () => {
    const store = new AttentionStore();
    for (const id of [1, 2, 3, 4, 5]) store.put(createRun(id));
    expect(keptOf(store, [1, 2, 3, 4, 5])).toEqual([2, 3, 4, 5]);
  });

  test('what was used last, not what came last', () => {
    const store = new AttentionStore({ runs: 2, bytes: Infinity });
    store.put(createRun(1));
    store.put(createRun(2));
    store.get(1);
    store.put(createRun(3));
    expect(keptOf(store, [1, 2, 3])).toEqual([1, 3]);
  });

  test('no more bytes than allowed', () => {
    const store = new AttentionStore({ runs: 9, bytes: 1000 });
    for (const id of [1, 2, 3]) store.put(createRun(id));
    expect(keptOf(store, [1, 2, 3])).toEqual([2, 3]);
  });

  test('the latest two runs, however large they are: a text and the same text with another word', () => {
    const store = new AttentionStore({ runs: 9, bytes: 10 });
    for (const id of [1, 2, 3]) store.put(createRun(id));
    expect(keptOf(store, [1, 2, 3])).toEqual([2, 3]);
  });

  test('vectors that come later, and counts them: those of other runs go before any run does', () => {
    const store = new AttentionStore({ runs: 9, bytes: 1600 });
    for (const id of [1, 2, 3]) store.put(createRun(id));
    const vectors = new Float32Array(30);
    const withVectors = (id: number): StoredRun => ({
      ...createRun(id),
      hidden: [vectors],
      updates: [{ attention: vectors, feedForward: vectors }],
    });
    store.replace(withVectors(1));
    expect(store.get(1).hidden).toEqual([vectors]);
    store.replace(withVectors(2));
    expect([store.get(2).hidden, store.get(1).hidden, store.get(1).updates]).toEqual([[vectors], [], []]);
    expect(keptOf(store, [1, 2, 3])).toEqual([1, 2, 3]);
  });

  test('what is on screen before what nothing was asked of: texts given up one after the other push out each other', () => {
    const store = new AttentionStore({ runs: 9, bytes: 1000 });
    store.put(createRun(1));
    store.get(1);
    for (const id of [2, 3, 4, 5]) store.put(createRun(id));
    expect(keptOf(store, [1, 2, 3, 4, 5])).toEqual([1, 5]);
  });

  test('of what was asked about the last only: a text that is new goes after those of before', () => {
    const store = new AttentionStore({ runs: 3, bytes: Infinity });
    for (const id of [1, 2]) {
      store.put(createRun(id));
      store.get(id);
    }
    for (const id of [3, 4]) store.put(createRun(id));
    expect(keptOf(store, [1, 2, 3, 4])).toEqual([2, 3, 4]);
  });

  test('no more bytes than allowed, attention that was rolled out included', async () => {
    const store = new AttentionStore({ runs: 9, bytes: 1300 });
    for (const id of [1, 2, 3]) store.put(createRun(id));
    const { attention } = store.get(3);
    const unit = { label: '', start: 0, end: 1, tokens: [0], special: false, unknown: 'none', punctuation: false, joins: false } as const;
    await rolloutMatrix(attention, selfPooling(createPooling([unit], TOKENS)), 0);
    store.makeRoom();
    expect(keptOf(store, [1, 2, 3])).toEqual([2, 3]);
  });

  test('two texts of 512 tokens of a model of the shape of BERT-large, all that can be asked of them included', () => {
    const [layers, heads, tokens, width] = [24, 16, 512, 1024];
    const bytes = (count: number) => ({ byteLength: 4 * count }) as Float32Array;
    const vectors = bytes(tokens * width);
    const large = (runId: number): StoredRun => ({
      ...createRun(runId),
      attention: {
        stack: encoderStack(layers, heads),
        rows: tokens,
        columns: tokens,
        maps: Array(layers).fill(bytes(heads * tokens ** 2)) as Float32Array[],
        invalid: new Set(),
      },
      hidden: Array(layers + 1).fill(vectors) as Float32Array[],
      updates: Array.from({ length: layers }, (): LayerVectors => ({ attention: vectors, feedForward: vectors })),
    });
    const store = new AttentionStore(storeLimits(0.6 * 8 * 2 ** 30));
    store.put(large(1));
    store.put(large(2));
    for (const id of [1, 2, 1]) expect([store.get(id).hidden.length, store.get(id).updates.length]).toEqual([layers + 1, layers]);
    // A small machine has not that much to give.
    const small = new AttentionStore(storeLimits(0.6 * 4 * 2 ** 30));
    small.put(large(1));
    small.put(large(2));
    expect([small.get(1).hidden.length, small.get(2).hidden.length]).toEqual([0, layers + 1]);
  });

  test('no vectors of a run that was released meanwhile', () => {
    const store = new AttentionStore();
    store.put(createRun(1));
    store.delete(1);
    store.replace(createRun(1));
    expect(keptOf(store, [1])).toEqual([]);
  });

  test('nothing that was released', () => {
    const store = new AttentionStore();
    store.put(createRun(1));
    store.delete(1);
    expect(keptOf(store, [1])).toEqual([]);
  });
});
