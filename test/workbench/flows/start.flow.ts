// `npm start` (after the build): prints an address, serves the workbench there, leaves nothing behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { until } from '../page/until.ts';
import { ROOT } from '../paths.ts';

const serverFolders = () => readdirSync(os.tmpdir()).filter(name => name.startsWith('attention-lens-server-'));

async function untilNothingIsLeft(address: string, folders: readonly string[]): Promise<void> {
  await until('the server to be gone', async () =>
    fetch(address).then(
      () => false,
      () => true,
    ),
  );
  await until('its temporary folder to be gone', () => folders.some(name => !serverFolders().includes(name)));
}

void test('npm start serves the workbench until Ctrl+C', async () => {
  const before = serverFolders();
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const group = -(child.pid ?? 0);
  const ended = new Promise(resolve => child.once('exit', resolve));
  try {
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const address = await until('the address', () => /http:\/\/127\.0\.0\.1\S+/.exec(output)?.[0], { timeout: 60_000 });
    const page = await fetch(address, { redirect: 'manual' });
    assert.equal(page.status, 302); // the token becomes a cookie
    assert.equal((await fetch(new URL('/', address))).status, 403, 'nobody gets in without the token');
    const mine = serverFolders().filter(name => !before.includes(name));
    assert.ok(mine.length > 0);

    process.kill(group, 'SIGINT'); // as a terminal does
    assert.equal(await ended, 0);
    await assert.rejects(fetch(address), 'the server is gone');
    assert.ok(
      mine.some(name => !serverFolders().includes(name)),
      'its temporary folder is gone',
    );
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(group, 'SIGKILL');
  }
});
