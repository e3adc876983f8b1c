import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { pick, runCommand, takeFocusFromWebview } from './commands.ts';
import { until } from './until.ts';

/** What VS Code names a webview by that stands in a side bar. */
const IN_VIEW = '[src*="purpose=webviewView"]';

/** The document inside the n-th webview of the editors, once it is shown. */
export function webviewFrame(page: Page, nth = 0): FrameLocator {
  return page.frameLocator(`iframe.webview.ready:not(${IN_VIEW})`).nth(nth).frameLocator('iframe#active-frame');
}

/** The compact view, in whichever side bar. */
export function compactView(page: Page): FrameLocator {
  return page.frameLocator(`iframe.webview.ready${IN_VIEW}`).frameLocator('iframe#active-frame');
}

/** Opens our place in the side bar. A click on the place that is open closes it. */
export async function showSideBar(page: Page): Promise<void> {
  const place = page.getByRole('tab', { name: 'Attention Lens', exact: true }).first();
  await until('the side bar', async () => {
    if ((await place.getAttribute('aria-expanded')) !== 'true') await place.click();
    return (await place.getAttribute('aria-expanded')) === 'true';
  });
}

/** Text of every status bar item, left to right on each side. */
export async function statusBarText(page: Page): Promise<string[]> {
  const items = await page.locator('.part.statusbar .statusbar-item').evaluateAll(elements =>
    elements.map(element => ({
      text: (element as HTMLElement).innerText.replaceAll('\u00a0', ' ').trim(),
      x: element.getBoundingClientRect().x,
    })),
  );
  return items
    .filter(item => item.text !== '')
    .sort((a, b) => a.x - b.x)
    .map(item => item.text);
}

/** Messages of the notifications on screen. */
export async function notifications(page: Page): Promise<string[]> {
  return page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
}

/** Presses a button of a notification on screen. */
export async function pressNotificationButton(page: Page, label: string): Promise<void> {
  await page.locator('.notifications-toasts').getByRole('button', { name: label, exact: true }).first().click();
}

/** Opens a file by its absolute path. */
export async function openFile(page: Page, file: string): Promise<void> {
  await takeFocusFromWebview(page);
  await page.keyboard.press('Control+P');
  await pick(page, path.basename(file), file);
  await page.locator('.tab.active', { hasText: path.basename(file) }).waitFor();
}

/** VS Code's default theme of each kind: its id for settings, its name for people, its CSS class. */
export const THEMES = {
  dark: { id: 'Dark 2026', label: 'Dark 2026', className: 'vs-dark' },
  light: { id: 'Light 2026', label: 'Light 2026', className: 'vs' },
  highContrast: { id: 'Default High Contrast', label: 'Dark High Contrast', className: 'hc-black' },
  highContrastLight: { id: 'Default High Contrast Light', label: 'Light High Contrast', className: 'hc-light' },
} as const;

export type ThemeKind = keyof typeof THEMES;

/** Switches the colour theme as a person does, and waits until it is painted. */
export async function setTheme(page: Page, kind: ThemeKind): Promise<void> {
  const { label, className } = THEMES[kind];
  await runCommand(page, 'Preferences: Color Theme');
  await pick(page, label);
  const workbench = page.locator('.monaco-workbench');
  await until(`the theme ${label}`, async () => (await workbench.getAttribute('class'))?.split(' ').includes(className));
}
