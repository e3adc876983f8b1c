import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInProcess, TINY_MODEL } from '../support/commandLine.ts';
import { schemaErrors } from '../support/jsonSchema.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-variants-'));
  cpSync(TINY_MODEL, folder, { recursive: true });
  cpSync(resolve('test/fixtures/models/electra/onnx/model.onnx'), join(folder, 'onnx/model_fp16.onnx'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Report {
  readonly model: { readonly variant: string; readonly layers: number };
}

async function run(...args: readonly string[]) {
  const { code, stdout, stderr } = await runInProcess(['run', '--model', folder, '--text', 'the cat', '--format', 'json', ...args]);
  return { code, stderr, report: code === 0 ? (JSON.parse(String(stdout)) as Report) : null };
}

describe('a folder with two variants', () => {
  test('the most exact one is used, which is said on standard error and in the data', async () => {
    const { code, stderr, report } = await run();
    expect([code, report!.model.variant]).toEqual([0, 'model']);
    expect(stderr).toBe('warning: the folder has several variants of the model: model is used, of model, model_fp16 (see --variant)\n');
    expect(schemaErrors(report, JSON.parse(readFileSync('docs/run-schema.json', 'utf8')) as Record<string, unknown>)).toEqual([]);
  });

  test.each(['fp16', 'model_fp16', 'onnx/model_fp16.onnx'])('--variant %s: the other one, and nothing to say', async name => {
    const { code, stderr, report } = await run('--variant', name);
    expect([code, stderr, report!.model.variant]).toEqual([0, '', 'model_fp16']);
  });

  test('--variant that is not there: 3, and those that are', async () => {
    const { code, stderr } = await run('--variant', 'q4');
    expect(code).toBe(3);
    expect(stderr).toContain('The folder has model, model_fp16; the variant that was asked for is not there.');
  });

  test.each([
    ['run', '--text', 'the cat'],
    ['embed', '--text', 'the cat'],
    ['neighbours', 'cat'],
    ['compare', '--word', 'the', '--text', 'the cat and the dog'],
    ['heads', '--from', 'the', '--to', 'cat', '--text', 'the cat'],
    ['influence', '--word', 'cat', '--text', 'the cat sat'],
  ])('%s names it in its heading', async (...args) => {
    const { stdout } = await runInProcess([...args, '--model', folder, '--variant', 'model']);
    expect(String(stdout).split(/,|\n/)[0]).toBe(`${basename(folder)} (model)`);
  });

  test('a folder with one model file is named alone', async () => {
    const { stdout } = await runInProcess(['run', '--model', TINY_MODEL, '--text', 'the cat']);
    expect(String(stdout).split(/,|\n/)[0]).toBe(basename(TINY_MODEL));
  });

  test.each([
    ['embed', '--text', 'the cat'],
    ['neighbours', 'cat'],
    ['compare', '--word', 'the', '--text', 'the cat and the dog'],
    ['influence', '--word', 'cat', '--text', 'the cat sat'],
  ])('%s takes it too', async (...args) => {
    const { code, stderr } = await runInProcess([...args, '--model', folder, '--variant', 'int8']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('no such variant')]);
  });

  test('inspect lists them, and inspects the one that is named', async () => {
    const inspect = async (...args: readonly string[]) => String((await runInProcess(['inspect', folder, ...args])).stdout);
    expect(await inspect()).toMatch(/^file {8}onnx\/model\.onnx\nvariants {4}model, model_fp16\n/);
    expect(await inspect('--variant', 'fp16')).toMatch(/^file {8}onnx\/model_fp16\.onnx\n/);
  });
});
