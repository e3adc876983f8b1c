import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { PICTURES, type PictureKind } from '../../src/core/export/kinds.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { PINNED, panelInBrowser, type OpenPanel } from './openPanel.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

/** Every picture that has a menu, under the view that shows it. */
const VIEWS: readonly (readonly [query: string, pictures: readonly PictureKind[]])[] = [
  [`${PINNED}&open=distances`, ['text', 'strongest', 'heads', 'words', 'layers', 'distances']],
  [`${PINNED}&link=France`, ['text', 'links', 'linkPlaces', 'heads', 'words', 'layers']],
  [`${PINNED}&tab=vectors&open=neighbours,map`, ['strips', 'order', 'path', 'neighbours', 'map']],
  [`tab=compare&occurrences`, ['occurrences']],
  [`${PINNED}&tab=effects`, ['influence', 'ranked']],
];

/** Written there, to be looked at. */
const LOOK_AT = process.env['PICTURES'];

const menusOf = (tab: Page) =>
  tab
    .locator('[data-picture]')
    .evaluateAll(elements =>
      elements.map(element => [element.getAttribute('data-picture'), JSON.parse(element.getAttribute('data-vscode-context')!)] as const),
    );

async function painted(panel: OpenPanel, picture: PictureKind, colours: 'theme' | 'print' = 'theme'): Promise<Buffer> {
  const { page: tab } = panel;
  const asked = { type: 'paint', request: 7, picture, text: '', source: null, copies: false, colours } as const;
  await tab.evaluate(message => page.send(message), asked);
  await tab.waitForFunction(() => page.actions.some(({ type }) => type === 'painted'));
  const [action] = (await panel.takeActions()).filter(({ type }) => type === 'painted');
  assert.ok(action?.type === 'painted' && action.png, picture);
  return Buffer.from(action.png, 'base64');
}

for (const [query, pictures] of VIEWS)
  test(`pictures have a menu, and are painted: ${pictures.join(', ')}`, () =>
    withPanel(query, async panel => {
      const { page: tab } = panel;
      for (const kind of pictures) await tab.locator(`[data-picture="${kind}"]`).waitFor();
      const menus = await menusOf(tab);
      assert.deepEqual(new Set(menus.map(([kind]) => kind)), new Set(pictures));
      for (const [picture, context] of menus)
        assert.deepEqual(context, { 'attentionLens.picture': picture, preventDefaultContextMenuItems: true });
      await panel.takeActions();
      for (const kind of pictures) {
        await tab.locator(`[data-picture="${kind}"]`).dispatchEvent('contextmenu');
        const [action] = (await panel.takeActions()).filter(({ type }) => type === 'menu');
        assert.ok(action?.type === 'menu' && action.picture === kind, kind);
        for (const theme of ['dark', 'light'] as const) {
          await tab.evaluate(name => page.showTheme(name), theme);
          const png = await painted(panel, kind);
          assert.equal(png.toString('latin1', 1, 4), 'PNG');
          assert.ok(png.readUInt32BE(16) >= 2 * 420, kind);
          if (LOOK_AT === undefined) continue;
          mkdirSync(LOOK_AT, { recursive: true });
          writeFileSync(`${LOOK_AT}/${kind}-${theme}.png`, png);
        }
      }
    }));

test('every picture is in one of those views', () => {
  assert.deepEqual(new Set(VIEWS.flatMap(([, pictures]) => pictures)), new Set(PICTURES));
});

test('a folded section has no picture, and a right-click on it none of its menu', () =>
  withPanel(`${PINNED}&fold=layers`, async ({ page: tab }) => {
    assert.equal(await tab.locator('#section-layers').getAttribute('data-vscode-context'), null);
  }));

const CELLS = [
  [PINNED, '#section-layers .picture', 'layers'],
  [`${PINNED}&link=France`, '#section-linkPlaces .picture', 'linkPlaces'],
  ['tab=compare&occurrences', '#section-occurrences .picture', 'occurrences'],
] as const;

for (const [query, look, picture] of CELLS)
  test(`the menu of a picture is of the cell under the pointer: ${picture}`, () =>
    withPanel(query, async panel => {
      const plot = panel.page.locator(look).first();
      await plot.waitFor();
      await plot.scrollIntoViewIfNeeded();
      const at = { x: 30, y: 25 };
      await plot.hover({ position: at });
      await panel.takeActions();
      await plot.click({ button: 'right', position: at });
      const [menu] = (await panel.takeActions()).filter(({ type }) => type === 'menu');
      assert.ok(menu?.type === 'menu' && menu.picture === picture && menu.cell !== null, JSON.stringify(menu));
      await panel.page.mouse.move(2, 2);
      await panel.page.locator(`[data-picture="${picture}"]`).dispatchEvent('contextmenu');
      const [other] = (await panel.takeActions()).filter(({ type }) => type === 'menu');
      assert.deepEqual(other, { type: 'menu', picture, cell: null });
    }));

test('print colours are those of paper, whatever the theme', () =>
  withPanel(PINNED, async panel => {
    await panel.page.evaluate(() => page.showTheme('dark'));
    const first = await painted(panel, 'words', 'print');
    await panel.page.evaluate(() => page.showTheme('light'));
    assert.ok((await painted(panel, 'words', 'print')).equals(first));
  }));

test('the colours of the theme are told as it has them', () =>
  withPanel(PINNED, async panel => {
    const told = async () => {
      await panel.page.evaluate(() => page.send({ type: 'colours', request: 3 }));
      const [action] = (await panel.takeActions()).filter(({ type }) => type === 'colours');
      assert.ok(action?.type === 'colours' && action.request === 3);
      return action;
    };
    await panel.page.evaluate(() => page.showTheme('dark'));
    const dark = await told();
    assert.equal(dark.heat.background, 'rgb(18, 19, 20)');
    // A mix of others, which no other program could work out.
    assert.match(dark.heat.ground, /^color\(srgb [\d. ]+ \/ 0\.05\)$/);
    assert.equal(dark.heat.heat.length, 9);
    assert.notEqual(dark.likeness.line, dark.heat.line);
    await panel.page.evaluate(() => page.showTheme('hc'));
    assert.equal((await told()).heat.highContrast, true);
  }));

test('a picture waits for the part that it is made of', () =>
  withPanel(`${PINNED}&part=thumbnails:computing`, async panel => {
    const { page: tab } = panel;
    await tab.locator('#section-heads .part-state.computing').waitFor();
    const asked = { type: 'paint', request: 7, picture: 'heads', text: '', source: null, copies: false, colours: 'theme' } as const;
    await tab.evaluate(message => page.send(message), asked);
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type === 'painted'),
      [],
    );
  }));
