import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readSource } from '../../src/engine/twoTexts/probe.ts';
import { loadTwoTexts } from '../../src/engine/twoTexts/model.ts';
import { runTwoTexts } from '../../src/engine/twoTexts/run.ts';
import { largestDifference } from '../support/tensors.ts';

const ROOT = join(import.meta.dirname, '../fixtures');
const TOKENS = 12;

describe.each([
  ['a merged decoder, of a BART', 'encoderDecoders/bart-merged', true],
  ['of a Marian', 'encoderDecoders/marian-merged', true],
  ['a cache of the written text alone', 'encoderDecoders/bart-past', true],
  ['a decoder without a cache', 'encoderDecoders/t5-optimum', false],
  ['one that rounds by all that is in a pass', 'g2p', false],
])('%s (%s)', (_, name, hasCache) => {
  test('each token is read once behind the first ones, with the numbers of the whole text', async () => {
    const directory = join(ROOT, name);
    const model = await loadTwoTexts(directory, undefined, { runBytes: 1e9 });
    const { decoder, encoder, states } = model;
    const whole = vi.spyOn(decoder, 'logits');
    for (const source of [
      [5, 6, 7, 8, 9],
      [11, 12, 13],
    ]) {
      const read = await readSource(encoder, states, source);
      const step = await decoder.startWriting(read);
      const ids = [2];
      whole.mockClear();
      const found = [];
      for (let token = 0; token < TOKENS; token++) {
        found.push(await step(ids));
        ids.push(5 + ((token * 7) % 20));
      }
      expect(whole.mock.calls.length).toBe(hasCache ? 3 : TOKENS);
      for (const [token, logits] of found.entries())
        expect(largestDifference(logits!, (await decoder.logits(read, ids.slice(0, token + 1)))!), `token ${token}`).toBeLessThan(2e-5);
    }
    await encoder.dispose();
    await decoder.dispose();
  });
});

test('what it writes is the same with the cache as without', async () => {
  const directory = join(ROOT, 'encoderDecoders/marian-merged');
  const { pairs } = JSON.parse(readFileSync(join(directory, 'reference.json'), 'utf8')) as {
    readonly pairs: readonly { readonly source: string }[];
  };
  const model = await loadTwoTexts(directory, undefined, { runBytes: 1e9 });
  const request = { directory, source: pairs[0]!.source, target: { most: 30 } };
  const cached = await runTwoTexts(model, request);
  vi.spyOn(model.decoder, 'startWriting').mockImplementation(source => Promise.resolve(ids => model.decoder.logits(source, ids)));
  const plain = await runTwoTexts(model, request);
  expect(cached.target.tokens).toEqual(plain.target.tokens);
  await model.encoder.dispose();
  await model.decoder.dispose();
});

test('a cache that gives something else is left alone', async () => {
  const model = await loadTwoTexts(join(ROOT, 'encoderDecoders/bart-merged'), undefined, { runBytes: 1e9 });
  const { decoder, encoder, states } = model;
  const read = await readSource(encoder, states, [5, 6, 7]);
  const right = decoder.logits.bind(decoder);
  const whole = vi
    .spyOn(decoder, 'logits')
    .mockImplementation(async (source, ids) => (await right(source, ids))!.map(value => value + ids.length));
  const step = await decoder.startWriting(read);
  for (let tokens = 1; tokens <= 6; tokens++) {
    const ids = [2, 5, 6, 7, 8, 9].slice(0, tokens);
    expect((await step(ids))![0]).toBeCloseTo((await right(read, ids))![0]! + tokens, 5);
  }
  expect(whole).toHaveBeenCalledTimes(6);
  await encoder.dispose();
  await decoder.dispose();
});
