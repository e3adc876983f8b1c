import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelGiving, modelOfHead } from '../../src/engine/model/graph.ts';
import { HeadSession } from '../../src/engine/runtime/headSession.ts';
import { readLogits } from '../../src/engine/runtime/logits.ts';
import { loadAlone } from '../support/loadedModel.ts';

const TOKENS = 40;
const IDS = Array.from({ length: TOKENS }, (_, index) => 3 + ((index * 7919) % 250));

/** How each makes its logits. */
const DECODERS = [
  ['of the table that reads the words', 'matrix/smollm2/genai-fp32'],
  ['in 16-bit floats', 'matrix/llama/genai-fp16'],
  ['of a table in blocks of 4 bits', 'matrix/smollm2/genai-int4'],
  ['with a soft cap', 'fused/gemma2-genai'],
  ['of as many tokens as are wanted', 'fused/llama-attention24'],
  ['behind a projection', 'matrix/opt/optimum-past'],
  ['by plain nodes', 'models/llama-cached'],
  ['by an exporter of today', 'matrix/gpt-oss/dynamo-20-past'],
] as const;

describe.each(DECODERS)('logits %s (%s)', (_, name) => {
  test('the end of the graph by itself gives those of the whole, to the last bit, of any tokens', async () => {
    const { session, graph, file } = await loadAlone(resolve('test/fixtures', name));
    const state = graph.hidden.at(-1)!;
    const elementType = session.elementTypeOf(state) as 'float32';
    const head = await HeadSession.create(modelOfHead(file, elementType)!, graph, elementType);
    const [states] = await session.vectors(IDS, [state]);
    const whole = await readLogits(modelGiving(graph.logits!, file), session.fed, graph.logits!, IDS);
    const entries = whole.length / TOKENS;
    const width = states!.length / TOKENS;
    expect(await head.logits(states!, TOKENS)).toEqual(whole);
    expect(await head.logits(states!.slice(20 * width, 37 * width), 17)).toEqual(whole.slice(20 * entries, 37 * entries));
    await session.releaseWith(head);
    await session.dispose();
    await expect(head.logits(states!, TOKENS)).rejects.toThrow();
  });
});

test('an end that is made while its model is released does not stay', async () => {
  const { session } = await loadAlone(resolve('test/fixtures/models/llama-cached'));
  await session.dispose();
  let isReleased = false;
  await session.releaseWith({ dispose: async () => void (isReleased = true) });
  expect(isReleased).toBe(true);
});

test('a graph without logits, and one that no decoder is, has no such end', async () => {
  for (const name of ['models/gpt2', 'models/bert-eager']) {
    const { file, session } = await loadAlone(resolve('test/fixtures', name));
    expect(modelOfHead(file, 'float32')).toBeNull();
    await session.dispose();
  }
});
