import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageHandle } from './page/fakeHost.ts';
import { PINNED, panelInBrowser } from './openPanel.ts';

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

for (const width of [230, 340, 620, 900])
  test(`Export is in the bar, or in More Actions: ${width} px`, () =>
    withPanel(
      PINNED,
      async panel => {
        const { page } = panel;
        if (width < 300) {
          await page.getByRole('button', { name: 'More Actions' }).click();
          await page.getByRole('menuitem', { name: 'Export…' }).click();
        } else {
          const button = page.getByRole('button', { name: 'Export' });
          assert.equal(await button.innerText(), width >= 600 ? 'Export' : '');
          await button.click();
        }
        assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'export' }]);
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
