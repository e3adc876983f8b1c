import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { THEMES, violationsOf } from './axe.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const PAGE = 'tab=embeddings';
/** The view of the reference picture. */
const FRANCE = `${PAGE}&lens=reference&pin=it`;
const STRIPS = ['Text by word embedding', 'Text by vector', 'Text by attention'];
/** Longer than it takes until a person is told what is being computed. */
const TOLD = 450;

const strip = (tab: Page, name: string) => tab.locator(`.strip[aria-label="${name}"]`);
const word = (tab: Page, name: string, label: string) =>
  strip(tab, name)
    .locator('.token')
    .filter({ has: tab.locator(`.token-text:text-is("${label}")`) })
    .first();
const scrollsSideways = (tab: Page) =>
  tab.evaluate(() => {
    const panel = document.querySelector('.panel')!;
    return Math.max(panel.scrollWidth, document.documentElement.scrollWidth) - panel.clientWidth;
  });

for (const theme of THEMES)
  test(`axe-core finds nothing in ${theme}: strips, order, layers, neighbours, tables, what is missing`, async () => {
    for (const query of [
      PAGE,
      `${FRANCE}&hover=France&vectors`,
      `${FRANCE}&heat=contextual&rollout=5&direction=by&state=0`,
      `${FRANCE}&nostates&noadded`,
      `${FRANCE}&part=likeness:failed,path:progress,neighbours:computing,wordVectors:failed&vectors`,
    ])
      await withPanel(`theme=${theme}&${query}`, async ({ page: tab }) => {
        await tab.waitForTimeout(query.includes('part=') ? TOLD : 0);
        await tab.click('summary');
        await settle(tab);
        await settle(tab);
        assert.deepEqual(await violationsOf(tab), [], query);
      });
  });

test('the lead sentence, the strips and the orders are those of the reference picture', () =>
  withPanel(`${FRANCE}&hover=France`, async ({ page: tab }) => {
    assert.equal(
      await tab.textContent('.lead'),
      'By its embedding it is nearest to I; it attends most to France. Over all 10 words the two orders show no clear relation.',
    );
    const numbers = async (name: string) => (await strip(tab, name).locator('.value').allTextContents()).filter(text => text !== '');
    assert.deepEqual(await numbers(STRIPS[0]!), ['.38', '.01', '.27', '.36']);
    assert.deepEqual(await numbers(STRIPS[1]!), ['.12', '.54', '.34', '.38']);
    assert.deepEqual(await numbers(STRIPS[2]!), ['.02', '.59', '.01']);
    assert.deepEqual(await tab.locator('.slope-rho').allTextContents(), ['ρ 0.77', 'ρ −0.03']);
    assert.equal(await tab.textContent('.slope-item.on >> nth=2'), 'France.59');
    assert.equal(await tab.locator('.strip .token.special').count(), 0);
    // The word itself is marked, not coloured.
    for (const name of STRIPS) assert.equal(await word(tab, name, 'it').getAttribute('class'), 'token pinned');
  }));

test('the strips wrap alike at every width, and each has the colour that it has in the editor', async () => {
  for (const width of [900, 480, 320])
    await withPanel(
      FRANCE,
      async ({ page: tab }) => {
        const places = await tab.evaluate(() =>
          [...document.querySelectorAll('.strip')].map(strip => {
            const { left, top } = strip.getBoundingClientRect();
            return [...strip.querySelectorAll('.token')].map(token => {
              const box = token.getBoundingClientRect();
              return [box.left - left, box.top - top];
            });
          }),
        );
        assert.equal(places.length, 3);
        assert.deepEqual(places[1], places[0]);
        assert.deepEqual(places[2], places[0]);
      },
      width,
    );
  await withPanel(FRANCE, async ({ page: tab }) => {
    const lines = await Promise.all(
      STRIPS.map((name, place) =>
        word(tab, name, ['I', 'has', 'France'][place]!).evaluate(token => getComputedStyle(token.firstElementChild!).boxShadow),
      ),
    );
    assert.deepEqual(
      lines.map(line => line.match(/rgb\([^)]*\)/)?.[0]),
      ['rgb(95, 227, 199)', 'rgb(217, 179, 255)', 'rgb(255, 192, 106)'],
    );
  });
});

test('what the colour in the editor means is chosen by mouse and by arrows, and explained', () =>
  withPanel(FRANCE, async panel => {
    const { page: tab } = panel;
    const group = tab.locator('[role=radiogroup][aria-label="Colour in the editor means"]');
    await group.locator('[role=radio]').nth(1).click();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'heat', heat: 'fixed' });
    assert.match((await tab.textContent('.heat-choice .note'))!, /cosine of the two word embeddings/);
    await tab.keyboard.press('ArrowRight');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'heat', heat: 'contextual' });
    assert.equal(await group.locator('[aria-checked=true]').textContent(), 'Vector after 3 of 6 layers');
  }));

