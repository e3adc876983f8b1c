import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const BANK = 'tab=compare&occurrences';
const NAMED = `${BANK}&groups=money,river,money,money,river,river,money,river`;

const slider = (tab: Page) => tab.locator('input[type=range]');

test('before a comparison the page says what it does, and its button starts one', () =>
  withPanel('tab=compare', async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.introduction'))!, /Compare all places of a word in this document/);
    await tab.click('.introduction .button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'compareOccurrences' }]);
    assert.equal(await tab.locator('.place').count(), 8);
  }));

test('the slider walks from the word embedding, where all places are the same, to the last layer, where they part', () =>
  withPanel(NAMED, async panel => {
    const { page: tab } = panel;
    assert.equal(
      await tab.textContent('.statement'),
      'Two groups part: 1, 3, 4 and 7 from 2, 5, 6 and 8; mean cosine 0.90 within the groups, 0.78 between them. They are the groups that you named.',
    );
    await slider(tab).focus();
    await tab.keyboard.press('ArrowRight');
    assert.deepEqual(await panel.takeActions(), [{ type: 'hiddenState', state: 4 }]);
    assert.equal(await slider(tab).getAttribute('aria-valuetext'), 'after 4 of 6 layers');
    await tab.keyboard.press('Home');
    assert.deepEqual(await panel.takeActions(), [{ type: 'compareFixed' }]);
    assert.equal(await slider(tab).getAttribute('aria-valuetext'), 'word embedding');
    assert.match(
      (await tab.textContent('.statement'))!,
      /^The same vector in all 8 places \(every cosine is 1\): what stands around it plays no part yet\.$/,
    );
    await tab.keyboard.press('ArrowRight');
    assert.deepEqual(await panel.takeActions(), [{ type: 'hiddenState', state: 0 }]);
  }));

test('the matrix by mouse and keyboard: a cell is read and its places are marked, Enter goes to the place', () =>
  withPanel(BANK, async panel => {
    const { page: tab } = panel;
    const picture = (await tab.locator('.alike .picture').boundingBox())!;
    const step = picture.width / 8;
    // Ordered by likeness: the first two are places 1 and 4.
    await tab.mouse.move(picture.x + 1.5 * step, picture.y + 0.5 * step);
    await settle(tab);
    assert.equal(await tab.textContent('.alike .readout'), '1 and 40.96');
    assert.deepEqual(await tab.locator('.place.on .place-number').allTextContents(), ['1', '4']);
    await tab.mouse.move(450, 5);
    await tab.focus('.alike .picture');
    await tab.keyboard.press('ArrowDown');
    await settle(tab);
    await tab.keyboard.press('ArrowDown');
    await settle(tab);
    assert.equal(await tab.textContent('.alike .readout'), '4 and 10.96');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'occurrence', index: 3 }]);
  }));

test('places: a click or Enter goes there, unless it was typed or edited away; arrows move from row to row', () =>
  withPanel(`${BANK}&edited`, async panel => {
    const { page: tab } = panel;
    await tab.click('.place-text >> nth=0');
    assert.deepEqual(await panel.takeActions(), [{ type: 'occurrence', index: 0 }]);
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [], 'edited away');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'occurrence', index: 2 }]);
    await tab.click('.place-text >> nth=7', { force: true });
    assert.deepEqual(await panel.takeActions(), [], 'typed');
    assert.equal(await tab.textContent('.place-where >> nth=1'), 'edited away');
    assert.match((await tab.textContent('.occurrences'))!, /Grey: edited away since\./);
  }));

test('two places have one cosine and no groups', () =>
  withPanel(`${BANK}&two`, async ({ page: tab }) => {
    assert.equal(await tab.textContent('.statement'), 'The two places have cosine 0.72 here.');
    assert.equal(await tab.locator('.place .field').count(), 0);
    assert.equal(await tab.locator('.split-line').count(), 0);
    assert.doesNotMatch((await tab.textContent('.view'))!, /group|cluster/i);
    assert.equal(await tab.textContent('.curves h3'), 'Cosine between the two');
    assert.equal(await tab.locator('.curves .chart-line').count(), 1);
    await tab.focus('.line-chart');
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    await tab.keyboard.press('End');
    await settle(tab);
    assert.equal(await tab.textContent('.curves .readout'), 'after 6 of 6 layers: 0.75');
    await tab.click('summary');
    await settle(tab);
    assert.deepEqual(await tab.locator('[aria-label="States as a table"] tr').last().locator('th, td').allTextContents(), ['6', '0.75']);
    await slider(tab).focus();
    await tab.keyboard.press('Home');
    await settle(tab);
    assert.match((await tab.textContent('.statement'))!, /^The same vector in both places \(cosine 1\)/);
  }));

test('in high contrast a number stands free, over the line of its step', () =>
  withPanel(`${BANK}&theme=hc`, async ({ page: tab }) => {
    // Cells 44 pixels wide: places 1 and 4 (0.96, the highest step), 1 and 6 (0.67, the lowest).
    const cell = (column: number) =>
      tab.evaluate(x => {
        const canvas = document.querySelector('.alike canvas') as HTMLCanvasElement;
        const { data, width } = canvas.getContext('2d')!.getImageData(44 * x, 0, 43, 43);
        const painted = (column: number, row: number) => data[4 * (row * width + column) + 3]! > 128;
        const rows = Array.from({ length: 43 }, (_, row) => painted(12, row)); // left of the number, over the line
        return { first: rows.indexOf(true), height: rows.filter(Boolean).length, width: width };
      }, column);
    assert.deepEqual(await cell(1), { first: 30, height: 5, width: 43 });
    assert.equal((await cell(7)).height <= 2, true);
  }));

