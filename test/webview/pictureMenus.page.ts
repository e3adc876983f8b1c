import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { PICTURES, type PictureKind } from '../../src/core/export/kinds.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { PINNED, panelInBrowser, settle, type OpenPanel } from './openPanel.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

/** Every picture that has a menu, under the view that shows it. */
const VIEWS: readonly (readonly [query: string, pictures: readonly PictureKind[]])[] = [
  [`${PINNED}&open=distances`, ['text', 'strongest', 'heads', 'words', 'layers', 'distances']],
  [`${PINNED}&link=France`, ['text', 'links', 'linkPlaces', 'heads', 'words', 'layers']],
  ['run=pair&pin=chat&as=links', ['text', 'strongest', 'heads', 'pairLinks', 'layers']],
  ['run=library&pin=closes', ['text', 'ground', 'strongest', 'heads', 'words', 'layers']],
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
  await tab.evaluate(message => page.send(message), { ...askFor(picture), colours });
  const png = await answered(panel);
  assert.ok(png, picture);
  return Buffer.from(png, 'base64');
}

const askFor = (picture: PictureKind) =>
  ({ type: 'paint', request: 7, picture, text: '', source: null, row: null, copies: false, colours: 'theme' }) as const;

async function answered(panel: OpenPanel): Promise<string | null> {
  await panel.page.waitForFunction(() => page.actions.some(({ type }) => type === 'painted'));
  const [action] = (await panel.takeActions()).filter(({ type }) => type === 'painted');
  assert.equal(action?.type, 'painted');
  return action?.type === 'painted' ? action.png : null;
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
    const asked = askFor('heads');
    await tab.evaluate(message => page.send(message), asked);
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type === 'painted'),
      [],
    );
  }));

test('a picture waits no longer than who asked for it', () =>
  withPanel(`${PINNED}&part=thumbnails:computing`, async panel => {
    const { page: tab } = panel;
    await tab.locator('#section-heads .part-state.computing').waitFor();
    await tab.clock.install();
    await tab.evaluate(message => page.send(message), askFor('heads'));
    await tab.clock.fastForward(8_100);
    assert.equal(await answered(panel), null);
  }));

test('what is measured in part is no picture yet: nothing in it would say so', () =>
  withPanel(`${PINNED}&tab=effects&part=influence:partial`, async panel => {
    await panel.page.locator('[data-picture="ranked"]').waitFor();
    for (const picture of ['influence', 'ranked'] as const) {
      await panel.page.evaluate(message => page.send(message), askFor(picture));
      assert.equal(await answered(panel), null, picture);
    }
  }));

test('of a text that is held by rows, the word that a menu was opened on comes with its row', () =>
  withPanel('run=rows&rows&pin=201', async panel => {
    await panel.page.waitForFunction(() => page.session.explorer.row !== null);
    await settle(panel.page);
    const pinned = await painted(panel, 'text');
    const asked = await panel.page.evaluate(() => {
      const { explorer } = page.session;
      const { row } = explorer;
      explorer.dispatch({ type: 'pin', unit: null });
      return { source: { stream: 'text', unit: row!.unit } as const, row };
    });
    await settle(panel.page);
    const pointed = async (row: typeof asked.row) => {
      await panel.page.evaluate(message => page.send(message), { ...askFor('text'), ...asked, row });
      return Buffer.from((await answered(panel))!, 'base64');
    };
    assert.ok(!(await pointed(null)).equals(pinned));
    assert.ok((await pointed(asked.row)).equals(pinned));
  }));
