// The same by keyboard alone: the cursor points, a chord family of keys does the rest.
import assert from 'node:assert/strict';
import { command, expectedHeat, firstLook, FRANCE, lensStatus, panelOf, selectLine, untilPainted, untilStatus } from '../page/lens.ts';
import { pick, quickInputText, quickPickLabels, runCommand } from '../page/commands.ts';
import { notifications, pressNotificationButton, statusBarText } from '../page/parts.ts';
import { clickWord, documentLine } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' }, 'editor.hover.enabled': 'off' } });

flow('Ctrl+K A explores the selection, the cursor points, and that hovers are off is said', async ({ page }) => {
  await selectLine(page, FRANCE);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('a');
  await untilStatus(page, /^Strongest heads$/);
  await until('the notice that hovers are off', async () =>
    (await notifications(page)).some(text => text.startsWith('Hovers are turned off')),
  );
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+ArrowRight');
  await untilStatus(page, firstLook(' {2}I → '));
  await page.keyboard.press('Control+ArrowRight');
  await untilStatus(page, firstLook(' {2}visited → '));
  await untilPainted(page, expectedHeat(FRANCE, 'visited', 'to', '--lens', 'strongest'));
});

flow('Ctrl+K Alt+O leads into the panel, Escape back into the text', async ({ page }) => {
  const text = await documentLine(page, 'I visited');
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+O');
  await until('the focus in the panel', () => page.evaluate(() => document.activeElement instanceof HTMLIFrameElement));
  await page.keyboard.press('Tab');
  await panelOf(page).locator('.bar-row :focus').waitFor();
  await page.keyboard.press('Escape');
  await until('the focus in the text', () => page.evaluate(() => Boolean(document.activeElement?.closest('.editor-instance'))));
  await page.keyboard.press('Control+ArrowLeft');
  await untilStatus(page, firstLook(' {2}(I|visited) → '));
  await page.keyboard.press('Control+ArrowRight');
  await untilStatus(page, firstLook(' {2}visited → '));
  assert.equal(await documentLine(page, 'I visited'), text);
});

flow('layers and heads are walked by keys', async ({ page }) => {
  const chord = async (key: string) => {
    await page.keyboard.press('Control+K');
    await page.keyboard.press(key);
  };
  await chord('Alt+ArrowDown');
  await untilStatus(page, /^L0 mean {2}visited → /);
  await untilPainted(page, expectedHeat(FRANCE, 'visited', 'to', '--layer', '0', '--mean'));
  await chord('Alt+ArrowUp');
  await untilStatus(page, /^L5 mean /);
  await chord('Alt+.');
  await untilStatus(page, /^L5 H0 /);
  await chord('Alt+,');
  await untilStatus(page, /^L5 H11 /);
  await untilPainted(page, expectedHeat(FRANCE, 'visited', 'to', '--layer', '5', '--head', '11'));
});

flow('what was looked at is walked by Alt and arrows in the panel, and by Go Back and Go Forward from anywhere', async ({ page }) => {
  await command(page, 'Go Back');
  await untilStatus(page, /^L5 H0 /);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+O');
  await until('the focus in the panel', () => page.evaluate(() => document.activeElement instanceof HTMLIFrameElement));
  await page.keyboard.press('Tab');
  await panelOf(page).locator('.bar-row :focus').waitFor();
  await page.keyboard.press('Alt+ArrowLeft');
  await untilStatus(page, /^L5 mean /);
  await page.keyboard.press('Alt+ArrowRight');
  await untilStatus(page, /^L5 H0 /);
  await page.keyboard.press('Escape');
  await until('the focus in the text', () => page.evaluate(() => Boolean(document.activeElement?.closest('.editor-instance'))));
  await command(page, 'Go Forward');
  await untilStatus(page, /^L5 H11 /);
});

