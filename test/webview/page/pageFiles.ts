import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../../workbench/paths.ts';
import { browserParts } from './browserParts.ts';

export const PAGE = path.join(ROOT, 'test/webview/page');

/** Names a folder in which they are. */
const BUILT = 'ATTENTION_LENS_PANEL_PAGE';

/** Builds them once for all processes that are started from here on. */
export async function buildPage(folder: string): Promise<void> {
  const files = await pageFiles();
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(path.join(folder, name), content);
  process.env[BUILT] = folder;
}

/** The panel and its stand-in host, by their names: built, where whoever started this has not. */
export async function pageFiles(): Promise<Map<string, string>> {
  const folder = process.env[BUILT];
  if (folder !== undefined) return new Map(readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')]));
  const common = { bundle: true, write: false, platform: 'browser', target: 'es2022', outdir: 'out', logLevel: 'warning' } as const;
  const [panel, host] = await Promise.all([
    build({
      ...common,
      entryPoints: { panel: path.join(ROOT, 'webview/main.tsx'), twoTexts: path.join(PAGE, 'twoTexts.tsx') },
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
    }),
    build({
      ...common,
      entryPoints: { fakeHost: path.join(PAGE, 'fakeHost.ts') },
      format: 'iife',
      plugins: [browserParts],
      external: ['onnxruntime-node'],
    }),
  ]);
  const files = new Map([...panel.outputFiles, ...host.outputFiles].map(file => [path.basename(file.path), file.text]));
  files.set('themes.css', readFileSync(path.join(PAGE, 'themes.css'), 'utf8'));
  return files;
}