test('a place is quoted on as many as two lines, and what its field is for stands above', () =>
  withPanel(
    BANK,
    async ({ page: tab }) => {
      assert.match((await tab.textContent('.occurrences .note'))!, /^Name two groups, by meaning for example, to compare them/);
      assert.equal(await tab.getAttribute('.place .field', 'placeholder'), 'name a group');
      assert.equal((await tab.textContent('.place-line >> nth=4'))!.trim(), 'Grass grew right down the steep bank to the water.');
      const heights = await tab.locator('.place-line').evaluateAll(lines => lines.map(line => [line.scrollHeight, line.clientHeight]));
      for (const [whole, shown] of heights) assert.ok(whole! <= shown! && shown! <= 40, `${whole} of ${shown}`);
      assert.ok(
        heights.some(([, shown]) => shown! > 30),
        'two lines',
      );
    },
    330,
  ));

test('the word is seen in every place, however long its surroundings are', () =>
  withPanel(
    BANK,
    async ({ page: tab }) => {
      for (const line of await tab.locator('.place-line').all()) {
        const [row, word] = [(await line.boundingBox())!, (await line.locator('.occurrence').boundingBox())!];
        assert.ok(word.x >= row.x && word.x + word.width <= row.x + row.width + 1, (await line.textContent())!);
      }
    },
    320,
  ));

test('groups are named in place: Enter and leaving keep the name, Escape drops it, and the figures follow', () =>
  withPanel(BANK, async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.curves .aside'))!, /found by clustering/);
    await tab.fill('.place .field >> nth=0', ' money ');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'group', index: 0, name: 'money' }]);
    assert.equal(await tab.inputValue('.place .field >> nth=0'), 'money');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.type('riv');
    await settle(tab);
    await tab.keyboard.press('Escape');
    await settle(tab);
    assert.equal(await tab.inputValue('.place .field >> nth=1'), '');
    await tab.keyboard.type('river');
    await tab.keyboard.press('Tab');
    assert.deepEqual(await panel.takeActions(), [{ type: 'group', index: 1, name: 'river' }]);
    assert.match((await tab.textContent('.curves .aside'))!, /groups that you named/);
    assert.match((await tab.textContent('.statement'))!, /They agree with the names that you gave\.$/);
  }));

test('what is typed stays while the host sends something else', () =>
  withPanel(BANK, async ({ page: tab }) => {
    await tab.focus('.place .field >> nth=0');
    await tab.keyboard.type('mon');
    await tab.evaluate(() => page.session.send());
    await settle(tab);
    assert.equal(await tab.inputValue('.place .field >> nth=0'), 'mon');
  }));

test('what each place is read in is a choice; the chart is read by keyboard', () =>
  withPanel(NAMED, async panel => {
    const { page: tab } = panel;
    await tab.click('text=its own sentence');
    assert.deepEqual(await panel.takeActions(), [{ type: 'occurrenceContext', context: 'sentence' }]);
    await tab.focus('.line-chart');
    await tab.keyboard.press('End');
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    await tab.keyboard.press('End');
    await settle(tab);
    assert.equal(await tab.textContent('.curves .readout'), 'after 6 of 6 layers: within 0.88 between 0.77');
  }));

test('places of another document than the explored one say whose they are', async () => {
  const said = 'These are places in letters.md, compared earlier; the text that is explored now is another one.';
  await withPanel(`${BANK}&elsewhere`, async ({ page: tab }) => assert.equal(await tab.textContent('.elsewhere'), said));
  await withPanel(BANK, async ({ page: tab }) => assert.equal(await tab.locator('.elsewhere').count(), 0));
});

test('sixty places fit, and those beyond and a document that was cut are named', async () => {
  await withPanel(`${BANK}&many`, async ({ page: tab }) => {
    assert.equal(await tab.textContent('.occurrences .aside'), '60 of 72');
    assert.equal(
      await tab.textContent('.left-out'),
      '60 places are compared, the first of each text; 12 more were left out. Of credit.md only the first 100,000 characters were looked through.',
    );
    assert.match((await tab.textContent('.statement'))!, /^Two groups part: \d\d places from \d\d places;/);
  });
});

test('what the model has nothing for says so and what to do, in its place', async () => {
  await withPanel(`${BANK}&nostates`, async panel => {
    const { page: tab } = panel;
    assert.match(
      (await tab.textContent('.same-word .introduction p'))!,
      /^The vectors between the layers were not found in this model\. .* the built-in model has everything\.$/,
    );
    await panel.takeActions();
    await tab.click('.same-word .buttons button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'useBuiltInModel' }]);
  });
});

test('the cosines and the groups stand in tables', () =>
  withPanel(NAMED, async ({ page: tab }) => {
    await tab.click('summary');
    await settle(tab);
    const row = (name: string, place: number) =>
      tab.locator(`[aria-label="${name}"] tr >> nth=${place}`).locator('th, td').allTextContents();
    assert.deepEqual((await row('Cosines as a table', 1)).slice(2), ['1.00', '0.72', '0.88', '0.96', '0.72', '0.67', '0.91', '0.75']);
    assert.deepEqual(await row('Groups as a table', 4), ['3', '0.90', '0.78']);
  }));
