import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { FRANCE, PAGE, STRIPS, TOLD, strip, word } from './embeddingStrips.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const scrollsSideways = (tab: Page) =>
  tab.evaluate(() => {
    const panel = document.querySelector('.panel')!;
    return Math.max(panel.scrollWidth, document.documentElement.scrollWidth) - panel.clientWidth;
  });

test('pointing moves nothing', async () => {
  for (const width of [900, 640, 320])
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
  for (const width of [320, 480, 640])
    for (const query of [
      PAGE,
      `${FRANCE}&hover=France&vectors`,
      `${PAGE}&run=long&pin=40`,
      `${PAGE}&run=hostile&pin=6`,
      `${FRANCE}&part=path:failed,likeness:progress`,
    ])
      await withPanel(
        query,
        async ({ page: tab }) => {
          await tab.waitForTimeout(query.includes('part=') ? TOLD : 0);
          await tab.click('summary');
          await settle(tab);
          await settle(tab);
          assert.ok((await scrollsSideways(tab)) <= 0, `${query} at ${width} px: ${await scrollsSideways(tab)}`);
        },
        width,
      );
});

test('hostile labels do nothing', () =>
  withPanel(`${PAGE}&run=hostile`, async ({ page: tab }) => {
    for (const token of await strip(tab, STRIPS[0]!).locator('.token').all()) await token.hover();
    await tab.click('summary');
    await settle(tab);
    assert.equal(await tab.evaluate(() => 'harmed' in globalThis), false);
    assert.equal(await tab.locator('.view img, .view script').count(), 0);
  }));

test('hovering over 300 words: a frame of the page takes less than 16 ms', context =>
  withPanel(`${PAGE}&run=long&measure&lens=reference`, async ({ page: tab }) => {
    // The thread's own time, as three strips of 300 words leave less room for what else the machine does.
    const session = await tab.context().newCDPSession(tab);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const scriptSeconds = async () =>
      (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')!.value;
    const before = await scriptSeconds();
    const drawn = await tab.evaluate(async () => {
      let words = 0;
      for (let unit = 1; unit < 100; unit++) {
        page.frames.length = 0;
        page.explorer.handle({ type: 'point', unit });
        await new Promise(resolve => setTimeout(resolve, 40));
        if (page.frames.length > 0) words++;
      }
      return words;
    });
    // With ?measure each frame lays itself out inside the script; what the stand-in of the host computes is in it too.
    const perWord = (1000 * ((await scriptSeconds()) - before)) / drawn;
    context.diagnostic(`${drawn} words: ${perWord.toFixed(1)} ms each`);
    assert.ok(drawn > 50, `${drawn} words were drawn`);
    assert.ok(perWord < 16, `${perWord} ms`);
  }));
