// Everything that runs in a real workbench. Started by run.mjs, which brings the right Node.js.
//   --dev           the development folder instead of the packaged .vsix
//   --suite-only    --flows-only    NAME...   only flows whose file name contains NAME
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { RESULTS, ROOT } from './paths.ts';
import { runFlows } from './runFlows.ts';
import { runSuite } from './runSuite.ts';
import type { Counts } from './runSuite.ts';
import { installExtension } from './server/installExtension.ts';

const { values: flags, positionals } = parseArgs({
  options: { dev: { type: 'boolean' }, 'suite-only': { type: 'boolean' }, 'flows-only': { type: 'boolean' } },
  allowPositionals: true,
});

// Interrupted or not, nothing stays behind. Not `once`: the signal may come from the terminal and from the parent.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

rmSync(RESULTS, { recursive: true, force: true });
const extensionsFolder = flags.dev ? undefined : mkdtempSync(path.join(os.tmpdir(), 'attention-lens-extensions-'));
process.once('exit', () => {
  if (extensionsFolder !== undefined) rmSync(extensionsFolder, { recursive: true, force: true });
});
if (extensionsFolder !== undefined) await installPackaged(extensionsFolder);
else runScript('esbuild.mjs');

const counts: Counts[] = [];
if (!flags['flows-only'] && positionals.length === 0) counts.push(await suite(extensionsFolder));
if (!flags['suite-only']) counts.push(await flows(extensionsFolder));

const passed = counts.reduce((sum, count) => sum + count.passed, 0);
const failed = counts.reduce((sum, count) => sum + count.failed, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && counts.every(count => count.passed > 0) ? 0 : 1;

function runScript(...script: string[]): void {
  execFileSync(process.execPath, script, { cwd: ROOT, stdio: 'inherit' });
}

/** What is tested is what ships: staged, packaged, looked into, built a second time to the same bytes, installed. */
async function installPackaged(folder: string): Promise<void> {
  runScript('scripts/package.mjs', '--target', 'linux-x64', '--twice');
  const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { name: string; version: string };
  await installExtension(path.join(ROOT, `out/${name}-linux-x64-${version}.vsix`), folder);
}

async function suite(installed: string | undefined): Promise<Counts> {
  runScript('test/workbench/build-suite.mjs');
  const extension = installed === undefined ? ROOT : path.join(import.meta.dirname, 'suiteHost');
  return runSuite({ extension, extensionsFolder: installed });
}

async function flows(installed: string | undefined): Promise<Counts> {
  const folder = path.join(import.meta.dirname, 'flows');
  const files = readdirSync(folder)
    .filter(file => file.endsWith('.flow.ts'))
    .filter(file => positionals.length === 0 || positionals.some(name => file.includes(name)))
    .map(file => path.join(folder, file));
  if (installed !== undefined) process.env['WORKBENCH_EXTENSIONS_FOLDER'] = installed;
  return runFlows(files.sort());
}
