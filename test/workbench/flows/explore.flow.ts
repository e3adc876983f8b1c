// The main job by mouse: explore, point, read; the panel shows the same and answers back.
import assert from 'node:assert/strict';
import {
  chooseLens,
  command,
  expectedHeat,
  exploreLine,
  FRANCE,
  lensStatus,
  panelOf,
  pointAt,
  unfold,
  untilPainted,
  untilStatus,
} from '../page/lens.ts';
import { paintedRanges } from '../page/decorations.ts';
import { notifications } from '../page/parts.ts';
import { restPointer, wordBox } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows();
const CONTEXT = 'because it';
const LINE = 6;
const NO_TINT = 'rgba(0, 0, 0, 0)';

flow('Explore Selection runs, collapses the selection, tints the text and opens the panel', async ({ page }) => {
  await exploreLine(page, FRANCE);
  const scope = await until('the tint', async () => (await paintedRanges(page)).find(range => range.text === FRANCE));
  assert.deepEqual([scope.line, scope.startColumn, scope.endColumn], [LINE, 0, FRANCE.length]);
  assert.notEqual(scope.background, NO_TINT);
  // The caret rests where no word is, so VS Code highlights none.
  assert.equal(await page.locator('.editor-instance .wordHighlight, .editor-instance .wordHighlightText').count(), 0);
  await panelOf(page).getByRole('heading', { name: 'All heads', exact: true }).waitFor();
  assert.equal(await lensStatus(page), 'Strongest heads');
  assert.deepEqual(await notifications(page), []);
});

flow('pointing at "it" through the Reference lens paints exactly what the numbers of the command line ask for', async ({ page }) => {
  await chooseLens(page, 'Reference');
  await pointAt(page, CONTEXT, 'it');
  const expected = expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference');
  assert.deepEqual(expected, [{ text: 'France', startColumn: 10, step: 6 }]);
  await untilPainted(page, expected);
  await untilStatus(page, /^Reference {2}it → France 0\.59$/);
  // Weak steps would vanish in the tint: while a word is pointed at, an edge marks the explored text.
  const scope = (await paintedRanges(page)).find(range => range.text === FRANCE);
  assert.equal(scope?.background, NO_TINT);
});

flow('pointing at other words, through a lens of many heads, is as exact', async ({ page }) => {
  await chooseLens(page, 'Related words');
  for (const [context, word] of [
    ['it has', 'has'],
    ['I visited', 'visited'],
    ['wonderful', 'wonderful'],
  ] as const) {
    await pointAt(page, context, word);
    await untilPainted(page, expectedHeat(FRANCE, word, 'to', '--lens', 'related'));
  }
});

flow('a word of which nothing is lit says so in the status bar, and one key leads to the head with most for it', async ({ page }) => {
  await chooseLens(page, 'Previous word');
  // The editor shows the text: in the panel it is one line, on which not every word has a place.
  await unfold(page, 'Text');
  await panelOf(page).locator('.token', { hasText: /^I$/ }).hover();
  await untilStatus(page, /nothing lit, Ctrl\+K Alt\+M: strongest head$/);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Alt+M');
  await untilStatus(page, /^L\d H\d+ {2}I → \w+ 0\.\d\d$/);
  await chooseLens(page, 'Related words');
  await pointAt(page, 'wonderful', 'wonderful');
});

flow('marks stay when the pointer leaves, until the next word', async ({ page }) => {
  const expected = expectedHeat(FRANCE, 'wonderful', 'to', '--lens', 'related');
  await restPointer(page);
  await page.waitForTimeout(1500);
  await untilPainted(page, expected);
});

flow('pointing outside of the explored text changes nothing', async ({ page }) => {
  await pointAt(page, 'The bank approved', 'approved');
  await page.waitForTimeout(1200);
  await untilPainted(page, expectedHeat(FRANCE, 'wonderful', 'to', '--lens', 'related'));
});

flow('pointing in the panel lights up the editor, a click pins', async ({ page }) => {
  await chooseLens(page, 'Reference');
  await unfold(page, 'Text');
  const token = panelOf(page).getByRole('option', { name: /^it\b/ }).first();
  await token.hover();
  const expected = expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference');
  await untilPainted(page, expected);
  await token.click();
  await until('the pinned word', async () =>
    (await paintedRanges(page)).find(range => range.text === 'it' && range.background.startsWith('rgb(')),
  );
  await pointAt(page, 'it has', 'has');
  await untilStatus(page, /^Reference {2}it → has /);
  await untilPainted(page, expected);
  await panelOf(page).getByText('attends to').first().waitFor();
});

flow('pointing in the editor at another word shows its number in the panel', async ({ page }) => {
  await pointAt(page, 'I visited France', 'France');
  const value = panelOf(page)
    .getByRole('option', { name: /^France\b/ })
    .first();
  await until('the number under France', async () => (await value.innerText()).includes('.59'));
});

flow('Switch Direction paints the column instead of the row', async ({ page }) => {
  await command(page, 'Switch Direction');
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'by', '--lens', 'reference'));
  await untilStatus(page, /^Reference {2}it ← /);
  await command(page, 'Switch Direction');
});

flow('a head chosen in the panel is the head everywhere', async ({ page }) => {
  await panelOf(page).getByRole('option', { name: /L2 H1/ }).first().click();
  await untilStatus(page, /^L2 H1 /);
  await restPointer(page);
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--layer', '2', '--head', '1'));
});

flow('the context menu of an explored document has our menu', async ({ page }) => {
  const box = await wordBox(page, 'visited');
  await page.mouse.click(box.x + 5, box.y + box.height / 2, { button: 'right' });
  const menu = page.locator('.monaco-menu .action-label');
  await until('the menu', async () => (await menu.allTextContents()).some(label => label.startsWith('Copy')));
  assert.equal((await menu.allTextContents()).filter(label => label === 'Attention Lens').length, 1);
  await page.keyboard.press('Escape');
  await until('the menu to be gone', async () => (await menu.count()) === 0);
});

flow('Pin Word again unpins, and Clear leaves no trace', async ({ page }) => {
  await pointAt(page, CONTEXT, 'it');
  await page.waitForTimeout(600);
  await command(page, 'Pin Word');
  await until('no pin', async () => !(await paintedRanges(page)).some(range => range.text === 'it' && range.background.startsWith('rgb(')));
  await command(page, 'Clear');
  await until('an unmarked editor', async () => (await paintedRanges(page)).length === 0);
  assert.equal(await lensStatus(page), 'Attention Lens');
  const box = await wordBox(page, CONTEXT);
  await page.mouse.move(box.x + 5, box.y + 5);
  await page.waitForTimeout(900);
  assert.deepEqual(await paintedRanges(page), []);
});
