import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { FRANCE, strip, STRIPS } from './embeddingStrips.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const scrollTo = async (tab: Page, top: number) => {
  await tab.evaluate(y => (document.querySelector('.panel')!.scrollTop = y), top);
  await settle(tab);
};
const topOf = async (tab: Page, selector: string) => (await tab.locator(selector).first().boundingBox())!.y;

test('bar and tabs stay at the top, over the page, and the bar of the glossary below them', async () => {
  for (const width of [900, 330])
    await withPanel(
      'terms&theme=hc',
      async ({ page: tab }) => {
        await tab.setViewportSize({ width, height: 600 });
        await scrollTo(tab, 700);
        const head = (await tab.locator('.head').boundingBox())!;
        const tabs = (await tab.locator('.view-tabs').boundingBox())!;
        assert.deepEqual([head.y, tabs.y + tabs.height], [0, head.height]);
        assert.equal(await topOf(tab, '.glossary-bar'), head.height);
        const hit = await tab.evaluate(y => document.elementFromPoint(40, y)!.closest('[role=tab]')?.id, tabs.y + 14);
        assert.match(hit ?? '', /^tab-/);
      },
      width,
    );
});

test('in a low panel bar and tabs leave the room to the page', () =>
  withPanel('terms', async ({ page: tab }) => {
    await tab.setViewportSize({ width: 900, height: 400 });
    await scrollTo(tab, 700);
    assert.ok((await topOf(tab, '.view-tabs')) < 0);
    assert.equal(await topOf(tab, '.glossary-bar'), 0);
  }));

test('a page that is opened far down starts below the tabs; what gets the focus is not behind them', () =>
  withPanel('tab=vectors&pin=it', async ({ page: tab }) => {
    await tab.setViewportSize({ width: 900, height: 600 });
    await scrollTo(tab, 900);
    await tab.click('#tab-effects');
    await settle(tab);
    const head = (await tab.locator('.head').boundingBox())!;
    assert.equal(head.y, 0);
    assert.ok((await topOf(tab, '.view')) <= head.height, 'the page begins there');
    await scrollTo(tab, 900);
    await tab.focus('[aria-label="Hidden state"]');
    await settle(tab);
    assert.ok((await topOf(tab, '[aria-label="Hidden state"]')) >= head.height);
  }));

test('what is said while a part is computed moves nothing', async () => {
  const pages = [
    ['tab=effects&pin=it&part=influence:computing,rollout:computing', '.compare .strip, .caveat'],
    [`${FRANCE}&part=likeness:computing,path:computing,neighbours:computing`, '.compare .strip, .path, .neighbours'],
    ['place=input&open=map&fold=strips,order,path&part=input:computing,positions:computing,map:computing', '.section'],
  ] as const;
  for (const [query, parts] of pages)
    for (const width of [900, 330])
      await withPanel(
        query,
        async ({ page: tab }) => {
          const places = () => tab.locator(parts).evaluateAll(nodes => nodes.map(node => node.getBoundingClientRect().top));
          await tab.locator('.part-state.computing').nth(1).waitFor();
          const told = await places();
          const show = (display: string) =>
            tab.locator('.part-state.computing').evaluateAll((nodes, value) => {
              for (const node of nodes) (node as HTMLElement).style.display = value;
            }, display);
          await show('none');
          assert.deepEqual(await places(), told, `${query} at ${width} px`);
          await show('');
          for (const cancel of await tab.locator('.computing button').all()) {
            const box = (await cancel.boundingBox())!;
            assert.ok(box.x >= 0 && box.x + box.width <= width, `Cancel is seen at ${width} px`);
          }
        },
        width,
      );
});

test('strips show whole lines, wherever they are scrolled to', () =>
  withPanel('tab=vectors&run=long&pin=40', async ({ page: tab }) => {
    const linesOf = () =>
      strip(tab, STRIPS[0]!).evaluate(element => {
        const edge = element.getBoundingClientRect();
        const tops = [...element.querySelectorAll('.token')].map(token => token.getBoundingClientRect().top - edge.top);
        return [...new Set(tops)].filter(top => top > -37 && top < edge.height - 1);
      });
    assert.deepEqual(await linesOf(), [0, 37, 74, 111, 148, 185]);
    const box = (await strip(tab, STRIPS[0]!).boundingBox())!;
    assert.equal(box.height, 6 * 37 + 1);
    await strip(tab, STRIPS[0]!).evaluate(element => (element.scrollTop = 50));
    await settle(tab);
    assert.deepEqual(await linesOf(), [0, 37, 74, 111, 148, 185]);
    assert.equal(await strip(tab, STRIPS[2]!).evaluate(element => element.scrollTop), 37);
    // A word pointed at elsewhere comes into view as before, on a whole line.
    await tab.evaluate(() => page.session.handle({ type: 'pin', unit: { stream: 'text', unit: 280 } }));
    await settle(tab);
    assert.equal((await linesOf())[0], 0);
    assert.ok(await strip(tab, STRIPS[0]!).locator('.token.pinned').isVisible());
  }));
