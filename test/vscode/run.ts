// The suite of test/suite in a desktop VS Code, for machines that can download one. Build first: node test/workbench/build-suite.mjs
import path from 'node:path';
import { runTests } from '@vscode/test-electron';

/** Bundled to out/vscode/run.mjs, two folders below the project. */
const root = path.resolve(import.meta.dirname, '../..');

await runTests({
  extensionDevelopmentPath: root,
  extensionTestsPath: path.join(root, 'out/suite/index.cjs'),
  launchArgs: [path.join(root, 'media/samples'), '--disable-extensions', '--disable-workspace-trust'],
});
