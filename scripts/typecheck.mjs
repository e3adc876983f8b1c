// Each place has its own tsconfig with only the types that exist there; tsc checks them one after the other.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { references } = JSON.parse(readFileSync(path.join(root, 'tsconfig.json'), 'utf8'));
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
let failed = 0;
for (const { path: place } of references) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', path.join(root, place)], { stdio: 'inherit', cwd: root });
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
