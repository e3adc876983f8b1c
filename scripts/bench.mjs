// npm run bench [-- --json] [-- --quick] [-- --only PART]: how fast it is, measured here and now. --json for machines, --quick leaves the workbench out.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { runWithBundledNode } from './bundledNode.mjs';

execFileSync(process.execPath, ['esbuild.mjs'], { cwd: path.resolve(import.meta.dirname, '..'), stdio: 'inherit' });
await runWithBundledNode(new URL('../test/bench/run.ts', import.meta.url));
