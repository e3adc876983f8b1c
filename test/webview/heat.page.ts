import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser } from './openPanel.ts';

const { withPanel } = panelInBrowser();

for (const tab of ['attention', 'effects'])
  for (const [heat, says] of [
    ['attention', /attends to|update|attention/],
    ['fixed', /by its word embedding|cosine of the two word embeddings/i],
    ['contextual', /by its vector here|cosine of the two words\u2019 vectors after/i],
  ] as const)
    test(`the text on the page ${tab} has the colour that the editor has: ${heat}`, () =>
      withPanel(`tab=${tab}&heat=${heat}&hover=it`, async ({ page }) => {
        const strip = page.locator('.strip[aria-label=Text]');
        assert.equal(await strip.locator(`xpath=ancestor::*[contains(@class,"hue-${heat}")]`).count(), 1);
        assert.match((await page.textContent('.view'))!, says);
      }));

for (const width of [320, 400, 900, 1400])
  test(`the tabs stand on one line at ${width} px, the open one in view`, () =>
    withPanel(
      'tab=effects',
      async ({ page }) => {
        const tops = await page.locator('.view-tab').evaluateAll(tabs => tabs.map(tab => tab.getBoundingClientRect().top));
        assert.equal(new Set(tops).size, 1);
        const box = (await page.locator('.view-tab[aria-selected=true]').boundingBox())!;
        assert.ok(box.x >= 0 && box.x + box.width <= width);
      },
      width,
    ));
