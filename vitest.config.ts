import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

const LEFT_OUT = /^(workbench|suite|fixtures)\//;

/** All test files, and those among them that put another module in the place of one: they cannot share what others have loaded. */
const FILES = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map(name => name.split(path.sep).join('/'))
  .filter(name => /\.test\.tsx?$/.test(name) && !LEFT_OUT.test(name) && !name.includes('node_modules/'))
  .map(name => `test/${name}`);
const REPLACING = FILES.filter(file => readFileSync(file, 'utf8').includes('vi.mock('));

export default defineConfig({
  test: {
    testTimeout: 120_000, // a guard against what hangs, on a machine that does other things as well
    reporters: ['default'],
    globalSetup: ['test/build.ts'],
    maxWorkers: '100%', // many of them wait for a process
    projects: [
      // Files share a worker and the modules it has loaded: loading them for each took as long as a third of the tests.
      { extends: true, test: { name: 'shared', include: FILES.filter(file => !REPLACING.includes(file)), isolate: false } },
      { extends: true, test: { name: 'replacing', include: REPLACING } },
    ],
  },
});
