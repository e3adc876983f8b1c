import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { launchBrowser } from './browser/launch.ts';
import { RESULTS, ROOT, SAMPLES } from './paths.ts';
import { startServer } from './server/server.ts';
import { saveEvidence } from './evidence.ts';

/** How many tests passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

export interface SuiteOptions {
  /** Extension under development. With `extensionsFolder` an empty one: VS Code starts a suite only beside such an extension. */
  readonly extension: string;
  readonly extensionsFolder?: string | undefined;
}

const TIMEOUT_MS = 5 * 60_000;
const SUITE = path.join(ROOT, 'out/suite/index.cjs');

/**
 * Runs the bundled suite in the extension host of a workbench and prints its report. Only a result file with passes counts as success: the exit
 * code of an extension host that crashed is 0.
 */
export async function runSuite({ extension, extensionsFolder }: SuiteOptions): Promise<Counts> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-suite-'));
  const report = path.join(folder, 'report.txt');
  const result = path.join(folder, 'result.json');
  writeFileSync(report, '');
  const server = await startServer({ driver: true, extensionsFolder, environment: { SUITE_REPORT: report, SUITE_RESULT: result } });
  const browser = await launchBrowser();
  try {
    const console_: string[] = [];
    const page = await browser.context.newPage();
    page.on('pageerror', error => console_.push(`page error: ${error.stack}`));
    const ended = new Promise<string>(resolve => {
      page.on('crash', () => resolve('the page crashed'));
      void browser.context.exposeFunction('codeAutomationExit', (code: number) => resolve(`exit code ${code}`));
      void browser.context.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) =>
        console_.push(`${type}: ${format(...values)}`),
      );
    });
    const timer = new Promise<string>(resolve => setTimeout(() => resolve('time is up'), TIMEOUT_MS).unref());
    await page.goto(server.address({ folder: SAMPLES, extension, tests: SUITE }));
    const end = await Promise.race([ended, timer]);

    process.stdout.write(readFileSync(report, 'utf8'));
    const counts = readCounts(result);
    if (!counts || counts.failed > 0) await saveEvidence('suite', page, `${end}\n\n${console_.join('\n')}\n\n${server.log()}`);
    if (counts) return counts;
    console.error(`The suite left no result: ${end}. See ${path.relative(ROOT, RESULTS)}/suite.log.`);
    return { passed: 0, failed: 1 };
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function readCounts(file: string): Counts | undefined {
  try {
    const { passes, failures } = JSON.parse(readFileSync(file, 'utf8')) as { passes: number; failures: number };
    return { passed: passes, failed: failures };
  } catch {
    return undefined;
  }
}
