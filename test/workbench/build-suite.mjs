// Bundles the tests that run in the extension host (test/suite) and the entry for @vscode/test-electron (test/vscode) into out/.
// Plain JavaScript, since it also runs on the Node.js of a person who has no workbench from npm.
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const suite = path.join(root, 'test/suite');
const tests = readdirSync(suite).filter(file => file.endsWith('.test.ts'));
const output = path.join(root, 'out/suite');
rmSync(output, { recursive: true, force: true });
const common = { bundle: true, platform: 'node', target: 'node20', sourcemap: 'inline', logLevel: 'warning' };
await build({
  ...common,
  entryPoints: ['index.ts', ...tests].map(file => path.join(suite, file)),
  outdir: output,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['vscode', 'mocha'],
});
await build({
  ...common,
  entryPoints: [path.join(root, 'test/vscode/run.ts')],
  outfile: path.join(root, 'out/vscode/run.mjs'),
  format: 'esm',
  packages: 'external',
});
