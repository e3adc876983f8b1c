import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDifference, meanRowDifference, mostLikely } from '../../src/core/model/variantDifference.ts';
import { VARIANT_TEXT } from '../../src/engine/analyses/variantDifference.ts';
import { Runner } from '../../src/engine/runner.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { runInProcess } from '../support/commandLine.ts';

const MATRIX = resolve('test/fixtures/matrix');

/** A decoder in float32, its copy, and in 4 bits. */
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-difference-'));
  cpSync(join(MATRIX, 'smollm2/genai-fp32'), folder, { recursive: true });
  cpSync(join(folder, 'model.onnx'), join(folder, 'model_fp16.onnx'));
  for (const [from, to] of [
    ['model.onnx', 'model_q4.onnx'],
    ['model.onnx.data', 'model.onnx.data'],
  ] as const)
    // prettier-ignore
    cpSync(join(MATRIX, 'smollm2/genai-int4', from), join(folder, 'onnx', to));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a variant is measured against the most exact one: attention row by row, and the next token', async () => {
  const runner = new Runner();
  const difference = await runner.variantDifference({ directory: folder, variant: 'q4' });
  const maps = async (variant: string) => {
    const { runId, ...summary } = await runner.run({ directory: folder, variant, text: VARIANT_TEXT, fit: 'start', caret: 0 });
    return { maps: (await runner.tensors(runId)).attention.maps, tokens: sequenceOf(summary).tokens.length };
  };
  const [exact, rough] = [await maps('model'), await maps('model_q4')];
  const rows = exact.maps.flatMap((map, layer) =>
    Array.from({ length: map.length / exact.tokens }, (_, row) => {
      const cells = Array.from({ length: exact.tokens }, (__, column) => row * exact.tokens + column);
      return cells.reduce((sum, cell) => sum + Math.abs(map[cell]! - rough.maps[layer]![cell]!), 0);
    }),
  );
  expect(difference).toMatchObject({ reference: 'model', variant: 'model_q4', tokens: exact.tokens });
  expect(difference.rowDifference).toBeCloseTo(rows.reduce((sum, row) => sum + row, 0) / rows.length, 9);
  expect(difference.rowDifference).toBeGreaterThan(0.01);
  expect(difference.sameNext).toBeGreaterThan(0);
  expect(difference.sameNext).toBeLessThan(difference.tokens);
});

test('what has the same weights does not differ; the most exact one is measured against nothing', async () => {
  const runner = new Runner();
  const same = await runner.variantDifference({ directory: folder, variant: 'fp16' });
  expect([same.rowDifference, same.sameNext]).toEqual([0, same.tokens]);
  for (const variant of ['model', 'fp32'])
    await expect(runner.variantDifference({ directory: folder, variant })).rejects.toThrow('nothing to measure against');
});

test('another model is no variant, and a model that puts out no next token has none', async () => {
  const mixed = mkdtempSync(join(tmpdir(), 'attention-lens-difference-'));
  cpSync(join(MATRIX, 'roberta/ort-fused'), mixed, { recursive: true });
  cpSync(join(MATRIX, 'roberta/int8/onnx/model_quantized.onnx'), join(mixed, 'onnx/model_quantized.onnx'));
  cpSync(join(MATRIX, 'opt/optimum-past/model.onnx'), join(mixed, 'onnx/model_q4.onnx'));
  const runner = new Runner();
  expect(await runner.variantDifference({ directory: mixed, variant: 'quantized' })).toMatchObject({ sameNext: null });
  await expect(runner.variantDifference({ directory: mixed, variant: 'q4' })).rejects.toThrow('cannot be compared');
  rmSync(mixed, { recursive: true });
});

test('inspect --measure says it of each, and only when asked', async () => {
  const inspect = async (...args: readonly string[]) => String((await runInProcess(['inspect', folder, ...args])).stdout);
  expect(await inspect()).not.toContain('Measured');
  const lines = (await inspect('--measure')).trim().split('\n').slice(-2);
  expect(lines[0]).toMatch(
    /^model_fp16: Measured on a text of \d+ tokens against model: a row of attention differs by 0\.0 on average \(of at most 2\); .* in (\d+) of \1 places\.$/,
  );
  expect(lines[1]).toMatch(/^model_q4: Measured on .* differs by 0\.\d+ on average/);
  const { differences } = JSON.parse(await inspect('--measure', '--variant', 'q4', '--format', 'json')) as { differences: unknown[] };
  expect(differences).toEqual([expect.objectContaining({ variant: 'model_q4', reference: 'model' })]);
});

test('means and words', () => {
  const maps = [Float32Array.of(1, 0, 0.5, 0.5)];
  expect(meanRowDifference(maps, [Float32Array.of(1, 0, 0, 1)], 2)).toBe(0.5);
  expect(mostLikely(Float32Array.of(1, 3, 2, 9, 8, 7), 3)).toEqual([1, 0]);
  const facts = { reference: 'model', variant: 'q4', tokens: 57 };
  expect(describeDifference({ ...facts, rowDifference: 0.178, sameNext: 31 })).toBe(
    'Measured on a text of 57 tokens against model: a row of attention differs by 0.18 on average (of at most 2); the most likely next token is the same in 31 of 57 places.',
  );
  expect(describeDifference({ ...facts, rowDifference: 8e-4, sameNext: null })).toMatch(
    /differs by 0\.00080 on average \(of at most 2\)\.$/,
  );
  expect(describeDifference({ ...facts, rowDifference: NaN, sameNext: null })).toMatch(/has values that are no numbers\.$/);
});
