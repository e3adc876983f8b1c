// The panel in a plain browser: `npm run panel` runs the page tests, `npm run panel -- NAME` those of files whose name contains NAME,
// `-- --test-name-pattern=matrix` those whose own name does; `--serve` serves the page for looking at it.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { canHaveWorkbench, installWorkbench } from '../../scripts/workbenchPackage.mjs';

const { values: flags, positionals: wanted } = parseArgs({
  options: { serve: { type: 'boolean' }, 'test-name-pattern': { type: 'string', multiple: true } },
  allowPositionals: true,
});
/** One more than there are processors: a page waits for frames. */
const AT_ONCE = availableParallelism() + 1;
const patterns = flags['test-name-pattern'] ?? [];

const here = import.meta.dirname;
const root = path.resolve(here, '../..');
// Two folders below the root, as the sources are, so that paths relative to a module stay right.
const outdir = path.join(root, '.cache/panel-page');
const suites = readdirSync(here).filter(
  name => name.endsWith('.page.ts') && (wanted.length === 0 || wanted.some(part => name.includes(part))),
);
if (!canHaveWorkbench()) fail('The browser of the page tests runs on Linux x64 only.');
if (!installWorkbench()) process.exit(1);
if (suites.length === 0) fail(`No page test file is called like ${wanted.join(' or ')}.`);
await build({
  entryPoints: [...suites, 'page/serve.ts', 'page/pageFiles.ts'].map(name => path.join(here, name)),
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
if (flags.serve) await import(path.join(outdir, 'serve.mjs'));
else {
  const { buildPage } = await import(path.join(outdir, 'pageFiles.mjs'));
  await buildPage(path.join(outdir, 'page'));
  await test(suites.map(name => path.join(outdir, name.replace(/\.ts$/, '.mjs'))));
}

/** @param {string[]} files */
async function test(files) {
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --enable-source-maps`;
  process.chdir(root);
  let passed = 0;
  const events = run({ files, concurrency: AT_ONCE, ...(patterns.length > 0 && { testNamePatterns: patterns }) });
  // Where a pattern leaves out all tests of a file, the file itself passes.
  events.on('test:pass', ({ name, skip }) => {
    if (skip === undefined && !files.some(file => file.endsWith(name) || name === file)) passed++;
  });
  events.on('test:fail', () => (process.exitCode = 1));
  events.pipe(new spec()).pipe(process.stdout);
  await new Promise(resolve => events.once('end', resolve));
  if (passed === 0 && process.exitCode === undefined) fail(`No page test is called like ${patterns.join(' or ')}.`);
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message);
  process.exit(1);
}
