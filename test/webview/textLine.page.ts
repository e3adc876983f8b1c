import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textUnit } from '../support/textUnit.ts';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();

const LINE = '.text .excerpt';

test('while an editor shows the text it is one line; where none does, it is open; what a person chose stays', async () => {
  const state = async (query: string) => {
    let shown: unknown;
    await withPanel(query, async ({ page: tab }) => {
      shown = [await tab.locator(LINE).count(), await tab.locator('.text .strip').count()];
    });
    return shown;
  };
  assert.deepEqual(await state('beside'), [1, 0]);
  assert.deepEqual(await state(''), [0, 1]);
  assert.deepEqual(await state('beside&open=text'), [0, 1]);
  assert.deepEqual(await state('fold=text'), [1, 0]);
});

test('the line keeps the subject and its strongest word, and leaves out before and between them what does not fit', async () => {
  for (const [width, expected] of [
    [900, 'I visited France last summer because it has wonderful food .'],
    [500, /^… (?:visited )?France last summer because it has wonderful food \.$/],
    [380, /^… France … (?:summer )?because it has wonderful food \.$/],
  ] as const)
    await withPanel(
      'beside&lens=reference&hover=it',
      async ({ page: tab }) => {
        const line = (await tab.textContent(LINE))!;
        if (typeof expected === 'string') assert.equal(line, expected);
        else assert.match(line, expected);
        const box = (await tab.locator(LINE).boundingBox())!;
        for (const label of ['France', 'it']) {
          const word = (await tab.locator(`${LINE} .token-text:text-is("${label}")`).boundingBox())!;
          assert.ok(word.x >= box.x && word.x + word.width <= box.x + box.width, `${label} at ${width} px`);
        }
        assert.ok((await tab.locator('.text').boundingBox())!.height < 36, 'one line');
      },
      width,
    );
});

test('its words have the colour that the strip gives them, point and pin', () =>
  withPanel('beside&lens=reference', async panel => {
    const { page: tab } = panel;
    const word = (label: string) => tab.locator(`${LINE} .token-text:text-is("${label}")`);
    await word('it').hover();
    await settle(tab);
    assert.match((await word('France').getAttribute('class'))!, /\bheat-[5-8]\b/);
    await word('it').click();
    await settle(tab);
    assert.match((await word('it').getAttribute('class'))!, /\bis-pinned\b/);
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type === 'pin'),
      [{ type: 'pin', unit: textUnit(7) }],
    );
  }));

for (const width of [230, 900])
  for (const theme of ['dark', 'light', 'hc', 'hc-light'])
    test(`axe-core finds nothing, and nothing is wider than the panel: ${width} px, ${theme}`, () =>
      withPanel(
        `beside&lens=reference&pin=it&theme=${theme}&run=long`,
        async ({ page: tab }) => {
          assert.deepEqual(await violationsOf(tab), []);
          assert.ok(await tab.evaluate(() => document.querySelector('.panel')!.scrollWidth <= innerWidth));
        },
        width,
      ));

test('a click with Shift on the line of the text adds a second word, as in the strip', () =>
  withPanel('beside&lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    await tab.locator('.text .excerpt .token-text:text-is("France")').click({ modifiers: ['Shift'] });
    const actions = (await panel.takeActions()).filter(({ type }) => type !== 'point');
    assert.deepEqual(actions, [{ type: 'link', from: null, to: textUnit(3) }]);
  }));

test('the line of a long text holds the words that it has room for', () =>
  withPanel('beside&lens=reference&pin=it&run=long', async ({ page: tab }) => {
    const shown = await tab.locator('.text .excerpt .token-text').count();
    assert.ok(shown < 60, `${shown} words are in the page`);
  }));
