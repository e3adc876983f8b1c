import { expect, test } from 'vitest';
import { attentionOf } from '../../src/core/attention/maps.ts';
import { encoderOf } from '../../src/core/model/stack.ts';
import { readByRows } from '../../src/engine/runs/readByRows.ts';
import type { Chunk } from '../../src/engine/runtime/decoding.ts';
import type { AttentionSession } from '../../src/engine/runtime/session.ts';

const TOKENS = 80;
const HEADS = 3;
const STACK = { ...encoderOf([HEADS]), causal: true };

/** The first two heads look at the first token, the third at the second one, until it gives no numbers any more. */
const MAPS = Float32Array.from({ length: HEADS * TOKENS ** 2 }, (_, at) => {
  const [head, row, column] = [Math.floor(at / TOKENS ** 2), Math.floor(at / TOKENS) % TOKENS, at % TOKENS];
  if (head === 2 && row > 70) return NaN;
  return column === (head === 2 && row > 0 ? 1 : 0) ? 1 : 0;
});

/** Pieces of these maps. */
function sessionOf(): AttentionSession {
  const chunk = (from: number, to: number, wanted: readonly number[]): Chunk => {
    const all = Array.from({ length: to - from }, (_, place) => from + place);
    const queries = wanted.filter(query => query >= from && query < to);
    const rowsOf = (rows: readonly number[]) =>
      Array.from({ length: HEADS }, (_, head) =>
        rows.map(row => MAPS.subarray((head * TOKENS + row) * TOKENS, (head * TOKENS + row) * TOKENS + to)),
      ).flat();
    const tensors: Readonly<Record<string, () => readonly number[]>> = {
      map: () => rowsOf(queries).flatMap(row => [...row]),
      sums: () => rowsOf(all).map(row => row.reduce((sum, weight) => sum + weight, 0)),
      least: () => rowsOf(all).map(row => Math.min(...row)),
      ahead: () => rowsOf(all).map(() => 0),
    };
    return { from, to, queries, tensor: name => Float32Array.from(tensors[name]!()) };
  };
  const decoding = {
    createCache: () => ({ length: 0 }),
    ends: () => [20, 40, 60, TOKENS],
    around: (from: number, to: number) => [Math.max(0, from - 15), to],
    again: async (_: unknown, from: number, to: number, __: unknown, ___: unknown, rows: readonly number[]) => chunk(from, to, rows),
    read: async (_: unknown, to: number, cache: { length: number }, __: unknown, rows: readonly number[], take: (chunk: Chunk) => void) => {
      take(chunk(cache.length, to, rows));
      cache.length = to;
    },
  };
  return {
    outputs: { maps: ['map'], totals: [{ sums: 'sums', least: 'least', ahead: 'ahead' }] },
    decoding,
  } as unknown as AttentionSession;
}

test('a head that gives no numbers in a later piece has no part in the sinks, as where all is read at once', async () => {
  const whole = attentionOf(STACK, TOKENS, TOKENS, [MAPS]);
  expect([[...whole.invalid], whole.sinks]).toEqual([[2], [{ token: 0, share: 1 }]]);
  const ids = Array.from({ length: TOKENS }, (_, token) => token);
  const { invalid, sinks } = await readByRows(sessionOf(), STACK, ids, [5], undefined);
  expect(invalid).toEqual(whole.invalid);
  expect(sinks).toEqual(whole.sinks);
});