test('the hidden state is picked in the heading, by keyboard, and in the charts', () =>
  withPanel(FRANCE, async panel => {
    const { page: tab } = panel;
    await tab.focus('[aria-label="Hidden state"]');
    await tab.keyboard.press('ArrowDown');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'hiddenState', state: 4 });
    assert.equal(await tab.textContent('.slope-titles b >> nth=1'), 'After 4 layers');
    await tab.focus('.line-chart >> nth=0');
    await tab.keyboard.press('ArrowLeft');
    await settle(tab);
    assert.match(
      (await tab.textContent('.path-readout'))!,
      /^after 3 of 6 layersto its embedding 0\.53to the layer before 0\.84length 10\.5from attention 0\.47$/,
    );
    await tab.keyboard.press('Home');
    await settle(tab);
    assert.match((await tab.textContent('.path-readout'))!, /^before any layerto its embedding 0\.91length 8\.\d$/);
    await tab.keyboard.press('Enter');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'hiddenState', state: 0 });
    assert.equal(await tab.textContent('.slope-titles b >> nth=1'), 'Before any layer');
  }));

test('pointing is the same in every strip; a row of the order points only beside a pinned word', () =>
  withPanel(`${PAGE}&lens=reference`, async panel => {
    const { page: tab } = panel;
    for (const name of STRIPS) {
      await word(tab, name, 'it').hover();
      assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: 7 }, name);
    }
    const row = tab.locator('.slope-item').first();
    await row.hover();
    await panel.takeActions();
    await row.hover({ position: { x: 4, y: 4 } });
    assert.deepEqual(await panel.takeActions(), []);
    // The last word stays below, so that its pictures can be reached.
    assert.equal(await tab.textContent('.path h2'), 'The way of it through the layers');
    await word(tab, STRIPS[1]!, 'it').click();
    await panel.takeActions();
    await row.hover();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: 1 });
    assert.equal(await tab.textContent('.slope-item.on >> nth=0'), 'I.38');
  }));

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

