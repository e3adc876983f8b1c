// The panel in a plain browser: `node test/webview/run.mjs` runs the page tests, `--serve` serves the page for looking at it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
// Two folders below the root, as the sources are, so that paths relative to a module stay right.
const outdir = path.join(root, '.cache/panel-page');
await build({
  entryPoints: [path.join(here, 'panel.page.ts'), path.join(here, 'page/serve.ts')],
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
const target = path.join(outdir, serve ? 'serve.mjs' : 'panel.page.mjs');
// Other arguments go to the test runner, e.g. --test-name-pattern=matrix.
const runner = serve ? [] : ['--test', '--test-reporter=spec', ...process.argv.slice(2)];
const child = spawn(process.execPath, ['--enable-source-maps', ...runner, target], { cwd: root, stdio: 'inherit' });
child.on('exit', code => process.exit(code ?? 1));
