import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { largestDifference } from '../support/tensors.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

const ROOT = resolve('test/fixtures/models');
/** Folders with what PyTorch's eager attention computes for two texts. */
const MODELS = readdirSync(ROOT).filter(name => existsSync(resolve(ROOT, name, 'reference.bin')));

interface ReferenceText {
  readonly text: string;
  readonly ids: readonly number[];
  /** Where its floats start in reference.bin: attention, then hidden states. */
  readonly offset: number;
  readonly attention: readonly [layers: number, heads: number, tokens: number, tokens: number];
  readonly hidden: readonly [states: number, tokens: number, width: number];
}

test('there are references of every kind of export', () => {
  for (const name of ['bert-eager', 'bert-sdpa', 'bert-dynamo', 'bert-sdpa-dynamo', 'bert-external', 'distilbert', 'electra']) {
    expect(MODELS).toContain(name);
  }
});

describe.each(MODELS)('%s', name => {
  const directory = resolve(ROOT, name);
  const { texts } = JSON.parse(readFileSync(resolve(directory, 'reference.json'), 'utf8')) as { texts: ReferenceText[] };
  const bytes = readFileSync(resolve(directory, 'reference.bin'));
  const reference = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

  test('maps and hidden states are those of PyTorch within 1e-5', async () => {
    const runner = new Runner({ hidden: true });
    const model = await runner.open({ directory });
    const [layers, heads] = texts[0]!.attention;
    // Positions are relative, and config.json does not say how many it was trained on.
    const warnings = name === 't5' ? [expect.stringMatching(/^Texts are cut at [\d,]+ tokens/) as string] : [];
    expect([model.layers, model.attention.heads, model.warnings]).toEqual([layers, Array.from({ length: layers }, () => heads), warnings]);
    for (const { text, ids, offset, hidden: states } of texts) {
      const summary = await runner.run({ directory, text, fit: 'start', caret: 0 });
      expect(sequenceOf(summary).tokens.map(token => token.id)).toEqual(ids);
      expect(summary.invalidHeads).toEqual([]);
      const { attention, hidden } = await runner.tensors(summary.runId);
      let position = offset;
      const next = (length: number): Float32Array => reference.subarray(position, (position += length));
      for (const map of attention.maps) expect(largestDifference(map, next(heads * ids.length ** 2))).toBeLessThan(1e-5);
      expect(hidden.map(({ length }) => length)).toEqual(Array.from({ length: states[0] }, () => ids.length * states[2]));
      for (const state of hidden) expect(largestDifference(state, next(ids.length * states[2]))).toBeLessThan(1e-5);
    }
  });
});
