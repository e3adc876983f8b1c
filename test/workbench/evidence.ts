import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { RESULTS } from './paths.ts';

/** Saves what is on screen and a log under test-results/, for whoever looks at a failed test. */
export async function saveEvidence(name: string, page: Page, log: string): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, name.replaceAll(/[^\w-]+/g, '-'));
  writeFileSync(`${file}.log`, log);
  try {
    await page.screenshot({ path: `${file}.png`, timeout: 10_000 });
  } catch {
    // the page is gone; the log remains
  }
}
