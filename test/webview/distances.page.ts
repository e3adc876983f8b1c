import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { panelInBrowser, PINNED, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();
/** Where a picture of each is kept, for looking at; none are by default. */
const PICTURES = process.env['PICTURES'];

const PICTURE = '.distance-picture';
const readout = (tab: Page) => tab.textContent('.distance-readout');

test('how far each head looks: a dot each, those looked through filled, the nearest and the farthest in words', () =>
  withPanel(`${PINNED}&open=distances`, async ({ page: tab }) => {
    assert.equal(await tab.locator('.distance-dot').count(), 72);
    // Each layer has its line, drawn.
    const lines = await tab.locator(`${PICTURE} .distance-row`).evaluateAll(rows => rows.map(row => getComputedStyle(row).stroke));
    assert.deepEqual([lines.length, lines.includes('none')], [6, false]);
    const sizes = await tab.locator(`${PICTURE} text`).evaluateAll(texts => texts.map(text => getComputedStyle(text).fontSize));
    assert.deepEqual([...new Set(sizes)], ['11px']);
    const chosen = await tab.locator('.distance-dot.chosen').count();
    assert.ok(chosen > 0 && chosen < 72);
    assert.match((await readout(tab))!, /^Closest: L\d H\d+, \d+\.\d\. Farthest: L\d H\d+, \d+\.\d\.$/);
    assert.match(
      (await tab.textContent('.distances .note'))!,
      /Left out is what stands for no text\. .* at all 11 tokens of this text alike would look 3\.6 away\.$/,
    );
    await tab.click('summary');
    await settle(tab);
    const rows = tab.locator('[aria-label="Distances as a table"] tbody tr');
    assert.equal(await rows.count(), 72);
    // The picture and the table are of the same numbers: the nearest one in words stands in its row.
    const [, layer, head, distance] = /^Closest: L(\d+) H(\d+), (\S+)\. /.exec((await readout(tab))!)!;
    assert.deepEqual(
      (
        await rows
          .nth(12 * Number(layer) + Number(head))
          .locator('th, td')
          .allTextContents()
      ).slice(0, 2),
      [`L${layer} H${head}`, distance],
    );
  }));

test('a head is reached by arrows and by pointer, read, and looked through', () =>
  withPanel('layer=3&head=1&open=distances', async panel => {
    const { page: tab } = panel;
    await tab.focus(PICTURE);
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    assert.match((await readout(tab))!, /^L3 H1 ?\d+\.\d tokens away on average, /);
    const height = (await tab.locator('.distances').boundingBox())!.height;
    await tab.keyboard.press('Home');
    await tab.keyboard.press('ArrowUp');
    await settle(tab);
    assert.match((await readout(tab))!, /^L2 H\d+/);
    const [, head] = /^L2 H(\d+?)(?= ?\d+\.\d tokens)/.exec((await readout(tab))!)!;
    assert.equal((await tab.locator('.distances').boundingBox())!.height, height);
    await panel.takeActions();
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'head', layer: 2, head: Number(head) } }]);
    await settle(tab);
    const dot = tab.locator('.distance-dot:not(.chosen)').last();
    await dot.hover();
    await settle(tab);
    assert.match((await readout(tab))!, /^L5 H/);
    await panel.takeActions();
    await dot.click();
    const [action] = await panel.takeActions();
    assert.ok(action?.type === 'view' && action.view.kind === 'head' && action.view.layer === 5);
  }));

test('a tap looks through the head that it hits, whatever was pointed at; keys of the editor are left to it', () =>
  withPanel('layer=3&head=1&open=distances', async panel => {
    const { page: tab } = panel;
    await tab.focus(PICTURE);
    await tab.keyboard.press('Control+ArrowRight');
    await settle(tab);
    assert.match((await readout(tab))!, /^Closest/);
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    assert.match((await readout(tab))!, /^L3 H1/);
    await panel.takeActions();
    const { x, y, width, height } = (await tab.locator('.distance-dot').first().boundingBox())!;
    // Without a move of the pointer before it, as by touch.
    await tab.dispatchEvent(PICTURE, 'click', { clientX: x + width / 2, clientY: y + height / 2 });
    const [action] = await panel.takeActions();
    assert.ok(action?.type === 'view' && action.view.kind === 'head' && action.view.layer === 0);
  }));

for (const width of [320, 900, 1400])
  for (const theme of ['dark', 'light', 'hc', 'hc-light'])
    test(`it fits in ${width} px, ${theme}`, () =>
      withPanel(
        `${PINNED}&open=distances&theme=${theme}`,
        async ({ page: tab }) => {
          const { height } = (await tab.locator('.distances').boundingBox())!;
          await tab.focus(PICTURE);
          await tab.keyboard.press('ArrowDown');
          await settle(tab);
          assert.equal((await tab.locator('.distances').boundingBox())!.height, height);
          const [section, svg] = await Promise.all(['.distances', `${PICTURE} svg`].map(selector => tab.locator(selector).boundingBox()));
          assert.ok(svg!.x >= section!.x && svg!.x + svg!.width <= section!.x + section!.width);
          assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
          if (PICTURES) await tab.locator('.distances').screenshot({ path: path.join(PICTURES, `distances-${width}-${theme}.png`) });
        },
        width,
      ));
