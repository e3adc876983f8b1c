import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { Page } from 'playwright-core';
import { panelInBrowser, PINNED, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel, running } = panelInBrowser();

// Most of it is waiting for frames.
describe('pointing moves nothing', { concurrency: 4 }, () => {
  for (const [width, query] of [900, 640, 320].flatMap(width =>
    ['lens=reference', 'hide', 'direction=by'].map(query => [width, query] as const),
  ))
    it(`${width} px, ${query}`, () =>
      withPanel(
        query,
        async panel => {
          const places = () =>
            panel.page.evaluate(() =>
              [...document.querySelectorAll('section, section > *, footer')].map(node => JSON.stringify(node.getBoundingClientRect())),
            );
          await panel.word('it').hover();
          await settle(panel.page);
          const before = await places();
          for (const word of await panel.page.locator('.token').all()) {
            await word.hover();
            await settle(panel.page);
            assert.deepEqual(await places(), before, `${width} px, ${query}, ${await word.textContent()}`);
          }
        },
        width,
      ));
});

test('before a word is looked from, the room of its strongest heads says how to have them, and is as large as with them', () =>
  withPanel('run=france', async ({ page: tab }) => {
    const room = tab.locator('.strongest-room');
    const height = async () => (await room.boundingBox())!.height;
    assert.equal(await room.textContent(), 'Point at a word, or move the cursor to one, to see its strongest heads.');
    assert.equal(await tab.locator('.strongest-room.is-empty').count(), 1);
    const before = await height();
    await tab.evaluate(() => page.session.handle({ type: 'point', unit: { stream: 'text', unit: 5 } }));
    await tab.locator('.strongest-room .row').first().waitFor();
    assert.equal(await height(), before);
    assert.equal(await tab.locator('.strongest-room.is-empty').count(), 0);
  }));

test('numbers under narrow words stand apart, and none that stands moves for the word pointed at', async () => {
  const numbers = (tab: Page) =>
    tab.locator('.token > .value').evaluateAll(nodes =>
      nodes
        .filter(node => getComputedStyle(node).visibility === 'visible')
        .map(node => {
          const { left, right } = node.getBoundingClientRect();
          return { unit: Number((node.parentElement as HTMLElement).dataset['unit']), left, right };
        })
        .toSorted((a, b) => a.left - b.left),
    );
  await withPanel('run=narrow&level=pieces', async ({ page: tab }) => {
    const point = async (type: 'pin' | 'point', unit: number) => {
      await tab.evaluate(([as, place]) => page.session.handle({ type: as, unit: { stream: 'text', unit: place } }), [type, unit] as const);
      await settle(tab);
      return numbers(tab);
    };
    const standing = await point('pin', 8);
    for (const unit of [0, 5, 6, 7, 8, 9, 10, 13]) {
      const shown = await point('point', unit);
      for (const [at, { left, unit: word }] of shown.entries()) {
        const before = shown[at - 1];
        if (!before) continue;
        const gap = word === unit || before.unit === unit ? 1.8 : 3.8;
        assert.ok(left >= before.right + gap, `${word} at ${left} runs into ${before.unit} to ${before.right}`);
        assert.ok(word > before.unit, 'in the order of their words');
      }
      for (const { unit: word, left } of shown) {
        const place = standing.find(other => other.unit === word);
        assert.ok(!place || Math.abs(place.left - left) < 1, `${word} moved from ${place?.left} to ${left} for ${unit}`);
      }
    }
  });
});

test('the corner of the matrix touches no label, long texts and short words included', async () => {
  for (const query of ['pin=it', 'run=long&hover=0', 'run=long&pin=40&cell=0,0', 'lens=reference&level=pieces'])
    await withPanel(query, async ({ page: tab }) => {
      const touching = await tab.evaluate(() => {
        const plot = document.querySelector('.matrix .plot')!;
        const corner = document.createRange();
        corner.selectNodeContents(plot.querySelector('.corner')!);
        const box = corner.getBoundingClientRect();
        return [...plot.querySelectorAll('.row-label, .column-label')]
          .filter(label => {
            const text = document.createRange();
            text.selectNodeContents(label);
            const near = text.getBoundingClientRect();
            // A slanted label's box reaches beyond its letters only to the right and upwards.
            return near.left < box.right && near.right > box.left && near.top < box.bottom && near.bottom > box.top;
          })
          .map(label => label.textContent);
      });
      assert.deepEqual(touching, [], query);
    });
});

