import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { PageHandle } from './page/fakeHost.ts';
import { violationsAsShown } from './axe.ts';
import { PINNED, panelInBrowser, type OpenPanel } from './openPanel.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

test('a menu on a picture tells the host which, under the pointer and by the keyboard', () =>
  withPanel(PINNED, async panel => {
    const { page } = panel;
    for (const [look, picture] of [
      ['.section.matrix .picture', 'words'],
      ['.heads-picture', 'heads'],
      ['.strip', 'text'],
    ] as const) {
      await panel.takeActions();
      await page
        .locator(look)
        .first()
        .click({ button: 'right', position: { x: 20, y: 12 } });
      assert.deepEqual(
        (await panel.takeActions()).filter(({ type }) => type === 'menu'),
        [{ type: 'menu', picture, cell: null }],
      );
    }
    await page.locator('.section.matrix .picture').focus();
    await page.keyboard.press('Shift+F10');
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type === 'menu'),
      [{ type: 'menu', picture: 'words', cell: null }],
    );
    await page.locator('h1').dispatchEvent('contextmenu');
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type === 'menu'),
      [],
    );
  }));

test('under 300 px Export is in More Actions, and opens the list of VS Code', () =>
  withPanel(
    PINNED,
    async panel => {
      await panel.page.getByRole('button', { name: 'More Actions' }).click();
      await panel.page.getByRole('menuitem', { name: 'Export…' }).click();
      assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'export' }]);
    },
    230,
  ));

const card = (tab: Page) => tab.getByRole('dialog', { name: 'Take it away' });

async function openCard(panel: OpenPanel): Promise<void> {
  await panel.page.getByRole('button', { name: 'Export' }).click();
  await card(panel.page).getByText('Reference, L3 H1').waitFor();
  await panel.takeActions();
}

test('the card copies at once and says so for two seconds; the command line is read before it is copied', () =>
  withPanel(PINNED, async panel => {
    const { page: tab } = panel;
    await openCard(panel);
    assert.match(await card(tab).locator('.export-line').innerText(), /--lens=reference --word=it/);
    const copy = card(tab).getByRole('button', { name: 'LaTeX' });
    const room = await copy.boundingBox();
    await copy.click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'take', request: 0, of: 'row', as: 'latex' }]);
    const said = card(tab).getByRole('button', { name: 'Copied' });
    assert.deepEqual(await said.boundingBox(), room);
    assert.equal(await card(tab).locator('[aria-live]').innerText(), 'Copied');
    await said.waitFor({ state: 'detached', timeout: 4000 });
    await card(tab).getByLabel('Table', { exact: true }).selectOption('layers');
    await card(tab).getByRole('button', { name: 'CSV' }).click();
    await card(tab).getByLabel('Picture', { exact: true }).selectOption('strongest');
    await card(tab).getByRole('button', { name: 'SVG' }).click();
    await card(tab).getByRole('radio', { name: 'Print' }).click();
    assert.deepEqual(await panel.takeActions(), [
      { type: 'take', request: 1, of: 'layers', as: 'csv' },
      { type: 'take', request: 2, of: 'strongest', as: 'svg' },
      { type: 'fileColours', colours: 'print' },
    ]);
    // A dialogue that was left is no saved file.
    assert.equal(await card(tab).getByRole('button', { name: 'Saved' }).count(), 0);
  }));

test('the card by keyboard: it takes the keys, and Escape gives them back to its button', () =>
  withPanel(PINNED, async panel => {
    const { page: tab } = panel;
    await tab.getByRole('button', { name: 'Export' }).focus();
    await tab.keyboard.press('Enter');
    await card(tab).waitFor();
    const at = () => tab.evaluate(() => document.activeElement?.firstElementChild?.textContent);
    assert.equal(await at(), 'Copy');
    await tab.keyboard.press('Enter');
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type === 'take'),
      [{ type: 'take', request: 0, of: null, as: 'sentence' }],
    );
    await tab.keyboard.press('Tab');
    assert.equal(await tab.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Table');
    await tab.keyboard.press('Escape');
    assert.equal(await card(tab).count(), 0);
    assert.equal(await tab.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Export');
    assert.deepEqual(await panel.takeActions(), []);
  }));

test('without a word there is no sentence, and the table is that of every word', () =>
  withPanel('lens=reference', async panel => {
    await openCard(panel);
    const { page: tab } = panel;
    assert.equal(await card(tab).getByRole('button', { name: 'Copy' }).first().isDisabled(), true);
    await card(tab).getByRole('button', { name: 'TSV', exact: true }).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'take', request: 0, of: 'matrix', as: 'tsv' }]);
  }));

for (const theme of ['dark', 'light', 'hc', 'hc-light'])
  test(`the card has nothing that axe complains of: ${theme}`, () =>
    withPanel(`${PINNED}&theme=${theme}`, async panel => {
      await openCard(panel);
      assert.deepEqual(await violationsAsShown(panel.page), []);
    }));

for (const width of [300, 340, 420, 620, 900, 1400])
  test(`the card is inside the panel, and nothing in it is wider than its place: ${width} px`, () =>
    withPanel(
      PINNED,
      async panel => {
        await openCard(panel);
        const { page: tab } = panel;
        const outside = await card(tab).evaluate(box => {
          const room = box.closest('.menu')!.getBoundingClientRect();
          const isOut = (element: Element) => {
            const { left, right } = element.getBoundingClientRect();
            return left < room.left - 0.5 || right > room.right + 0.5;
          };
          return [...box.querySelectorAll(':not(option)')].filter(isOut).map(element => element.textContent);
        });
        assert.deepEqual(outside, []);
        const room = (await tab.locator('.export-card').boundingBox())!;
        assert.ok(room.x >= 0 && room.x + room.width <= width);
        if (process.env['PICTURES'] !== undefined) await tab.screenshot({ path: `${process.env['PICTURES']}/card-${width}.png` });
      },
      width,
    ));

test('a picture is painted in the colours of the theme, as PNG', () =>
  withPanel(PINNED, async panel => {
    const { page: tab } = panel;
    await tab.locator('.heads-picture').waitFor();
    const painted = async (picture: string) => {
      await tab.evaluate(
        name => page.send({ type: 'paint', request: 7, picture: name, text: '', source: null, row: null, colours: 'theme', copies: false }),
        picture as 'words',
      );
      await tab.waitForFunction(() => page.actions.some(({ type }) => type === 'painted'));
      const [action] = (await panel.takeActions()).filter(({ type }) => type === 'painted');
      assert.equal(action?.type === 'painted' && action.request, 7);
      return action?.type === 'painted' ? action.png! : '';
    };
    for (const picture of ['words', 'heads', 'text']) {
      const bytes = Buffer.from(await painted(picture), 'base64');
      assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
      // Twice as large as the picture, which is at least 420 pixels wide.
      assert.ok(bytes.readUInt32BE(16) >= 2 * 420, picture);
    }
    const ground = async () => {
      const png = await painted('words');
      return tab.evaluate(async text => {
        const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const context = new OffscreenCanvas(1, 1).getContext('2d')!;
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, 1, 1).data[0]!;
      }, png);
    };
    assert.ok((await ground()) < 64);
    await tab.evaluate(() => page.showTheme('light'));
    assert.ok((await ground()) > 200);
  }));