flow('Choose Head is sorted for the current word', async ({ page }) => {
  await clickWord(page, 'because it', { tail: 2 });
  await untilStatus(page, /^L5 H11 {2}it → /);
  await command(page, 'Choose Head…');
  const labels = await quickPickLabels(page);
  assert.match(labels[0]!, /^L\d H\d+$/);
  assert.ok(labels.includes('L3 H1'), labels.join(', '));
  const typed = async (text: string, fits: (labels: string[]) => boolean) => {
    await page.locator('.quick-input-box input').fill(text);
    await until(`what ${text} finds`, async () => fits(await quickPickLabels(page)));
  };
  await typed('zebra', ([first]) => first === 'No head fits \u201czebra\u201d');
  await page.keyboard.press('Enter'); // chooses nothing, the list stays
  await typed('L6 H0', ([first]) => first === 'No head fits \u201cL6 H0\u201d');
  await typed('5 11', found => found[0] === 'L5 H11' && !found.includes('L11 H5'));
  await typed('5.11', found => found[0] === 'L5 H11' && !found.includes('L3 H1'));
  await typed('France', found => found.includes('L3 H1') && !found.includes('L2 H1'));
  await typed('l3 france', found => found.includes('L3 H1') && !found.includes('L5 H3'));
  await pick(page, 'L3 H1');
  await untilStatus(page, /^L3 H1 {2}it → France 0\.59$/);
});

flow('Next Attended Word pins the source and walks to what it attends to', async ({ page }) => {
  await command(page, 'Next Attended Word');
  await until('the cursor at France', async () => (await statusBarText(page)).some(text => text.startsWith('Ln 7, Col 11')));
  await untilStatus(page, /^L3 H1 {2}it → France 0\.59$/);
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--layer', '3', '--head', '1'));
});

flow('Describe says the numbers in a sentence, with the document\u2019s words in quotes', async ({ page }) => {
  await command(page, 'Describe Attention at Cursor');
  const message = await until('the sentence', async () => (await notifications(page)).find(text => text.startsWith('Layer 3, head 1:')));
  assert.match(message, /“it” attends to “France” 0\.59; itself 0\.33; the other 11 share 0\.08\./);
  await pressNotificationButton(page, 'Copy');
  await page.keyboard.press('F1');
  await until('the sentence on the clipboard', async () => {
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+V');
    assert.equal(await quickInputText(page), message);
    return true;
  });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
});

flow('Words or Sub-words carries the pin over', async ({ page }) => {
  await command(page, 'Words or Sub-words');
  await untilStatus(page, /^L3 H1 {2}it → /);
  await command(page, 'Words or Sub-words');
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--layer', '3', '--head', '1'));
});

flow('without a selection the paragraph at the cursor is explored', async ({ page }) => {
  await command(page, 'Clear');
  await clickWord(page, 'house for money');
  await page.keyboard.press('Control+K');
  await page.keyboard.press('a');
  await untilStatus(page, /^L3 H1 {2}(house|for|a) → /);
});

flow('an unsaved text is explored like any other, Open Sample opens one with its lens', async ({ page }) => {
  await command(page, 'Open Sample…');
  await pick(page, 'France and its food');
  await untilStatus(page, /^Reference {2}it → France 0\.59$/);
  await panelOf(page).locator('.lesson').getByText('Near and attended are two things').waitFor();
  assert.match(await lensStatus(page), /^Reference/);
});

flow('exploring brings back a panel that was closed, the keyboard stays in the text, and its group takes no files', async ({ page }) => {
  const tab = page.locator('.part.editor .tab', { hasText: 'Attention Lens' });
  await tab.click({ button: 'middle' });
  await until('the panel to be closed', async () => (await tab.count()) === 0);
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+A');
  await until('the panel', async () => (await tab.count()) === 1);
  const group = page.locator('.editor-group-container', { has: page.locator('.tab', { hasText: 'Attention Lens' }) });
  await until('its lock', async () => (await group.locator('.codicon-lock').count()) > 0);
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null), true);
});

flow('exploring brings back a panel that is hidden behind a file of its group, without the focus', async ({ page }) => {
  const group = page.locator('.editor-group-container', { has: page.locator('.tab', { hasText: 'Attention Lens' }) });
  const shown = group.locator('.tab.active');
  await group.locator('.codicon-lock:visible').first().click();
  await until('no lock', async () => (await group.locator('.codicon-lock:visible').count()) === 0);
  await group.locator('.tab', { hasText: 'Attention Lens' }).click();
  await runCommand(page, 'File: New Untitled Text File');
  await until('a file over the panel', async () => /Untitled/.test(await shown.innerText()));
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+A');
  await until('the panel over the file', async () => /Attention Lens/.test(await shown.innerText()));
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.monaco-editor') !== null), true);
  assert.equal(await group.locator('.tab', { hasText: 'Untitled' }).count(), 1);
});