test('the tabs stand on one line from 540 px on', async () => {
  for (const width of [540, 900])
    await withPanel(
      '',
      async ({ page: tab }) => {
        const tops = await tab.evaluate(() => [...document.querySelectorAll('[role=tab]')].map(node => node.getBoundingClientRect().top));
        assert.equal(new Set(tops).size, 1, `${width} px: ${tops.join(' ')}`);
      },
      width,
    );
});

test('quoted text looks like code inside our own words, and like itself elsewhere', async () => {
  const look = (tab: Page, selector: string) =>
    tab
      .locator(selector)
      .first()
      .evaluate(node => {
        const { backgroundColor, borderTopWidth, color } = getComputedStyle(node);
        return { backgroundColor, borderTopWidth, color };
      });
  const [none, text] = ['rgba(0, 0, 0, 0)', 'rgb(191, 191, 191)'];
  await withPanel('pin=it', async ({ page: tab }) => {
    for (const inside of ['.statement .quoted', '.layers h2 .quoted', '.strongest h2 .quoted', '.matrix .readout .quoted'])
      assert.deepEqual(await look(tab, inside), { backgroundColor: 'rgb(38, 38, 38)', borderTopWidth: '0px', color: text }, inside);
    assert.equal((await look(tab, '.row .quoted')).backgroundColor, none);
  });
  await withPanel('pin=it&theme=hc', async ({ page: tab }) => {
    const { backgroundColor, borderTopWidth } = await look(tab, '.statement .quoted');
    assert.deepEqual([backgroundColor, borderTopWidth], [none, '1px']);
  });
});

test('a change of theme is painted', () =>
  withPanel(PINNED, async ({ page: tab }) => {
    const painted = () => tab.evaluate(() => [...document.querySelectorAll('canvas')].map(canvas => canvas.toDataURL()));
    const dark = await painted();
    await tab.evaluate(() => page.showTheme('light'));
    await settle(tab);
    const light = await painted();
    for (const [index, canvas] of light.entries()) assert.notEqual(canvas, dark[index]);
  }));

test('a change of pixel ratio is painted', async () => {
  // Only a context without an emulated viewport of its own tells the page about the change, as a zoom of the window does.
  const { browser, server } = await running();
  const context = await browser.browser.newContext({ viewport: null });
  const tab = await context.newPage();
  await tab.goto(`${server.address}?${PINNED}`);
  await settle(tab);
  const widths = () => tab.evaluate(() => [...document.querySelectorAll('canvas')].map(canvas => canvas.width));
  const before = await widths();
  assert.equal(before.length, 6);
  const session = await context.newCDPSession(tab);
  const { width, height } = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 2, mobile: false });
  await settle(tab);
  await settle(tab);
  assert.deepEqual(
    await widths(),
    before.map(value => 2 * value),
  );
  await context.close();
});

test('a long text: words in a box of ten lines, blocks that say so, zoom to labelled cells, a word pointed at elsewhere comes into view', () =>
  withPanel('run=long', async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.matrix .aside'))!, /^302 × 302, each dot is the largest of \d × \d, Related words$/);
    // One line, however narrow its place is.
    assert.ok((await tab.locator('.matrix .heading-row').boundingBox())!.height < 40);
    await tab.hover('.matrix .picture');
    await tab.mouse.wheel(0, 0);
    await tab.keyboard.down('Control');
    await tab.mouse.wheel(0, -100);
    await tab.keyboard.up('Control');
    await settle(tab);
    assert.match((await tab.textContent('.matrix .aside'))!, /^3\d × 3\d of 302 × 302, Related words$/);
    assert.ok((await tab.locator('.matrix .row-label').count()) > 30);
    assert.equal(await tab.evaluate(() => document.querySelector('.strip')!.scrollTop), 0);
    await tab.mouse.move(450, 5);
    await tab.evaluate(() => page.session.handle({ type: 'point', unit: { stream: 'text', unit: 280 } }));
    await settle(tab);
    assert.ok((await tab.evaluate(() => document.querySelector('.strip')!.scrollTop)) > 100);
    assert.ok(await tab.locator('.token.source').isVisible());
  }));
