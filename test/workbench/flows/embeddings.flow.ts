// Likeness beside attention: what the colour in the editor means, and the page that shows the three side by side.
import assert from 'node:assert/strict';
import {
  chooseLens,
  command,
  expectedHeat,
  exploreLine,
  FRANCE,
  panelOf,
  pointAt,
  unfold,
  untilPainted,
  untilStatus,
} from '../page/lens.ts';
import { expectedLikeness, jsonByCli } from '../page/likeness.ts';
import { restPointer } from '../page/text.ts';
import { until } from '../page/until.ts';
import { workbenchFlows } from '../workbenchFlows.ts';

const flow = workbenchFlows({ width: 1600, settings: { '[markdown]': { 'editor.wordWrap': 'off' } } });
const CONTEXT = 'because it';
const STATE = 3;

flow(
  'Switch What the Colour Means: the word embedding paints likeness, in its own hue, by the numbers of the command line',
  async ({ page }) => {
    await exploreLine(page, FRANCE);
    await chooseLens(page, 'Reference');
    await pointAt(page, CONTEXT, 'it');
    await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference'));
    await command(page, 'Switch What the Colour Means');
    const expected = expectedLikeness(FRANCE, 'it', 'fixed');
    assert.equal(expected[0]!.text, 'I');
    await untilPainted(page, expected, 0, 'likeness');
    await untilPainted(page, []);
    await untilStatus(page, /^Word embedding {2}it ≈ I 0\.38$/);
  },
);

flow('once more: the vector after three of six layers, in a third hue; pointing follows without a run', async ({ page }) => {
  await command(page, 'Switch What the Colour Means');
  await untilPainted(page, expectedLikeness(FRANCE, 'it', { state: STATE }), 0, 'contextual');
  await untilStatus(page, /^Vector after 3 of 6 layers {2}it ≈ /);
  await pointAt(page, 'wonderful', 'wonderful');
  await untilPainted(page, expectedLikeness(FRANCE, 'wonderful', { state: STATE }), 0, 'contextual');
});

flow('and round to attention again', async ({ page }) => {
  await command(page, 'Switch What the Colour Means');
  await untilPainted(page, expectedHeat(FRANCE, 'wonderful', 'to', '--lens', 'reference'));
  await untilStatus(page, /^Reference /);
});

flow('the page shows the same text three ways, with the numbers of the command line and the orders compared', async ({ page }) => {
  await pointAt(page, CONTEXT, 'it');
  await untilStatus(page, /it → France/);
  await command(page, 'Pin Word');
  await command(page, 'Show Vectors');
  const panel = panelOf(page);
  for (const name of [/Word embedding/, /^Vector/, /^Attention.*Reference/]) await panel.getByRole('heading', { name }).first().waitFor();
  await panel.getByText(/By its embedding/).waitFor();
  await until('the sentence about both orders', async () => {
    const text = await panel
      .getByText(/By its embedding/)
      .first()
      .innerText();
    return /it is nearest to I; it attends most to France\. Over all 10 words and marks the two orders show no clear relation/.test(text);
  });
  await unfold(page, /^Nearest in the vocabulary/);
  const [nearest] = jsonByCli('neighbours', 'it', '--top', '12') as { token: string }[];
  await panel.getByText(nearest!.token, { exact: true }).first().waitFor();
});

flow('the meaning of the colour is chosen in the panel as well', async ({ page }) => {
  await panelOf(page).locator('.colour-tool').click();
  await panelOf(page).getByRole('radio', { name: 'Word embedding' }).click();
  await restPointer(page);
  await untilPainted(page, expectedLikeness(FRANCE, 'it', 'fixed'), 0, 'likeness');
  await panelOf(page)
    .getByRole('radio', { name: /^Attention/ })
    .click();
  await untilPainted(page, expectedHeat(FRANCE, 'it', 'to', '--lens', 'reference'));
});
