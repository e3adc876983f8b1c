import { expect, test } from 'vitest';
import { sampleOfTokens } from '../../src/core/attention/someRows.ts';
import { sampleSize } from '../../src/engine/runs/held.ts';
import { readMemory } from '../../src/engine/runs/runMemory.ts';
import { SampledRows } from '../../src/engine/runs/sampledRows.ts';
import type { LoadedModel } from '../../src/engine/model/loader.ts';

const HEADS = [9, 9];
const CACHE = 400;

/** Of a decoder whose pieces weigh nothing. */
const model = {
  outputWidth: 0,
  session: {
    outputs: { maps: ['a', 'b'], heads: HEADS, hidden: [], updates: [], width: 0, fixedLength: null },
    decoding: { ends: (tokens: number) => [tokens], cacheBytes: (tokens: number) => CACHE * tokens, chunkBytes: () => 0 },
  },
} as unknown as LoadedModel;

test.each([600e6, 3e6])(
  'a text that is held by rows is counted with all the rows that are kept of it, where it may weigh %d bytes',
  bytes => {
    const tokens = 2000;
    const words = Array.from({ length: tokens }, (_, token) => ({ tokens: [token] }));
    const queries = sampleOfTokens(words, words, sampleSize(model.session, tokens, bytes));
    const kept = new SampledRows(queries, tokens, HEADS).byteLength + CACHE * tokens;
    const counted = readMemory(model, tokens, bytes);
    expect(counted).toBeGreaterThanOrEqual(kept);
    expect(counted).toBeLessThanOrEqual(Math.min(bytes, 2.1 * kept));
  },
);
