import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();

const EFFECTS = 'tab=effects&pin=it';
const focused = (tab: Page) =>
  tab.evaluate(() => (document.activeElement as HTMLElement).dataset['term'] ?? document.activeElement!.textContent);
const name = async (tab: Page) => {
  await settle(tab);
  return (await tab.locator('.term-card h2').count()) === 0 ? null : tab.textContent('.term-card h2');
};

test('a term is explained where it stands, by Enter, F1 and click; Escape gives the focus back and leaves what is pinned', () =>
  withPanel(EFFECTS, async panel => {
    const { page: tab } = panel;
    await tab.evaluate(() => window.addEventListener('keydown', event => (document.title += ` ${event.key}`)));
    for (const ask of ['Enter', 'F1', 'click']) {
      await tab.focus('[data-term=control]');
      if (ask === 'click') await tab.click('[data-term=control]');
      else await tab.keyboard.press(ask);
      assert.equal(await name(tab), 'Control', ask);
      assert.equal(await focused(tab), 'Control');
      assert.equal(await tab.getAttribute('[data-term=control]', 'aria-expanded'), 'true');
      await tab.keyboard.press('Escape');
      assert.equal(await name(tab), null);
      assert.equal(await focused(tab), 'control');
    }
    // F1 is the editor's palette, which hears what reaches the window.
    assert.doesNotMatch(await tab.title(), /F1/);
    assert.deepEqual(await panel.takeActions(), []);
  }));

test('related terms lead on in the card, All Terms to the list at that term, and back stands the term that asked', () =>
  withPanel(EFFECTS, async panel => {
    const { page: tab } = panel;
    await tab.click('[data-term=control]');
    assert.deepEqual(await tab.locator('.term-card-links button').allTextContents(), ['Masking and influence', 'All Terms']);
    await tab.click('.term-card-links button');
    assert.equal(await name(tab), 'Masking and influence');
    await tab.click('text=All Terms');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'terms', isOpen: true, asked: 'masking' });
    assert.equal(await name(tab), null);
    assert.equal(await tab.textContent('.entry.asked h3'), 'Masking and influence');
    await tab.click('text=Back to Effects');
    await settle(tab);
    assert.equal(await focused(tab), 'control');
  }));

test('it closes by a click elsewhere, by its button, at either end of its Tab stops, and when its term goes', () =>
  withPanel(`${EFFECTS}&lens=reference`, async ({ page: tab }) => {
    const open = async () => {
      await tab.click('[data-term=control]');
      assert.equal(await name(tab), 'Control');
    };
    await open();
    await tab.mouse.click(5, 1190);
    assert.equal(await name(tab), null);
    await open();
    await tab.click('[aria-label=Close]');
    assert.deepEqual([await name(tab), await focused(tab)], [null, 'control']);
    await open();
    for (let stop = 0; stop < 4; stop++) await tab.keyboard.press('Tab');
    assert.deepEqual([await name(tab), await focused(tab)], [null, 'control']);
    await open();
    await tab.keyboard.press('Shift+Tab');
    assert.deepEqual([await name(tab), await focused(tab)], [null, 'control']);
    await open();
    await tab.keyboard.press('1');
    assert.equal(await name(tab), null);
  }));

// Edges are wider in high contrast; nothing else that takes room is another thing in another theme.
for (const width of [230, 420, 900])
  for (const theme of ['dark', 'hc'])
    test(`inside the panel, four lines at most, under its term or above where there is no room: ${width} px, ${theme}`, () =>
      withPanel(
        `${EFFECTS}&lens=reference&theme=${theme}`,
        async ({ page: tab }) => {
          for (const height of [1600, 300])
            for (const term of await tab.locator('.view .term').all()) {
              await tab.setViewportSize({ width, height });
              await term.evaluate(
                (node, block) => node.scrollIntoView({ block }),
                height === 300 ? ('end' as const) : ('nearest' as const),
              );
              await term.click();
              const [box, at] = await Promise.all([tab.locator('.term-card').boundingBox(), term.boundingBox()]);
              assert.ok(box!.x >= 0 && box!.x + box!.width <= width, 'inside');
              assert.ok(box!.y >= at!.y + at!.height || box!.y + box!.height <= at!.y, 'beside its term');
              const head = (await tab.locator('.head').boundingBox())!;
              const isRoomBelow = at!.y + at!.height + 4 + box!.height <= height;
              const isRoomAbove = at!.y - 4 - box!.height >= Math.max(0, head.y + head.height);
              assert.equal(box!.y > at!.y, isRoomBelow || !isRoomAbove, 'above where there is room there alone');
              const lines = await tab.locator('.term-card-text').evaluate(text => Math.round(text.getBoundingClientRect().height / 18));
              assert.ok(lines <= 4, `${lines} lines`);
              await tab.keyboard.press('Escape');
            }
          if (theme !== 'dark') return;
          await tab.click('.view .term');
          assert.deepEqual(await violationsOf(tab), [], 'in all themes');
        },
        width,
      ));
