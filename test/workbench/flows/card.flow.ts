// The card beside a word, the places that it attends to, and the settings of how things look.
import type { Page } from 'playwright-core';
import { chooseLens, command, expectedHeat, exploreLine, FRANCE, pointAt, untilPainted, untilStatus } from '../page/lens.ts';
import { changeSettings } from '../page/settings.ts';
import { clickWord, restPointer } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { 'attentionLens.defaultHeads': 'l3 h1' } });
const card = (page: Page) => page.locator('.monaco-hover:visible .hover-contents');

flow(
  'a text is looked through what is set first; Show Card says the strongest three words and the head, at the caret, with the setting off',
  async ({ page }) => {
    await exploreLine(page, FRANCE);
    await untilStatus(page, /^L3 H1/);
    await chooseLens(page, 'Reference');
    await clickWord(page, 'because it', { tail: 2 });
    await untilStatus(page, /it → France/);
    await command(page, 'Show Card');
    await card(page).getByText('Reference: it attends to').waitFor();
    await card(page)
      .getByText(/0\.59\s+France/)
      .waitFor();
    await card(page)
      .getByText(/itself\s0\.33;\sspecial\stokens\s0\.04/)
      .waitFor();
  },
);

flow('its link opens a list of the places in VS Code', async ({ page }) => {
  await card(page).getByText('Peek').click();
  const places = page.locator('.peekview-widget .monaco-list-row');
  await until('the places', async () => (await places.count()) > 0);
  await places.getByText('France').first().waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.peekview-widget').waitFor({ state: 'hidden' });
});

flow('resting on a word shows a card only when the setting says so', async ({ page }) => {
  await restPointer(page);
  await pointAt(page, 'because it', 'it');
  await untilStatus(page, /it → France/);
  await page.waitForTimeout(500);
  if ((await card(page).count()) > 0) throw new Error('a card, although nobody wants one');
  await restPointer(page);
  await changeSettings(page, {
    'attentionLens.hoverCard': true,
    'attentionLens.strength': 'strong',
    'attentionLens.defaultHeads': 'Related words',
  });
  await pointAt(page, 'because it', 'it');
  await card(page).getByText('Reference: it attends to').waitFor();
});

flow('the strength that is set holds for what is on screen', async ({ page }) => {
  const marks = expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference');
  await restPointer(page);
  await untilPainted(
    page,
    marks.map(mark => ({ ...mark, step: mark.step + 1 })),
  );
  await changeSettings(page, {});
  await untilPainted(page, marks);
});
