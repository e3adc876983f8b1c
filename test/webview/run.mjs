// The panel in a plain browser: `npm run panel` runs the page tests, `npm run panel -- NAME` those of files whose name contains NAME,
// `--serve` serves the page for looking at it.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
// Two folders below the root, as the sources are, so that paths relative to a module stay right.
const outdir = path.join(root, '.cache/panel-page');
const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('-'));
const suites = readdirSync(here).filter(
  name => name.endsWith('.page.ts') && (wanted.length === 0 || wanted.some(part => name.includes(part))),
);
if (suites.length === 0) throw new Error(`No page test file is called like ${wanted.join(' or ')}.`);
await build({
  entryPoints: [...suites, 'page/serve.ts'].map(name => path.join(here, name)),
  outdir,
  entryNames: '[name]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  sourcemap: 'inline',
  logLevel: 'warning',
});
const serve = process.argv.includes('--serve');
const targets = serve ? ['serve.mjs'] : suites.map(name => name.replace(/\.ts$/, '.mjs'));
const files = targets.map(name => path.join(outdir, name));

const others = process.argv.slice(2).filter(argument => argument.startsWith('-')); // to the test runner, e.g. --test-name-pattern=matrix
const runner = ['--test', '--test-reporter=spec'];
// Tests of how long a frame takes are named after hovering; they have the machine to themselves.
const MEASURING = 'hovering over';
const rounds = serve
  ? [[]]
  : others.length > 0
    ? [[...runner, '--test-concurrency=1', ...others]]
    : [
        [...runner, '--test-concurrency=2', `--test-skip-pattern=${MEASURING}`],
        [...runner, '--test-concurrency=1', `--test-name-pattern=${MEASURING}`],
      ];

for (const [index, round] of rounds.entries()) {
  const chosen = index === 0 ? files : files.filter(file => readFileSync(file, 'utf8').includes(MEASURING));
  if (chosen.length === 0) continue;
  const code = await run(['--enable-source-maps', ...round, ...chosen]);
  if (code !== 0) process.exit(code);
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
function run(args) {
  return new Promise(resolve => {
    spawn(process.execPath, args, { cwd: root, stdio: 'inherit' }).on('exit', code => resolve(code ?? 1));
  });
}
