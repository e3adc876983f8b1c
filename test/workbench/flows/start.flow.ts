// `npm start` (after the build): prints an address, serves the workbench there, and however it ends, leaves nothing behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { until } from '../page/until.ts';
import { ROOT } from '../paths.ts';

/** Temporary files of what is started here and of nothing else: flows run beside each other. */
const temporary = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-start-'));
after(() => rmSync(temporary, { recursive: true, force: true }));
const serverFolders = () => readdirSync(temporary).filter(name => name.startsWith('attention-lens-server-'));

const SCRIPT = [process.execPath, path.join(ROOT, 'scripts/start.mjs')] as const;
/** As npm runs it, through a shell, without the build before. */
const BY_NPM = ['npm', 'exec', '--offline', '-c', `true && '${SCRIPT.join("' '")}'`] as const;

/** A terminal signals the whole group, `kill` one process: npm. */
const ENDS = [
  { signal: 'SIGINT', command: SCRIPT, to: 'the terminal', sign: -1 },
  { signal: 'SIGKILL', command: SCRIPT, to: 'the terminal', sign: -1 },
  { signal: 'SIGTERM', command: BY_NPM, to: 'npm', sign: 1 },
  { signal: 'SIGHUP', command: BY_NPM, to: 'npm', sign: 1 },
  { signal: 'SIGKILL', command: BY_NPM, to: 'npm', sign: 1 },
] as const;

for (const { signal, command, to, sign } of ENDS) {
  void test(`npm start serves the workbench until ${signal} for ${to} and leaves nothing behind`, async () => {
    assert.deepEqual(serverFolders(), []);
    const [program, ...parameters] = command;
    const child = spawn(program, parameters, {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
      cwd: ROOT,
      env: { ...process.env, TMPDIR: temporary },
    });
    const group = -(child.pid ?? 0);
    const ended = new Promise(resolve => child.once('exit', code => resolve(code)));
    try {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const address = await until('the address', () => /http:\/\/127\.0\.0\.1\S+/.exec(output)?.[0], { timeout: 60_000 });
      const page = await fetch(address, { redirect: 'manual' });
      assert.equal(page.status, 302); // the token becomes a cookie
      assert.equal((await fetch(new URL('/', address))).status, 403, 'nobody gets in without the token');
      assert.equal(serverFolders().length, 1);

      process.kill(sign * (child.pid ?? 0), signal);
      const code = await ended;
      if (command === SCRIPT) assert.equal(code, signal === 'SIGINT' ? 0 : null);
      await until('the server to be gone', async () => !(await answers(address)));
      await until('its temporary folder to be gone', () => serverFolders().length === 0);
    } finally {
      try {
        process.kill(group, 'SIGKILL'); // what a failure leaves behind
      } catch {
        // the group is empty
      }
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
