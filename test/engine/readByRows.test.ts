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
  const chunk = (from: number, to: number): Chunk => ({
    from,
    to,
    tensor: () =>
      Float32Array.from({ length: HEADS * (to - from) * to }, (_, at) => {
        const [head, row, column] = [Math.floor(at / to / (to - from)), from + (Math.floor(at / to) % (to - from)), at % to];
        return MAPS[(head * TOKENS + row) * TOKENS + column]!;
      }),
  });
  const decoding = {
    createCache: () => ({ length: 0 }),
    ends: () => [20, 40, 60, TOKENS],
    around: (from: number, to: number) => [Math.max(0, from - 15), to],
    again: async (_: unknown, from: number, to: number) => chunk(from, to),
    read: async (_: unknown, to: number, cache: { length: number }, __: unknown, take: (chunk: Chunk) => void) => {
      take(chunk(cache.length, to));
      cache.length = to;
    },
  };
  return { outputs: { maps: ['map'] }, decoding } as unknown as AttentionSession;
}

test('a head that gives no numbers in a later piece has no part in the sinks, as where all is read at once', async () => {
  const whole = attentionOf(STACK, TOKENS, TOKENS, [MAPS]);
  expect([[...whole.invalid], whole.sinks]).toEqual([[2], [{ token: 0, share: 1 }]]);
  const ids = Array.from({ length: TOKENS }, (_, token) => token);
  const { invalid, sinks } = await readByRows(sessionOf(), STACK, ids, [5], undefined);
  expect(invalid).toEqual(whole.invalid);
  expect(sinks).toEqual(whole.sinks);
});
