import { formatCount } from '../../src/core/describe/numbers.ts';
import { describe, expect, test } from 'vitest';
import { sampleOfTokens } from '../../src/core/attention/someRows.ts';
import { sampleSize } from '../../src/engine/runs/held.ts';
import type { FaultError } from '../../src/core/faults.ts';
import { checkMemory, readMemory } from '../../src/engine/runs/runMemory.ts';
import { SampledRows } from '../../src/engine/runs/sampledRows.ts';
import { contextOf } from '../../src/engine/model/context.ts';
import type { LoadedModel } from '../../src/engine/model/loader.ts';

const HEADS = [9, 9];
const CACHE = 400;

/** Of a decoder whose pieces weigh nothing. */
const model = {
  session: {
    outputs: { maps: ['a', 'b'], heads: HEADS, hidden: [], updates: [], width: 0, fixedLength: null },
    decoding: { chunkSize: (tokens: number) => tokens, cacheBytes: (tokens: number) => CACHE * tokens, chunkBytes: () => 0 },
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

describe('a text that memory is too small for', () => {
  const refusal = (one: object, tokens: number, free: number, variants = ['fp32']) => {
    try {
      checkMemory({ ...one, summary: { name: 'tiny', variants } } as unknown as LoadedModel, tokens, HELD, free);
      return null;
    } catch (error) {
      return (error as FaultError).fault;
    }
  };
  const HELD = 600e6;
  /** The same without a cache: all maps of a text are in memory at once. */
  const encoder = { ...model, session: { outputs: model.session.outputs, decoding: null } };

  test.each([
    ['held by rows', model, 100_000, 200e6],
    ['read in one pass', encoder, 100_000, 4e9],
    ['read in one pass, where little is free', encoder, 2000, 1e6],
  ])('%s: says what it needs, what is free, and how long a text may be', (_, one, tokens, free) => {
    const fault = refusal(one, tokens, free)!;
    expect(fault).toMatchObject({ code: 'out-of-memory', title: 'There is not enough memory for this text' });
    expect(fault.cause).toContain(`To read its ${formatCount(tokens)} tokens tiny needs about `);
    const fits = Number(/of up to about ([\d,]+) tokens, or close other programs\.$/.exec(fault.nextStep)![1]!.replaceAll(',', ''));
    expect(refusal(one, fits, free)).toBeNull();
    expect(refusal(one, Math.ceil(1.2 * fits), free)).not.toBeNull();
  });

  test('a smaller variant is named where there is one; where no text would fit, none is', () => {
    expect(refusal(model, 100_000, 200e6, ['fp32', 'q4'])!.nextStep).toMatch(/, or choose a smaller variant\.$/);
    expect(refusal(encoder, 2000, 1)!.nextStep).toBe('Close other programs.');
    expect(refusal(model, 100_000, 1e10)).toBeNull();
  });
});

test('a decoder that is made for more tokens than fit cuts a text of 100,000 where keys and values and a least sample fit, and says so', () => {
  const { length, warnings } = contextOf(131_072, model.session, 100e6);
  expect(length).toBe(Math.floor(50e6 / (CACHE + 16 * 2 * 18)));
  expect(warnings).toEqual([
    `Texts are cut at ${formatCount(length)} tokens, whose keys and values fit into memory; this model reads up to 131,072.`,
  ]);
});
