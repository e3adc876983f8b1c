import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { FRANCE, PAGE, STRIPS, strip, word } from './embeddingStrips.ts';
import { panelInBrowser, settle, untilTold } from './openPanel.ts';

const { withPanel } = panelInBrowser();

const scrollsSideways = (tab: Page) =>
  tab.evaluate(() => {
    const panel = document.querySelector('.panel')!;
    return Math.max(panel.scrollWidth, document.documentElement.scrollWidth) - panel.clientWidth;
  });

test('pointing moves nothing', async () => {
  for (const width of [900, 320])
    await withPanel(
      `${PAGE}&lens=reference`,
      async ({ page: tab }) => {
        const places = () =>
          tab.evaluate(() =>
            [...document.querySelectorAll('section, .strip, footer')].map(node => JSON.stringify(node.getBoundingClientRect())),
          );
        await word(tab, STRIPS[0]!, 'it').hover();
        await settle(tab);
        const before = await places();
        for (const token of await strip(tab, STRIPS[0]!).locator('.token').all()) {
          await token.hover();
          await settle(tab);
          assert.deepEqual(await places(), before, `${width} px, ${await token.textContent()}`);
        }
      },
      width,
    );
});

test('nothing scrolls sideways from 320 px on', async () => {
  for (const query of [
    PAGE,
    `${FRANCE}&hover=France&vectors`,
    `${PAGE}&run=long&pin=40`,
    `${PAGE}&run=hostile&pin=6`,
    `${FRANCE}&part=path:failed,likeness:computing`,
  ])
    await withPanel(query, async ({ page: tab }) => {
      await untilTold(tab, query);
      await tab.click('summary');
      for (const width of [640, 480, 320]) {
        await tab.setViewportSize({ width, height: 1200 });
        await settle(tab);
        await settle(tab);
        assert.ok((await scrollsSideways(tab)) <= 0, `${query} at ${width} px: ${await scrollsSideways(tab)}`);
      }
    });
});

test('hostile labels do nothing', () =>
  withPanel(`${PAGE}&run=hostile`, async ({ page: tab }) => {
    for (const token of await strip(tab, STRIPS[0]!).locator('.token').all()) await token.hover();
    await tab.click('summary');
    await settle(tab);
    assert.equal(await tab.evaluate(() => 'harmed' in globalThis), false);
    assert.equal(await tab.locator('.view img, .view script').count(), 0);
  }));
