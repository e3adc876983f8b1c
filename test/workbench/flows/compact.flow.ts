// The compact view: the answer in a side bar beside a text that keeps its width, moved to the other side bar, and after a reload of the window.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { pick, runCommand } from '../page/commands.ts';
import { enginePids } from '../page/engine.ts';
import { chooseLens, command, expectedHeat, exploreLine, FRANCE, panelOf, pointAt, untilPainted, untilStatus } from '../page/lens.ts';
import { compactView, showSideBar } from '../page/parts.ts';
import { clickWord } from '../page/text.ts';
import { until } from '../page/until.ts';
import { untilWrittenDown } from '../page/windowState.ts';
import { SAMPLES } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' } } });

const said = async (page: Page) => (await compactView(page).locator('.statement').innerText()).replaceAll('\u00a0', ' ');
const untilSaid = (page: Page, pattern: RegExp) =>
  until(`the compact view to say ${String(pattern)}`, async () => {
    const text = await said(page);
    if (!pattern.test(text)) throw new Error(text);
    return true;
  });
const panelTabs = (page: Page) => page.locator('.part.editor .tab', { hasText: 'Attention Lens' }).count();

flow('in sight it is enough: exploring opens no panel, and the word at the caret has its answer there', async ({ page, server }) => {
  await showSideBar(page);
  await compactView(page).getByRole('heading', { name: 'Nothing explored yet' }).waitFor();
  assert.deepEqual(enginePids(server.pid), []);
  await exploreLine(page, FRANCE);
  await chooseLens(page, 'Reference');
  await clickWord(page, 'because it', { tail: 2 });
  await command(page, 'Pin Word');
  await untilSaid(page, /^it attends to France 0\.59; itself 0\.33/);
  assert.equal(await panelTabs(page), 0);
});

flow('its heads and its direction are those of the text', async ({ page }) => {
  const view = compactView(page);
  await view.locator('.strongest .row', { hasText: 'food' }).first().click();
  await untilStatus(page, /^L2 H1 {2}it → food 0\.71/);
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--layer', '2', '--head', '1'));
  await view.getByRole('radio', { name: 'attended by' }).click();
  await untilStatus(page, /^L2 H1 {2}it ←/);
});

flow('its keys go back through what was looked at', async ({ page }) => {
  await compactView(page).locator('.strongest .row').first().focus();
  await page.keyboard.press('Alt+ArrowLeft');
  await untilStatus(page, /^Reference {2}it ←/);
  await compactView(page).getByRole('radio', { name: 'attends to' }).click();
  await untilSaid(page, /^it attends to France 0\.59/);
});

flow('Open Panel opens the panel, which says the same', async ({ page }) => {
  await compactView(page).getByRole('button', { name: 'Open Panel' }).click();
  await panelOf(page).locator('.answer .statement').waitFor();
  assert.equal((await panelOf(page).locator('.answer .statement').innerText()).replaceAll('\u00a0', ' '), await said(page));
});

flow('moved to the secondary side bar it goes on as it was', async ({ page }) => {
  await runCommand(page, 'View: Move View');
  await pick(page, 'At a Glance');
  await pick(page, 'New Secondary Side Bar Entry');
  await page.locator('.part.auxiliarybar .pane-header, .part.auxiliarybar .composite.title').first().waitFor();
  await untilSaid(page, /^it attends to France 0\.59/);
  const [text, view] = [await page.locator('.part.editor').boundingBox(), await page.locator('.part.auxiliarybar').boundingBox()];
  assert.ok(view!.x >= text!.x + text!.width - 1, 'beside the text, on the right');
});

flow('after a reload of the window it says what was explored, loads nothing, and explores again when asked', async ({ page, server }) => {
  await panelOf(page).locator('.answer .statement').waitFor();
  await page.locator('.part.editor .tab', { hasText: 'Attention Lens' }).click({ button: 'middle' });
  await until('the panel to close', async () => (await panelTabs(page)) === 0);
  await untilWrittenDown(page, 'words.md', 'reference', 'compact');
  await page.goto(server.address({ folder: SAMPLES }));
  await page.waitForSelector('.editor-instance .view-line span span', { timeout: 60_000 });
  // The window may have been written down before the side bar came into sight.
  const bar = page.locator('.part.auxiliarybar');
  await until('the side bar', async () => {
    if (!(await bar.isVisible())) await page.keyboard.press('Control+Alt+B');
    return bar.isVisible();
  });
  await compactView(page)
    .getByText(/words\.md, line 7/)
    .waitFor({ timeout: 60_000 });
  // The window may have been written down before the panel was closed.
  const before = await panelTabs(page);
  assert.deepEqual(enginePids(server.pid), []);
  await compactView(page).getByRole('button', { name: 'Explore Again' }).click();
  await untilStatus(page, /^Reference/);
  assert.equal(await panelTabs(page), before);
  await pointAt(page, 'because it', 'it');
  await untilSaid(page, /^it attends to France 0\.59/);
});
