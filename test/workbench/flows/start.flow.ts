// `npm start` (after the build): prints an address, serves the workbench there, and however it ends, leaves nothing behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { until } from '../page/until.ts';
import { ROOT } from '../paths.ts';

const serverFolders = () => readdirSync(os.tmpdir()).filter(name => name.startsWith('attention-lens-server-'));

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  void test(`npm start serves the workbench until ${signal} and leaves nothing behind`, async () => {
    const before = serverFolders();
    const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
    const group = -(child.pid ?? 0); // a terminal signals the group
    const ended = new Promise(resolve => child.once('exit', code => resolve(code)));
    try {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const address = await until('the address', () => /http:\/\/127\.0\.0\.1\S+/.exec(output)?.[0], { timeout: 60_000 });
      const page = await fetch(address, { redirect: 'manual' });
      assert.equal(page.status, 302); // the token becomes a cookie
      assert.equal((await fetch(new URL('/', address))).status, 403, 'nobody gets in without the token');
      const mine = serverFolders().filter(name => !before.includes(name));
      assert.ok(mine.length > 0);

      process.kill(group, signal);
      assert.equal(await ended, signal === 'SIGINT' ? 0 : null);
      await until('the server to be gone', async () => !(await answers(address)));
      await until('its temporary folder to be gone', () => mine.some(name => !serverFolders().includes(name)));
    } finally {
      if (child.exitCode === null && child.signalCode === null) process.kill(group, 'SIGKILL');
    }
  });
}

async function answers(address: string): Promise<boolean> {
  try {
    await fetch(address);
    return true;
  } catch {
    return false;
  }
}
