import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Runner } from '../../src/engine/runner.ts';
import { runInProcess, TINY_MODEL } from '../support/commandLine.ts';
import { loadNpz } from '../support/npz.ts';

const TEXT = 'The cat sat on the mat because it was tired.';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-tensors-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the file of all heads is that of the command line, byte by byte, and never written over another', async () => {
  const runner = new Runner();
  const { runId } = await runner.run({ directory: TINY_MODEL, text: TEXT, fit: 'start', caret: 0 });
  const file = join(folder, 'heads.npz');
  expect(await runner.writeTensors({ runId, file })).toBeNull();
  const { stdout } = await runInProcess(['run', '--model', TINY_MODEL, '--text', TEXT, '--format', 'npz']);
  expect(readFileSync(file).equals(stdout)).toBe(true);
  expect(loadNpz(stdout).get('encoder.attention.0')!.shape).toEqual([4, 13, 13]);
  await expect(runner.writeTensors({ runId, file })).rejects.toThrow('EEXIST');
});
