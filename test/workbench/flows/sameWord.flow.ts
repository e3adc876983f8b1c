// One word in several places: compared, gone to, named, edited away.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { answer, pick, takeFocusFromWebview } from '../page/commands.ts';
import { command, exploreLine, FRANCE, panelOf, pointAt, untilStatus } from '../page/lens.ts';
import { jsonByCli } from '../page/likeness.ts';
import { notifications, openFile, pressNotificationButton, statusBarText } from '../page/parts.ts';
import { clickWord } from '../page/text.ts';
import { until } from '../page/until.ts';
import { SAMPLES } from '../paths.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600 });
const BANKS = [
  'The bank refused to lend the company more money.',
  'She opened a savings account at the bank in town.',
  'We sat on the grassy bank and watched the river.',
  'The boat drifted towards the muddy bank of the stream.',
  '',
].join('\n');

const places = (page: Page) => panelOf(page).locator('.places .place');

/** Cosines between the places after some layers, as the page's table gives them. */
async function shownCosines(panel: FrameLocator): Promise<number[][]> {
  const table = panel.getByRole('region', { name: 'Cosines as a table' });
  const rows = await table
    .locator('tbody tr')
    .evaluateAll(elements =>
      elements.map(row => [...row.querySelectorAll('td.number')].map(cell => Number((cell.textContent ?? '').replace('\u2212', '-')))),
    );
  return rows;
}

flow('the example compares four banks; the numbers are those of the command line', async ({ page }) => {
  await command(page, 'Example: One Word, Four Places');
  await until('four places', async () => (await places(page).count()) === 4);
  const panel = panelOf(page);
  await panel.getByText('Show as tables').click();
  const { layers } = jsonByCli('compare', '--text', BANKS, '--word', 'bank') as { layers: number[][][] };
  const expected = layers[3]!.map(row => row.map(value => Number(value.toFixed(2))));
  await until('the cosines after three layers', async () => {
    const shown = await shownCosines(panel);
    assert.deepEqual(shown, expected);
    return true;
  });
});

flow('at the word table all four are the same, and the page says so', async ({ page }) => {
  const panel = panelOf(page);
  await panel.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await panel.getByText(/The same vector in all 4 places/).waitFor();
  await panel.getByRole('slider').focus();
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await panel.getByText(/The same vector in all 4 places/).waitFor({ state: 'detached' });
});

flow('groups that a person names get their own figures', async ({ page }) => {
  const panel = panelOf(page);
  const names = ['money', 'money', 'river', 'river'];
  for (const [place, name] of names.entries()) {
    await places(page).nth(place).getByRole('combobox').fill(name);
    await page.keyboard.press('Tab');
  }
  await panel.getByText('groups that you named', { exact: true }).waitFor();
});

flow('a click goes to the place in the document', async ({ page }) => {
  await places(page).nth(2).getByRole('button').first().click();
  await until('the caret at the third bank', async () =>
    (await statusBarText(page)).some(text => /^Ln 3, Col 2\d \(4 selected\)$/.test(text)),
  );
});

flow('an occurrence that is edited away is grey and cannot be gone to; its numbers stay', async ({ page }) => {
  await takeFocusFromWebview(page);
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('Gone.');
  await panelOf(page).getByText('edited away', { exact: false }).first().waitFor();
  assert.equal(await places(page).count(), 4);
  await page.keyboard.press('Control+Z');
  await until('the place back', async () => (await panelOf(page).locator('.place.gone').count()) === 0);
});

flow('Compare Occurrences asks for a second sentence, and refuses a word that stands alone', async ({ page }) => {
  await command(page, 'Example: The Cat and the Mat');
  await untilStatus(page, /it → cat/);
  await command(page, 'Compare Occurrences…');
  await pick(page, 'This Document');
  await until('the message', async () => (await notifications(page)).some(text => text.includes('stands there only once')));
  await pressNotificationButton(page, 'A Second Sentence…');
  await answer(page, 'It rained.');
  await until('two places', async () => (await places(page).count()) === 2);
  await panelOf(page).getByText('typed sentence').first().waitFor();
});

flow('Compare Occurrences takes the word at the caret, explored or not, though another one is pinned', async ({ page }) => {
  const untilAsked = async (word: string) => {
    await command(page, 'Compare Occurrences…');
    await page.locator('.quick-input-title', { hasText: `Compare Occurrences of “${word}”` }).waitFor();
    await page.keyboard.press('Escape');
  };
  await openFile(page, path.join(SAMPLES, 'words.md'));
  await exploreLine(page, FRANCE);
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, /it → /);
  await command(page, 'Pin Word');
  await clickWord(page, 'small company', { tail: 7 });
  await untilAsked('company');
  await clickWord(page, 'last summer', { tail: 6 });
  await untilAsked('summer');
});
