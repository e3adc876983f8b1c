import { readSome } from '../../src/engine/runtime/readSome.ts';
import { rowsAt } from '../../src/core/vectors/vectors.ts';
import { resolve } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, test, vi } from 'vitest';
import { Decoding } from '../../src/engine/runtime/decoding.ts';
import type { Fed } from '../../src/engine/runtime/feeds.ts';
import { KeyValueCache } from '../../src/engine/runtime/keyValueCache.ts';
import { readWhole } from '../../src/engine/runtime/readWhole.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import { loadAlone } from '../support/loadedModel.ts';
import { largestDifference } from '../support/tensors.ts';

/** Tiny decoders with random weights, and how each takes its cache. */
const DECODERS = [
  ['grouped queries in one operator', 'matrix/smollm2/genai-fp32', 'with-room'],
  ['16-bit floats', 'matrix/llama/genai-fp16', 'with-room'],
  ['4-bit weights that round what they multiply', 'matrix/smollm2/genai-int4', 'with-room'],
  ['windows and a soft cap', 'fused/gemma2-genai', 'with-room'],
  ['a sink in the softmax', 'fused/gpt-oss-genai', 'with-room'],
  ['keys that are joined by the graph', 'models/llama-cached', 'exact'],
  ['learned positions', 'matrix/opt/optimum-past', 'exact'],
] as const;

const TOKENS = 75;
const IDS = Array.from({ length: TOKENS }, (_, index) => 3 + ((index * 7919) % 290));

describe.each(DECODERS)('%s (%s)', (_, name, form) => {
  const opened = loadAlone(resolve('test/fixtures', name));
  const read = async () => {
    const { session } = await opened;
    const decoding = session.decoding!;
    const cache = decoding.createCache(TOKENS);
    for (const to of decoding.ends(TOKENS, 'all rows', 32)) await decoding.read(IDS, to, cache, [], [], () => undefined);
    return { session, decoding, cache };
  };

  test('a text in chunks has the weights and vectors of one pass, to the last bit', async () => {
    const { session } = await opened;
    const decoding = session.decoding!;
    expect(decoding.form).toBe(form);
    const { maps, hidden } = session.outputs;
    const names = [...maps, ...hidden];
    const whole = await session.fetch(IDS, names);
    for (const most of [25, 50]) {
      const pieces = await readWhole(decoding, IDS, names, maps, undefined, most);
      for (const tensor of names) expect(largestDifference(pieces.get(tensor)!, whole.get(tensor)!), `${tensor} by ${most}`).toBe(0);
    }
  });

  test('vectors of some tokens are rows of those of the whole text, and nothing behind the last of them is read', async () => {
    const { session } = await opened;
    const decoding = session.decoding!;
    const { hidden } = session.outputs;
    const whole = await session.fetch(IDS, hidden);
    const wanted = [2, 3, 24];
    const steps: number[] = [];
    const context = { cancelled: false, progress: (step?: { readonly total: number }) => void steps.push(step!.total) };
    const some = await readSome(decoding, IDS, hidden, wanted, context, 10);
    const ends = decoding.ends(TOKENS, 'all rows', 10);
    const end = ends.find(to => to > 24)!;
    expect(steps).toEqual(Array(ends.indexOf(end)).fill(end));
    for (const name of hidden) {
      const all = whole.get(name)!;
      expect(some.get(name)).toEqual(rowsAt(all, all.length / TOKENS, wanted));
    }
  });

  test('the row of a token is that of the maps, however often and in whatever order rows are asked for', async () => {
    const { session, decoding, cache } = await read();
    const { maps, heads } = session.outputs;
    const whole = await session.fetch(IDS, maps);
    for (const token of [TOKENS - 1, 0, 31, 32, 1, 17, TOKENS - 2, 0, TOKENS - 1]) {
      const [from, to] = decoding.around(token, token + 1, TOKENS);
      const { tensor } = await decoding.again(IDS, from, to, cache, maps, [token]);
      for (const [layer, name] of maps.entries()) {
        for (let head = 0; head < heads[layer]!; head++) {
          const row = tensor(name).slice(head * to, head * to + token + 1);
          const expected = whole
            .get(name)!
            .slice((head * TOKENS + token) * TOKENS)
            .slice(0, token + 1);
          expect(largestDifference(row, expected), `token ${token}, layer ${layer}, head ${head}`).toBeLessThan(1e-6);
        }
      }
    }
    expect(cache.length).toBe(TOKENS);
  });

  test('of a piece any rows are given, and what every row comes to', async () => {
    const { session } = await opened;
    const decoding = session.decoding!;
    const { maps, totals, heads } = session.outputs;
    const names = [...maps, ...totals.flatMap(({ sums, least, ahead }) => [sums, least, ahead])];
    const whole = await session.fetch(IDS, maps);
    const cache = decoding.createCache(TOKENS);
    const wanted = [3, 25, 26, TOKENS - 1];
    const seen: number[] = [];
    for (const end of decoding.ends(TOKENS, 'some rows', 25)) {
      await decoding.read(IDS, end, cache, names, wanted, ({ from, to, queries, tensor }) => {
        seen.push(...queries);
        for (const [layer, name] of maps.entries()) {
          const rowOf = (head: number, query: number) =>
            whole
              .get(name)!
              .subarray((head * TOKENS + query) * TOKENS)
              .subarray(0, to);
          const given = Array.from({ length: heads[layer]! }, (_, head) => queries.flatMap(query => [...rowOf(head, query)])).flat();
          expect([...tensor(name)]).toEqual(given);
          const rows = Array.from({ length: heads[layer]! * (to - from) }, (_, at) =>
            rowOf(Math.floor(at / (to - from)), from + (at % (to - from))),
          );
          const { sums, least, ahead } = totals[layer]!;
          const expected = Float32Array.from(rows, row => row.reduce((sum, weight) => sum + weight, 0));
          expect(largestDifference(tensor(sums), expected)).toBeLessThan(1e-5);
          expect([...tensor(least)]).toEqual(rows.map(row => Math.min(...row)));
          expect(tensor(ahead).every(sum => sum === 0)).toBe(true);
          expect(tensor(ahead).length).toBe(rows.length);
        }
      });
    }
    expect(seen).toEqual(wanted);
  });
});

