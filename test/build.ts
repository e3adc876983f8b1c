import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Tests of processes fork the bundles that ship: on a fresh clone they are built first. */
export function setup(): void {
  if (!existsSync('dist/engine.cjs')) execFileSync(process.execPath, ['esbuild.mjs'], { stdio: 'inherit' });
}
