import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../workbench/paths.ts';
import type { Figure } from './figure.ts';

const OUTPUT = path.join(ROOT, 'out');
const TARGET = 'linux-x64';

/** Size of the package for linux-x64; makes one when there is none. */
export async function measurePackage(): Promise<Figure[]> {
  const file = findPackage() ?? makePackage();
  return [{ name: `VSIX, ${TARGET}`, value: statSync(file).size, unit: 'bytes', aim: 42e6, note: path.relative(ROOT, file) }];
}

function findPackage(): string | undefined {
  const files = existsSync(OUTPUT) ? readdirSync(OUTPUT) : [];
  const file = files.find(name => name.endsWith('.vsix') && name.includes(TARGET));
  return file === undefined ? undefined : path.join(OUTPUT, file);
}

function makePackage(): string {
  execFileSync(process.execPath, ['scripts/package.mjs', '--target', TARGET], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const file = findPackage();
  if (file === undefined) throw new Error('no package was made');
  return file;
}
