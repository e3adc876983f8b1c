import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/workbench/**', 'test/suite/**', 'node_modules/**'],
    testTimeout: 30_000,
    reporters: ['default'],
    globalSetup: ['test/build.ts'],
  },
});
