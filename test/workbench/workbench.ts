import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from './browser/launch.ts';
import type { BrowserOptions, RunningBrowser } from './browser/launch.ts';
import { saveEvidence } from './evidence.ts';
import { ROOT, SAMPLES } from './paths.ts';
import { startServer } from './server/server.ts';
import type { Server, ServerOptions } from './server/server.ts';

/** On a slow machine with two cores a workbench takes up to a minute to start. */
export const START_TIMEOUT_MS = 90_000;

export interface WorkbenchOptions extends ServerOptions, BrowserOptions {
  readonly folder?: string;
  /** Opened at the start; null opens none. */
  readonly file?: string | null;
  /** Folder of the extension. Without it: what the runner asks for (a packaged one), else the project. */
  readonly extension?: string;
}

/** A running workbench: server, browser and one page. */
export interface Workbench {
  readonly server: Server;
  readonly browser: RunningBrowser;
  readonly page: Page;
  /** Uncaught errors of the page; a test that ends with some has failed. */
  readonly errors: readonly string[];
  /** Saves a picture and the server's log under test-results/. */
  saveEvidence(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The runner tests a packaged extension by naming the folder it is installed in. */
const EXTENSIONS_FOLDER = process.env['WORKBENCH_EXTENSIONS_FOLDER'];
const EXTENSION = process.env['WORKBENCH_EXTENSION'] ?? ROOT;

/** Starts a workbench with the extension and waits until the file (or the status bar) is on screen. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { folder = SAMPLES, file = path.join(SAMPLES, 'words.md') } = options;
  const extensions = options.extension === undefined ? { extension: EXTENSION, extensionsFolder: EXTENSIONS_FOLDER } : {};
  const server = await startServer({ ...options, ...extensions });
  let browser: RunningBrowser | undefined;
  try {
    browser = await launchBrowser(options);
    const page = await browser.context.newPage();
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(error.stack ?? String(error)));
    await page.goto(server.address({ folder, file: file ?? undefined }), { timeout: START_TIMEOUT_MS });
    const sign = file ? '.editor-instance .view-line span span' : '.part.statusbar .statusbar-item';
    await page.waitForSelector(sign, { timeout: START_TIMEOUT_MS });
    return assemble(server, browser, page, errors);
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}

function assemble(server: Server, browser: RunningBrowser, page: Page, errors: readonly string[]): Workbench {
  return {
    server,
    browser,
    page,
    errors,
    saveEvidence: name => saveEvidence(name, page, `${errors.join('\n')}\n\n${server.log()}`),
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
