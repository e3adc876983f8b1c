import { defineConfig } from 'vitest/config';

/** Tests of functions share a worker and the modules it has loaded; a file of any other folder has a process of its own. */
const FUNCTIONS = ['core', 'onnx', 'protocol', 'session', 'tokenizer', 'webview'].map(folder => `test/${folder}/**/*.test.{ts,tsx}`);

export default defineConfig({
  test: {
    testTimeout: 120_000, // a guard against what hangs, on a machine that does other things as well
    reporters: ['default'],
    globalSetup: ['test/build.ts'],
    maxWorkers: '100%', // many of them wait for a process
    projects: [
      { extends: true, test: { name: 'functions', include: FUNCTIONS, isolate: false } },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...FUNCTIONS, 'test/workbench/**', 'test/suite/**', 'node_modules/**'],
        },
      },
    ],
  },
});
