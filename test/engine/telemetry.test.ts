import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineProcess } from '../../src/host/process/process.ts';
import { runCommandLine } from '../support/commandLine.ts';
import { BUILT_IN_MODEL, bundlePath, waitUntil } from '../support/processes.ts';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';

let folder = '';
let environment: Record<string, string> = {};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-telemetry-'));
  for (const name of ['home', 'temp']) mkdirSync(join(folder, name));
  const temp = join(folder, 'temp');
  // Without CI: where it is set ONNX Runtime keeps quiet by itself, which would hide everything here.
  environment = { PATH: process.env['PATH'] ?? '', HOME: join(folder, 'home'), TMPDIR: temp, TEMP: temp, TMP: temp };
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function files(): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter(name => name !== 'home' && name !== 'temp');
}

test('without the switch ONNX Runtime writes files, so this test can see them', async () => {
  const load = `require('onnxruntime-node').InferenceSession.create(process.argv[1]).catch(() => 0).then(() => setTimeout(() => process.exit(), 20000))`;
  const child = spawn(process.execPath, ['-e', load, join(BUILT_IN_MODEL, 'onnx/model.onnx')], { env: environment, stdio: 'ignore' });
  await waitUntil(() => files().length > 0, 'a file');
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('the engine loads and runs, and writes no file', async () => {
  const engine = new EngineProcess({ modulePath: bundlePath('engine.cjs'), log: () => undefined, environment });
  const summary = await engine.call('run', { directory: BUILT_IN_MODEL, text: 'The cat sat.', fit: 'start', caret: 0 });
  expect(sequenceOf(summary).tokens.length).toBe(6);
  await new Promise(done => setTimeout(done, 500));
  engine.dispose();
  expect(files()).toEqual([]);
});

test('the command line loads and runs, and writes no file', async () => {
  const { code } = await runCommandLine(['run', '--text', 'The cat sat.'], '', environment);
  expect(code).toBe(0);
  expect(files()).toEqual([]);
});
