import { build } from 'esbuild';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { OUT_OF_MEMORY_LINE, READING_LINE } from '../../src/protocol/engineProcess.ts';
import { BUILT_IN_MODEL, bundlePath, isGone, waitUntil } from '../support/processes.ts';

let folder = '';
let busyEngine = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-'));
  busyEngine = join(folder, 'busyEngine.cjs');
  await build({ entryPoints: ['test/engine/busyEngine.ts'], bundle: true, platform: 'node', format: 'cjs', outfile: busyEngine });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const parents: ChildProcess[] = [];
const children: number[] = [];
afterEach(() => {
  for (const parent of parents) parent.kill('SIGKILL');
  // A watchdog that fails must not leave a spinning process behind.
  for (const child of children) if (!isGone(child)) process.kill(child, 'SIGKILL');
});

/** A parent that forks a module, prints its process id, sends it one message, and lives on. */
const PARENT = `
  const { fork } = require('node:child_process');
  const [module, limit, message, ...more] = process.argv.slice(1);
  const child = fork(module, [limit, String(process.pid), ...more], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  child.stderr.pipe(process.stderr);
  child.send(JSON.parse(message));
  console.log(child.pid);
  setInterval(() => undefined, 1000);
`;

async function startParent(module: string, memoryLimit: number, message: unknown = {}, ...more: readonly string[]) {
  const parent = spawn(process.execPath, ['-e', PARENT, module, String(memoryLimit), JSON.stringify(message), ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  parents.push(parent);
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = Number(String(line));
  children.push(child);
  return { parent, child };
}

test('an engine whose parent is killed ends', async () => {
  const open = { kind: 'request', id: 1, method: 'open', parameters: { directory: BUILT_IN_MODEL } };
  const { parent, child } = await startParent(bundlePath('engine.cjs'), 4e9, open);
  await new Promise(done => setTimeout(done, 300));
  expect(isGone(child)).toBe(false);
  parent.kill('SIGKILL');
  await waitUntil(() => isGone(child), 'the engine is gone');
});

test('so does one whose main thread is blocked for ever', async () => {
  const { parent, child } = await startParent(busyEngine, 4e9);
  await new Promise(done => setTimeout(done, 500));
  expect(isGone(child)).toBe(false);
  parent.kill('SIGKILL');
  await waitUntil(() => isGone(child), 'the engine is gone');
});

test('a blocked engine that uses too much memory says so and ends', async () => {
  const { parent, child } = await startParent(busyEngine, 30e6);
  const messages: string[] = [];
  parent.stderr.on('data', chunk => messages.push(String(chunk)));
  await waitUntil(() => isGone(child), 'the engine is gone');
  await waitUntil(() => messages.join('').includes(`${OUT_OF_MEMORY_LINE}\n`), 'the reason is told');
});

test('a blocked engine that reads from the disk says so', async () => {
  const file = join(folder, 'weights');
  writeFileSync(file, Buffer.alloc(4e6, 1), { flush: true });
  // Out of the system's cache, so that it must be read again.
  execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  const { parent, child } = await startParent(busyEngine, 4e9, {}, file);
  const messages: string[] = [];
  parent.stderr.on('data', chunk => messages.push(String(chunk)));
  await waitUntil(() => messages.join('').includes(`${READING_LINE}\n`), 'the reading is told');
  expect(isGone(child)).toBe(false);
});
