import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** What the bundles are made of. */
const SOURCES = ['src', 'webview', 'esbuild.mjs', 'package-lock.json'];
const BUNDLES = ['dist/engine.cjs', 'dist/cli.mjs', 'dist/extension.cjs', 'dist/webview/panel.js'];

/** Tests of processes fork the bundles that ship: where one is missing, or older than its sources, all are built first. */
export function setup(): void {
  if (!isStale()) return;
  console.log('dist/ is missing or older than its sources: building it.');
  execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
}

function isStale(): boolean {
  if (!BUNDLES.every(file => existsSync(file))) return true;
  return Math.max(...SOURCES.map(newest)) > Math.min(...BUNDLES.map(file => statSync(file).mtimeMs));
}

/** When a file, or the newest file of a folder, was written. */
function newest(place: string): number {
  if (!statSync(place).isDirectory()) return statSync(place).mtimeMs;
  return Math.max(0, ...readdirSync(place).map(name => newest(path.join(place, name))));
}
