// The panel in a plain browser: `node test/webview/run.mjs` runs the page tests, `--serve` serves the page for looking at it.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
// Two folders below the root, as the sources are, so that paths relative to a module stay right.
const outdir = path.join(root, '.cache/panel-page');
const suites = readdirSync(here).filter(name => name.endsWith('.page.ts'));
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
// Other arguments go to the test runner, e.g. --test-name-pattern=matrix. One file after the other: they measure time.
const runner = serve ? [] : ['--test', '--test-reporter=spec', '--test-concurrency=1', ...process.argv.slice(2)];
const files = targets.map(name => path.join(outdir, name));
const child = spawn(process.execPath, ['--enable-source-maps', ...runner, ...files], { cwd: root, stdio: 'inherit' });
child.on('exit', code => process.exit(code ?? 1));