test('while the next word is computed the last one stays under its own name; a long wait is told and can be cancelled', () =>
  withPanel(FRANCE, async panel => {
    const { page: tab } = panel;
    await tab.evaluate(() => {
      page.explorer.parts.hold('path', 'progress');
      page.explorer.parts.hold('likeness', 'computing');
      page.explorer.handle({ type: 'pin', unit: 3 });
    });
    await settle(tab);
    assert.equal(await tab.textContent('.path h2'), 'The way of it through the layers');
    assert.match((await tab.textContent('.lead'))!, /^By its embedding France is nearest to/);
    assert.equal(await tab.locator('.part-state').count(), 0);
    await tab.waitForTimeout(TOLD);
    assert.equal(await tab.textContent('.path .part-text'), 'Following the word: 16 of 40. Cancel');
    await tab.click('.path .part-text button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'cancelPart', part: 'path' }]);
    assert.match((await tab.textContent('.path .part-text'))!, /^Stopped\. You cancelled it before it was done\..*Start Again$/);
    await tab.click('.path .part-text button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'retryPart', part: 'path' }]);
    assert.equal(await tab.textContent('.path h2'), 'The way of France through the layers');
  }));

test('likenesses that come after the page was opened are drawn as well', () =>
  withPanel(`${FRANCE}&part=likeness:computing`, async ({ page: tab }) => {
    assert.equal(await tab.locator('.slope').count(), 0);
    await tab.evaluate(() => page.explorer.handle({ type: 'retryPart', part: 'likeness' }));
    await settle(tab);
    assert.equal(await tab.locator('.slope-column').count(), 3);
  }));

test('a part that fails says why and what to do, and the rest of the page works', () =>
  withPanel(`${FRANCE}&part=likeness:failed`, async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.lead'), 'it attends most to France.');
    assert.match((await tab.textContent('.compare .part-text'))!, /^This model shows no hidden states\. The graph ends.*Try Again$/);
    assert.equal(await tab.locator('.slope').count(), 0);
    assert.equal(await tab.locator('.line-chart').count(), 4);
    await tab.click('.compare .part-text button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'retryPart', part: 'likeness' }]);
    assert.equal(await tab.locator('.slope').count(), 1);
  }));

test('a model without hidden states: what is missing is said, two orders remain', () =>
  withPanel(`${FRANCE}&nostates&noadded`, async ({ page: tab }) => {
    assert.match((await tab.textContent('.hue-contextual .note'))!, /were not found in its graph/);
    assert.equal(await tab.locator('.heat-choice [role=radio]').count(), 2);
    assert.deepEqual(await tab.locator('.slope-titles b').allTextContents(), ['Embedding', 'Attention']);
    assert.match((await tab.textContent('.path .note'))!, /cannot be followed/);
    assert.equal(await tab.locator('.neighbour-list').count(), 1);
  }));

test('vectors of a file: a further strip with what is missing, else a button that chooses one', async () => {
  await withPanel(FRANCE, async panel => {
    await panel.page.click('.file-choice button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'chooseWordVectors' }]);
  });
  await withPanel(`${FRANCE}&vectors`, async ({ page: tab }) => {
    const section = tab.locator('section').filter({ hasText: 'GoogleNews-vectors.bin' });
    assert.match(
      (await section.textContent())!,
      /3,000,000 vectors, 300 numbers each.*No vector for last, wonderful\. 2 broken lines were passed over\./,
    );
    assert.equal(await section.locator('.strip').count(), 1);
  });
});

test('the tables hold the three values of every word, the layers and the neighbours', () =>
  withPanel(FRANCE, async ({ page: tab }) => {
    await tab.click('summary');
    await settle(tab);
    const row = (name: string, text: string) =>
      tab.locator(`[aria-label="${name}"] tbody tr`).filter({ has: tab.locator('th', { hasText: new RegExp(`^${text}$`) }) });
    assert.deepEqual(await row('Likeness and attention as a table', 'France').locator('td').allTextContents(), ['0.01', '0.12', '0.59']);
    const after3 = await row('Layers as a table', 'after 3 of 6 layers').locator('td').allTextContents();
    assert.deepEqual([after3.length, after3[0], after3[5]], [6, '0.53', '0.47']);
    assert.deepEqual(await tab.locator('[aria-label="Neighbours as a table"] tbody tr').first().locator('th, td').allTextContents(), [
      'word embedding',
      'its',
      'word',
      '0.60',
    ]);
  }));

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

test('a long text: the twenty words with the most attention and the one in focus; the strips scroll together', () =>
  withPanel(`${PAGE}&run=long&pin=40&hover=200`, async ({ page: tab }) => {
    assert.equal(await tab.locator('.slope-item').count(), 60);
    assert.match(
      (await tab.textContent('.slope-note'))!,
      /^Shown: the 20 words with the most attention\. ρ is the rank correlation over the 299 other words/,
    );
    const focus = await strip(tab, STRIPS[0]!).locator('.token.focus .token-text').textContent();
    assert.equal(await tab.locator('.slope-item.on .quoted').first().textContent(), focus);
    await strip(tab, STRIPS[1]!).evaluate(element => (element.scrollTop = 300));
    await settle(tab);
    for (const name of STRIPS) assert.equal(await strip(tab, name).evaluate(element => element.scrollTop), 300);
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

test('rollout: chosen in the lens menu with what it claims, up to a layer, explained as no mean of heads', () =>
  withPanel('lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    await tab.click('.picker button');
    const option = tab.locator('.menu-option').filter({ hasText: 'Rollout…' });
    assert.match((await option.textContent())!, /half of each step from the word itself \(Abnar and Zuidema 2020\)\. Claims nothing\.$/);
    await option.click();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'view', view: { kind: 'rollout', layer: 5 } });
    await tab.selectOption('[aria-label="Up to layer"]', '2');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'view', view: { kind: 'rollout', layer: 2 } });
    assert.match(
      (await tab.locator('.section > .note').first().textContent())!,
      /is in this word after layer 2, if attention and the residual connection count half/,
    );
    assert.equal(await tab.textContent('.matrix h2'), 'Rollout up to layer 2');
  }));

test('the pages by keyboard: arrows open, the open page is named by its tab', () =>
  withPanel('pin=it', async panel => {
    const { page: tab } = panel;
    await tab.focus('[role=tab][aria-selected=true]');
    await tab.keyboard.press('ArrowRight');
    assert.deepEqual(await panel.takeActions(), [{ type: 'tab', tab: 'embeddings', term: null }]);
    const name = await tab.getAttribute('[role=tabpanel]', 'aria-labelledby');
    assert.equal(await tab.textContent(`#${name}`), 'Embeddings and attention');
    await tab.keyboard.press('Tab');
    assert.equal(await tab.evaluate(() => document.activeElement!.closest('[role=tabpanel]') !== null), true);
  }));
