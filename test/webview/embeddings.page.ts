import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violationsOf } from './axe.ts';
import { FRANCE, PAGE, STRIPS, strip, word } from './embeddingStrips.ts';
import { panelInBrowser, settle, untilTold } from './openPanel.ts';
import { textUnit } from '../support/textUnit.ts';

const { withPanel } = panelInBrowser();

for (const query of [
  PAGE,
  `${FRANCE}&hover=France&vectors`,
  `${FRANCE}&heat=contextual&rollout=5&direction=by&state=0`,
  `${FRANCE}&nostates&noadded`,
  `${FRANCE}&part=likeness:failed,path:computing,neighbours:computing,wordVectors:failed&vectors`,
])
  test(`axe-core finds nothing in any theme: strips, order, layers, neighbours, tables, what is missing (${query})`, () =>
    withPanel(query, async ({ page: tab }) => {
      await untilTold(tab, query);
      await tab.click('summary');
      await settle(tab);
      await settle(tab);
      assert.deepEqual(await violationsOf(tab), []);
    }));

test('a strip is shown in the editor by the switch of Colour, and the one that is there says so', () =>
  withPanel('tab=vectors&lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    const switches = () => tab.locator('.compare .in-editor').allTextContents();
    assert.deepEqual(await switches(), ['Show in Editor', 'Show in Editor', ' in the editor']);
    await tab.getByRole('button', { name: 'Show in Editor: Vector after 3 of 6 layers' }).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'heat', heat: 'contextual' }]);
    assert.deepEqual(await switches(), ['Show in Editor', ' in the editor', 'Show in Editor']);
    assert.equal(await tab.getAttribute('.colour-tool', 'aria-label'), 'Colour: Vector after 3 of 6 layers');
  }));

test('the lead sentence, the strips and the orders are those of the reference picture', () =>
  withPanel(`${FRANCE}&hover=France`, async ({ page: tab }) => {
    assert.equal(
      await tab.textContent('.lead'),
      'By its embedding it is nearest to I; it attends most to France. Over all 10 words and marks the two orders show no clear relation.',
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
      assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(7) }, name);
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
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(1) });
    assert.equal(await tab.textContent('.slope-item.on >> nth=0'), 'I.38');
  }));

test('a model without hidden states: what is missing is said, two orders remain', () =>
  withPanel(`${FRANCE}&nostates&noadded`, async ({ page: tab }) => {
    assert.equal(await tab.textContent('.hue-contextual .note'), 'The vectors between the layers were not found in this model.');
    assert.equal(await tab.locator('[aria-label="Hidden state"]').count(), 0);
    assert.equal(await tab.textContent('.hue-contextual .aside'), 'not found in this model');
    assert.deepEqual(await tab.locator('.slope-titles b').allTextContents(), ['Embedding', 'Attention']);
    assert.match((await tab.textContent('.path .note'))!, /cannot be followed/);
    assert.match((await tab.textContent('.path .part-state'))!, /not found in this model\. .* the built-in model has everything\./);
    assert.equal(await tab.locator('.neighbour-list').count(), 1);
  }));

test('vectors of a file: a further strip with what is missing, else a button that chooses one', async () => {
  await withPanel(FRANCE, async panel => {
    await panel.page.click('.file-choice button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'chooseWordVectors' }]);
  });
  await withPanel(`${FRANCE}&vectors`, async ({ page: tab }) => {
    const section = tab.locator('.sub-section').filter({ hasText: 'GoogleNews-vectors.bin' });
    assert.match(
      (await section.textContent())!,
      /3,000,000 vectors, 300 numbers each.*No vector for last, wonderful\. 2 broken records were passed over\./,
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
