import { describe, expect, test } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import type { LoadedModel } from '../../src/engine/model/loader.ts';
import { AttentionStore, storeLimits, type StoredRun } from '../../src/engine/runs/attentionStore.ts';
import { planFetch } from '../../src/engine/runs/fetchPlan.ts';
import { BERT_LARGE } from './modelShapes.ts';

const TOKENS = 10;
const MODEL = {} as LoadedModel;

function createRun(runId: number, beside: number | null = null, model = MODEL): StoredRun {
  return {
    summary: {
      runId,
      directory: '/m',
      variant: 'model',
      fingerprint: '',
      sequences: [],
      chat: false,
      invalidHeads: [],
      held: 'maps',
      runMilliseconds: 0,
    },
    model,
    attention: { stack: encoderStack(1, 1), rows: TOKENS, columns: TOKENS, invalid: new Set(), sinks: [] },
    beside,
  };
}

/** One map of 400 bytes. */
const map = () => new Map([['map', new Float32Array(TOKENS * TOKENS)]]);

/** Of these runs, those that the store knows. Asks about none but those that it looks for. */
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

const withMap = (store: AttentionStore, ids: readonly number[]) => ids.filter(id => store.tensor(id, 'map') !== undefined);

describe('runs: the store keeps', () => {
  test('the latest four', () => {
    const store = new AttentionStore();
    for (const id of [1, 2, 3, 4, 5]) store.put(createRun(id), map());
    expect(keptOf(store, [1, 2, 3, 4, 5])).toEqual([2, 3, 4, 5]);
  });

  test('what was used last, not what came last', () => {
    const store = new AttentionStore({ runs: 2, bytes: Infinity });
    store.put(createRun(1), map());
    store.put(createRun(2), map());
    store.get(1);
    store.put(createRun(3), map());
    expect(keptOf(store, [1, 2, 3])).toEqual([1, 3]);
  });

  test('what is on screen before what nothing was asked of: texts given up one after the other push out each other', () => {
    const store = new AttentionStore({ runs: 2, bytes: Infinity });
    store.put(createRun(1), map());
    store.get(1);
    for (const id of [2, 3, 4, 5]) store.put(createRun(id), map());
    expect(keptOf(store, [1, 2, 3, 4, 5])).toEqual([1, 5]);
  });

  test('of what was asked about the last only: a text that is new goes after those of before', () => {
    const store = new AttentionStore({ runs: 3, bytes: Infinity });
    for (const id of [1, 2]) {
      store.put(createRun(id), map());
      store.get(id);
    }
    for (const id of [3, 4]) store.put(createRun(id), map());
    expect(keptOf(store, [1, 2, 3, 4])).toEqual([2, 3, 4]);
  });

  test('the run on screen while its other version is asked about, and the other version while the run on screen is', () => {
    const store = new AttentionStore({ runs: 1, bytes: Infinity });
    store.put(createRun(1), map());
    store.get(1);
    store.put(createRun(2, 1), map());
    store.get(2);
    store.put(createRun(3), map());
    expect([store.get(1), store.get(2)].length).toBe(2);
    store.get(1);
    store.put(createRun(4), map());
    expect(keptOf(store, [1, 2, 3, 4])).toEqual([1, 2, 4]);
    // The other version is let go of: what it stood beside is still on screen.
    store.get(2);
    store.delete(2);
    for (const id of [5, 6]) store.put(createRun(id), map());
    expect(keptOf(store, [1, 5, 6])).toEqual([1, 6]);
  });

  test('nothing that was released, nor of a model that was', () => {
    const store = new AttentionStore();
    const other = {} as LoadedModel;
    for (const id of [1, 2]) store.put(createRun(id), map());
    store.put(createRun(3, null, other), map());
    store.delete(1);
    expect([store.need(MODEL), store.need(other)]).toEqual(['kept', 'pinned']);
    store.forget(MODEL);
    expect([store.need(MODEL), keptOf(store, [1, 2, 3])]).toEqual(['none', [3]]);
    store.keep(1, map());
    expect(withMap(store, [1, 2, 3])).toEqual([3]);
  });
});

describe('tensors: the store keeps', () => {
  test('no more bytes than allowed, those used last', () => {
    const store = new AttentionStore({ runs: 9, bytes: 1000 });
    for (const id of [1, 2, 3]) store.put(createRun(id), map());
    expect([withMap(store, [1, 2, 3]), keptOf(store, [1, 2, 3])]).toEqual([
      [2, 3],
      [1, 2, 3],
    ]);
  });

  test('what came last however large it is, so that it can be used', () => {
    const store = new AttentionStore({ runs: 9, bytes: 1 });
    for (const id of [1, 2]) store.put(createRun(id), map());
    expect(withMap(store, [1, 2])).toEqual([2]);
  });

  test('those of a run on screen and of its other version before all others', () => {
    const store = new AttentionStore({ runs: 9, bytes: 1300 });
    store.put(createRun(1), map());
    store.get(1);
    store.put(createRun(2, 1), map());
    for (const id of [3, 4, 5]) store.put(createRun(id), map());
    expect(withMap(store, [1, 2, 3, 4, 5])).toEqual([1, 2, 5]);
  });

  test('of one run what was used last, what was made from its maps included', () => {
    const store = new AttentionStore({ runs: 9, bytes: 900 });
    store.put(createRun(1), map());
    store.keep(1, new Map([['rollout', new Float32Array(100)]]));
    store.tensor(1, 'map');
    store.keep(1, new Map([['vectors', new Float32Array(100)]]));
    expect(['map', 'rollout', 'vectors'].map(name => store.tensor(1, name) !== undefined)).toEqual([true, false, true]);
  });

  test('two texts of 512 tokens of a model of the shape of BERT-large, all that can be asked of them included', () => {
    const tokens = 512;
    const { heads, maps, hidden, updates } = BERT_LARGE;
    const sized = (byteLength: number) => ({ byteLength }) as Float32Array;
    const [map, vectors, rolledOut] = [
      planFetch(BERT_LARGE, [{ kind: 'maps', layers: [0] }], tokens).bytes,
      4 * tokens * 1024,
      4 * tokens ** 2,
    ];
    const large = new Map([
      ...maps.map(name => [name, sized(map)] as const),
      ...[...hidden, ...updates.flatMap(layer => [layer.attention, layer.feedForward])].map(name => [name, sized(vectors)] as const),
      ...heads.map((_, layer) => [`rollout ${layer}`, sized(rolledOut)] as const),
    ]);
    const fill = (store: AttentionStore) => {
      for (const id of [1, 2]) store.put(createRun(id, id === 2 ? 1 : null), large);
      return [1, 2].map(id => [...large.keys()].filter(name => store.tensor(id, name)).length);
    };
    expect(fill(new AttentionStore(storeLimits(0.6 * 8 * 2 ** 30)))).toEqual([large.size, large.size]);
    // A small machine has not that much to give.
    const [first, second] = fill(new AttentionStore(storeLimits(0.6 * 4 * 2 ** 30)));
    expect(first).toBeLessThan(large.size / 2);
    expect(second).toBe(large.size);
  });
});
