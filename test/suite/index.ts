import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/**
 * Runs every bundled `*.test.cjs` beside this file in the extension host. VS Code calls it, whoever started VS Code: the project's own workbench
 * (test/workbench/runSuite.ts), @vscode/test-electron (test/vscode/run.ts) or F5.
 *
 * The workbench names two files, since neither the console nor the exit code of an extension host tells what happened: SUITE_REPORT for what
 * people read, SUITE_RESULT for the counts. A host that dies leaves no result.
 */
export async function run(): Promise<void> {
  const report = process.env['SUITE_REPORT'];
  if (report) Mocha.reporters.Base.consoleLog = (...values: unknown[]) => appendFileSync(report, `${format(...values)}\n`);

  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 60_000, reporter: 'spec' });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  const { passes, failures } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() => (runner.stats ? resolve(runner.stats) : reject(new Error('Mocha kept no count.'))));
  });

  const result = process.env['SUITE_RESULT'];
  if (result) writeFileSync(result, JSON.stringify({ passes, failures }));
  if (failures > 0) throw new Error(`${failures} of ${passes + failures} tests failed.`);
  if (passes === 0) throw new Error('No test ran.');
}
