// Bundles: extension and engine (CommonJS, Node), command line (ESM, Node), panel (ESM, browser). `--watch` rebuilds.
import { build, context } from 'esbuild';
import { chmodSync, rmSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--minify');
const common = { bundle: true, minify, sourcemap: minify ? false : 'linked', logLevel: 'warning', legalComments: 'none', target: 'es2022' };
const node = { ...common, platform: 'node', target: 'node20' };

const targets = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
  },
  {
    ...node,
    entryPoints: { engine: 'src/engine/main.ts' },
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['onnxruntime-node'],
  },
  {
    ...node,
    entryPoints: { cli: 'src/cli.ts', cliCommand: 'src/cliCommand.ts' },
    outdir: 'dist',
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
    outdir: 'dist/webview',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'css' },
  },
];

if (watch) {
  for (const target of targets) await (await context(target)).watch();
} else {
  rmSync('dist', { recursive: true, force: true });
  await Promise.all(targets.map(build));
  chmodSync('dist/cli.mjs', 0o755);
}
