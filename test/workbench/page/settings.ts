import type { Page } from 'playwright-core';
import { QUIET_SETTINGS } from '../server/settings.ts';
import type { Settings } from '../server/settings.ts';
import { runCommand } from './commands.ts';

/**
 * Replaces the user settings while the workbench runs, as a person does: in the settings.json editor. A file written from outside reaches a
 * running workbench only now and then.
 */
export async function changeSettings(page: Page, settings: Settings): Promise<void> {
  await runCommand(page, 'Preferences: Open User Settings (JSON)');
  const tab = page.locator('.tab.active', { hasText: 'settings.json' });
  await tab.waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(JSON.stringify({ ...QUIET_SETTINGS, ...settings }));
  await page.keyboard.press('Control+S');
  await page.locator('.tab.active:not(.dirty)', { hasText: 'settings.json' }).waitFor();
  await runCommand(page, 'View: Close Editor');
  await tab.waitFor({ state: 'hidden' });
}
