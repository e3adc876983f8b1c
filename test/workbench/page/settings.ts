import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { QUIET_SETTINGS } from '../server/settings.ts';
import type { Settings } from '../server/settings.ts';
import { runCommand } from './commands.ts';

/**
 * Replaces the user settings while the workbench runs, as a person does: in the settings.json editor. A running workbench does not take in a
 * file that was written from outside.
 */
export async function changeSettings(page: Page, settings: Settings): Promise<void> {
  await runCommand(page, 'Preferences: Open User Settings (JSON)');
  const tab = page.locator('.tab.active', { hasText: 'settings.json' });
  const lines = page.locator('.editor-instance .view-lines', { hasText: 'workbench.startupEditor' });
  await tab.waitFor();
  await lines.locator('.view-line').first().click(); // the tab is there before the editor takes keys
  await page.keyboard.press('Control+A');
  const mark = `Change-${randomUUID()}`;
  await page.keyboard.insertText(`// ${mark}\n${JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2)}`);
  await page.keyboard.press('Control+Home');
  await lines.getByText(mark).waitFor();
  await page.keyboard.press('Control+S');
  await page.locator('.tab.active:not(.dirty)', { hasText: 'settings.json' }).waitFor();
  await runCommand(page, 'View: Close Editor');
  await tab.waitFor({ state: 'hidden' });
}