test('rows that are asked for leave the cache as it was, to the last bit', async () => {
  const { session } = await loadAlone(resolve('test/fixtures/matrix/smollm2/genai-fp32'));
  const decoding = session.decoding!;
  const cache = decoding.createCache(TOKENS);
  await decoding.read(IDS, TOKENS, cache, [], [], () => undefined);
  const keysOf = () => Object.values(cache.feeds(TOKENS)).map(({ data }) => Array.from(data as Float32Array));
  const before = keysOf();
  await decoding.again(IDS, 40, 41, cache, session.outputs.maps, [40]);
  const other = IDS.map(() => 5);
  await decoding.again(other, 30, 35, cache, session.outputs.maps, [30, 34]);
  expect(keysOf()).toEqual(before);
});

test('a text of more than two chunks is read in chunks, whatever is asked of it', async () => {
  const { session } = await loadAlone(resolve('test/fixtures/models/llama-cached'));
  const ids = Array.from({ length: 300 }, (_, index) => 3 + ((index * 7919) % 290));
  const create = vi.spyOn(KeyValueCache.prototype, 'add');
  const [map] = session.outputs.maps;
  const fetched = await session.fetch(ids, [map!]);
  expect(create.mock.calls.map(([to]) => to)).toEqual([100, 200, 300]);
  expect(fetched.get(map!)!.length).toBe(session.outputs.heads[0]! * 300 ** 2);
  const [state] = session.outputs.hidden;
  create.mockClear();
  const [one, two] = await session.vectorsOfEach([ids, ids.toReversed()], state!);
  expect(create).toHaveBeenCalledTimes(6);
  expect([one!.length, two!.length]).toEqual([300 * session.outputs.width, 300 * session.outputs.width]);
  vi.restoreAllMocks();
});

test.each(['models/gpt2', 'models/bert-eager'])('%s has no cache: it reads whole texts', async name => {
  const { session } = await loadAlone(resolve('test/fixtures', name));
  expect(session.decoding).toBeNull();
});

test('a cache that does not lead to the weights of one pass is not used', async () => {
  // As of a graph that was traced for one token at a time.
  const read = vi.spyOn(KeyValueCache.prototype, 'feeds').mockReturnValue({});
  const { session } = await loadAlone(resolve('test/fixtures/models/llama-cached'));
  expect(session.decoding).toBeNull();
  read.mockRestore();
});

test('no chunk has fewer queries than are computed as in one pass, however much memory a query takes', () => {
  const fed = { graph: { inputs: { cache: [] } }, padId: 0, headSize: null } as unknown as Fed;
  for (const all of [2048, 8192, 1e6]) {
    const decoding = new Decoding(() => Promise.reject(new Error('not run')), Tensor, fed, { all, layer: all / 8 }, 'exact');
    for (const [tokens, taken] of [257, 1000, 4301, 9001].flatMap(length => [
      [length, 'all rows'] as const,
      [length, 'some rows'] as const,
    ])) {
      const ends = decoding.ends(tokens, taken);
      const sizes = ends.map((to, index) => to - (ends[index - 1] ?? 0));
      expect(Math.min(...sizes), `${tokens} of ${all}, ${taken}`).toBeGreaterThanOrEqual(16);
      const bytesOfPair = taken === 'all rows' ? all : all / 8;
      expect(decoding.chunkBytes(tokens, taken)).toBeGreaterThanOrEqual(Math.max(...sizes) * tokens * bytesOfPair);
    }
  }
});

test('no chunk has fewer queries than are computed as in one pass', async () => {
  const { session } = await loadAlone(resolve('test/fixtures/matrix/smollm2/genai-int4'));
  const decoding: Decoding = session.decoding!;
  for (let tokens = 17; tokens < 700; tokens++) {
    const ends = decoding.ends(tokens, 'all rows');
    expect(ends.at(-1)).toBe(tokens);
    const sizes = ends.map((to, index) => to - (ends[index - 1] ?? 0));
    expect(Math.min(...sizes), `${tokens}`).toBeGreaterThanOrEqual(16);
    expect(Math.max(...sizes), `${tokens}`).toBeLessThanOrEqual(128);
  }
  expect([decoding.around(0, 1, 40), decoding.around(30, 31, 40), decoding.around(3, 5, 8)]).toEqual([
    [0, 16],
    [15, 31],
    [0, 8],
  ]);
  expect(session).toBeInstanceOf(AttentionSession);
});
