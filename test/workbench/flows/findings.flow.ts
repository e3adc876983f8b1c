// Keep This, the list in the side bar, back to a view, after an edit and after a reload of the window.
import assert from 'node:assert/strict';
import { answer } from '../page/commands.ts';
import { chooseLens, command, exploreLine, FRANCE, pointAt, untilStatus } from '../page/lens.ts';
import { notifications, showSideBar } from '../page/parts.ts';
import { clickWord, documentLine, restPointer } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';
import type { Page } from 'playwright-core';

const flow = workbenchFlows({ width: 1600 });
const rows = (page: Page) => page.locator('.part.sidebar .pane-body .monaco-list-row');

flow('a word is kept with a note, and stands in the side bar', async ({ page }) => {
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, /it → France/);
  await command(page, 'Keep This');
  await answer(page, 'the pronoun finds its noun');
  await showSideBar(page);
  await rows(page).getByText('it → France 0.59').waitFor();
  await rows(page)
    .getByText(/the pronoun finds its noun · Reference · words\.md:7/)
    .waitFor();
});

flow('a click leads back to it, through its head, after lines were written above', async ({ page }) => {
  await chooseLens(page, 'Related words');
  await command(page, 'Clear');
  await clickWord(page, 'Words in company');
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('above\n\n');
  await rows(page).first().click();
  await restPointer(page);
  await untilStatus(page, /^Reference {2}it → France 0\.59/);
});

flow('the list says that a text was edited, and so does going back', async ({ page }) => {
  await clickWord(page, 'wonderful food');
  await page.keyboard.type('x');
  await rows(page)
    .getByText(/edited/)
    .waitFor();
  await rows(page).first().click();
  await until('that it changed', async () =>
    (await notifications(page)).some(text => text.startsWith('The text has changed since this was kept')),
  );
});

flow('all of them are written as Markdown', async ({ page }) => {
  await command(page, 'Findings as Markdown');
  assert.match(await documentLine(page, 'attends to'), /^`it` attends to `France` 0\.59, `visited` 0\.02/);
});

flow('they survive a reload of the window', async ({ page }) => {
  await page.reload();
  await showSideBar(page);
  await rows(page).getByText('it → France 0.59').waitFor({ timeout: 60_000 });
});
