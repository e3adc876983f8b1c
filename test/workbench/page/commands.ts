import type { Page } from 'playwright-core';

const quickInput = (page: Page) => page.locator('.quick-input-widget');
const quickInputField = (page: Page) => quickInput(page).locator('.quick-input-box input');

/** Longer than a quick pick takes to appear on a busy machine; one that something closed does not come back. */
const PICK_MILLISECONDS = 10_000;

/** No key reaches the workbench while a webview has the focus. */
export async function takeFocusFromWebview(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLIFrameElement) document.activeElement.blur();
  });
}

/** Runs a command by its full title ("Attention Lens: Clear") through the command palette. Waits for commands of extensions that still start. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = quickPickRow(page, title);
  for (let attempt = 0; attempt < 10; attempt++) {
    await takeFocusFromWebview(page);
    await page.keyboard.press('F1');
    try {
      await quickInputField(page).waitFor({ state: 'visible', timeout: 2_000 });
      await quickInputField(page).fill(`>${title}`);
      await row.waitFor({ state: 'visible', timeout: 4_000 });
      await row.click({ timeout: 4_000 });
    } catch {
      // Not there yet, or closed again by something that took the focus.
      await page.keyboard.press('Escape');
      await page.waitForTimeout(500);
      continue;
    }
    await row.waitFor({ state: 'hidden' }); // the next quick pick may come at once
    return;
  }
  throw new Error(`The command palette does not offer "${title}".`);
}

/** The titles that the command palette offers for a filter. */
export async function offeredCommands(page: Page, filter: string): Promise<string[]> {
  await takeFocusFromWebview(page);
  await page.keyboard.press('F1');
  await quickInputField(page).fill(`>${filter}`);
  await page.waitForTimeout(500);
  const titles = await quickPickLabels(page);
  await page.keyboard.press('Escape');
  return titles;
}

/** Labels of the quick pick on screen, from the top. */
export async function quickPickLabels(page: Page): Promise<string[]> {
  await quickInput(page).waitFor({ state: 'visible' });
  return quickInput(page).locator('.monaco-list-row .label-name').allInnerTexts();
}

/** What is typed into the quick pick or input box on screen. */
export async function quickInputText(page: Page): Promise<string> {
  return quickInputField(page).inputValue();
}

/** Picks an entry of the quick pick on screen by its exact label. A filter is typed first, since a long list holds only what is in sight. */
export async function pick(page: Page, label: string, filter = label): Promise<void> {
  await quickInputField(page).fill(filter, { timeout: PICK_MILLISECONDS });
  await quickPickRow(page, label).click({ timeout: PICK_MILLISECONDS });
}

/** Types into the quick pick or input box on screen and presses Enter. */
export async function answer(page: Page, text: string): Promise<void> {
  await quickInputField(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Gives a path to the file dialog on screen and accepts it by its button; a first press may only open the folder. */
export async function answerDialog(page: Page, path: string, button: string): Promise<void> {
  const accept = quickInput(page).getByRole('button', { name: button });
  await accept.waitFor();
  await page.waitForTimeout(500); // it reads the folder it starts in
  await quickInputField(page).fill(path);
  for (let press = 0; press < 4 && (await accept.isVisible()); press++) {
    await page.waitForTimeout(500);
    await accept.click({ timeout: 2_000 }).catch(() => undefined);
    await page.waitForTimeout(500);
  }
  await accept.waitFor({ state: 'hidden' });
}

function quickPickRow(page: Page, label: string) {
  const name = page.locator('.monaco-icon-label-container .label-name').getByText(label, { exact: true });
  return quickInput(page).locator('.monaco-list-row', { has: name }).first();
}
