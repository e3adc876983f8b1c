// Bundles: extension and engine (CommonJS, Node), command line (ESM, Node), panel (ESM, browser). `--watch` rebuilds, `--out FOLDER` instead of dist/.
import { build, context } from 'esbuild';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const {
  values: { watch, minify, out },
} = parseArgs({ options: { watch: { type: 'boolean' }, minify: { type: 'boolean' }, out: { type: 'string', default: 'dist' } } });
const common = { bundle: true, minify, sourcemap: minify ? false : 'linked', logLevel: 'warning', legalComments: 'none', target: 'es2022' };
const node = { ...common, platform: 'node', target: 'node20' };

const targets = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: out,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  {
    ...node,
    entryPoints: { engine: 'src/engine/main.ts' },
    outdir: out,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['onnxruntime-node'],
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli.ts', cliCommand: 'src/cliCommand.ts' },
    outdir: out,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    external: ['onnxruntime-node'],
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
  {
    ...common,
    platform: 'browser',
    entryPoints: { panel: 'webview/main.tsx' },
    outdir: path.join(out, 'webview'),
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'css' },
  },
];

if (watch) {
  for (const target of targets) await (await context(target)).watch();
} else {
  const built = (await Promise.all(targets.map(target => build({ ...target, write: false })))).flatMap(({ outputFiles }) => outputFiles);
  for (const file of built) put(file);
  const wanted = new Set(built.map(file => file.path));
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const name = path.resolve(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(name)) rmSync(name, { force: true });
  }
}

/**
 * A bundle is there, whole, at every moment: others may start from it while it is built again.
 * @param {import('esbuild').OutputFile} file
 */
function put({ path: file, contents }) {
  const now = new Date();
  if (existsSync(file) && readFileSync(file).equals(contents)) return utimesSync(file, now, now);
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, contents);
  if (path.basename(file) === 'cli.mjs') chmodSync(fresh, 0o755);
  renameSync(fresh, file);
}
