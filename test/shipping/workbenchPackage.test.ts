import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { canHaveWorkbench } from '../../scripts/workbenchPackage.mjs';

/** A project in small, and an npm that takes the folder away, works a while, fails where it is not alone, and notes that it ran. */
const root = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-workbench-'));
const at = (...parts: string[]) => path.join(root, ...parts);
const NPM = `#!/bin/sh
echo ran >> ../../ran
rm -rf node_modules
mkdir ../../busy || exit 9
[ -e ../../killed ] && { rmdir ../../busy; rm ../../killed; kill -9 $PPID; exit 1; }
sleep 0.5
[ -e ../../offline ] || mkdir node_modules
rmdir ../../busy
[ ! -e ../../offline ]
`;
for (const folder of ['scripts', 'bin', 'test/workbench']) mkdirSync(at(folder), { recursive: true });
copyFileSync('scripts/workbenchPackage.mjs', at('scripts/workbenchPackage.mjs'));
writeFileSync(at('bin/npm'), NPM);
chmodSync(at('bin/npm'), 0o755);
writeFileSync(at('scripts/use.mjs'), "import { installWorkbench } from './workbenchPackage.mjs';\nconsole.log(installWorkbench());\n");
afterAll(() => {
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  for (const name of ['ran', 'busy', 'offline', 'killed', 'test/workbench/node_modules'])
    rmSync(at(name), { recursive: true, force: true });
  writeFileSync(at('test/workbench/package-lock.json'), '{}');
});

const runs = () => (existsSync(at('ran')) ? readFileSync(at('ran'), 'utf8').trim().split('\n').length : 0);

async function use(): Promise<{ said: string; isThere: string }> {
  const env = { ...process.env, PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` };
  const child = spawn(process.execPath, [at('scripts/use.mjs')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [isThere, said] = ['', ''];
  child.stdout.on('data', data => (isThere += String(data)));
  child.stderr.on('data', data => (said += String(data)));
  await once(child, 'close');
  return { said, isThere: isThere.trim() };
}

const onLinux = test.runIf(canHaveWorkbench());

onLinux('two that need it at once install it once, and both have it', async () => {
  const both = await Promise.all([use(), use()]);
  expect(both.map(({ isThere }) => isThere)).toEqual(['true', 'true']);
  expect(runs()).toBe(1);
});

onLinux('one that was killed half-way keeps nobody waiting, and is no installation', async () => {
  writeFileSync(at('killed'), '');
  expect((await use()).isThere).toBe('false');
  expect((await use()).isThere).toBe('true');
  expect(runs()).toBe(2);
});

onLinux('without a network it is not there, which is said; with one it is, and again when the lock file has changed', async () => {
  writeFileSync(at('offline'), '');
  const { isThere, said } = await use();
  expect([isThere, said]).toEqual(['false', expect.stringContaining('could not be installed')]);
  rmSync(at('offline'));
  expect([(await use()).isThere, (await use()).isThere, runs()]).toEqual(['true', 'true', 2]);
  writeFileSync(at('test/workbench/package-lock.json'), '{ "changed": true }');
  expect([(await use()).isThere, runs()]).toEqual(['true', 3]);
});
