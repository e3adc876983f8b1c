import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { statementOf } from '../../src/core/describe/attention.ts';
import { deriveWordView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { TEXT, unitRef } from '../../src/core/text/unitRef.ts';
import { Runner } from '../../src/engine/runner.ts';
import { oneLayer, type Changes } from '../onnx/support/oneLayer.ts';
import { SINK, SOFTMAX_ONE } from '../onnx/support/sinks.ts';
import { ranText } from '../support/ranText.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-sinks-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** All scores are 0, so that every token of a row, and the sink, get the same share. */
async function seen(name: string, changes: Changes) {
  const directory = join(folder, name);
  cpSync(resolve('test/fixtures/models/bert-eager'), directory, { recursive: true });
  writeFileSync(join(directory, 'onnx/model.onnx'), oneLayer(changes));
  const runner = new Runner();
  const { runId, tokens, words, invalidHeads } = ranText(await runner.run({ directory, text: 'a b c', fit: 'start', caret: 0 }));
  const matrix = await runner.matrix({ runId, level: 'words', selection: { kind: 'all' }, combine: 'mean' });
  const strongest = await runner.matrix({ runId, level: 'words', selection: { kind: 'all' }, combine: 'max' });
  const say = (direction: 'to' | 'by') => {
    const view = deriveWordView(words, tokens.length, matrix, { ...INITIAL_STATE, direction, pinned: unitRef(TEXT, 1) });
    return plainSentence(statementOf(words, view, direction, false, 'head', []));
  };
  return { matrix, strongest, invalidHeads, say };
}

test.each([
  ['with a column that is cut off', SINK],
  ['that has no column', SOFTMAX_ONE],
])('heads behind a sink %s are valid, and what the sink takes is said', async (name, changes) => {
  const { matrix, strongest, invalidHeads, say } = await seen(name, changes);
  expect(invalidHeads).toEqual([]);
  expect([matrix.headCount, matrix.hasSink, strongest.hasSink]).toEqual([4, true, false]);
  for (const weight of matrix.values) expect(weight).toBeCloseTo(1 / 6, 6);
  expect(say('to')).toMatch(/To no token, a sink of the model: 0\.17\.$/);
  expect(say('by')).not.toContain('sink');
});

test('without one, nothing is said of it, and rows that sum to less are no attention', async () => {
  const plain = await seen('plain', {});
  expect([plain.matrix.hasSink, plain.say('to').includes('sink')]).toEqual([false, false]);
  const halved = seen('halved', {
    probabilities: (builder, shares) =>
      builder.node('Where', [builder.node('IsNaN', [shares]), shares, builder.node('Mul', [shares, builder.floats([1], [0.5])])]),
  });
  await expect(halved).rejects.toMatchObject({ fault: { cause: expect.stringMatching(/layer 0 .* do not sum to 1\./) as string } });
});
