import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();
/** Where a picture of each is kept, for looking at; none are by default. */
const PICTURES = process.env['PICTURES'];

const MATRIX = '.section.matrix .picture';

for (const [query, rows, columns] of [
  ['', 7, 12],
  ['turned', 12, 7],
] as const)
  for (const theme of ['dark', 'light', 'hc'])
    test(`attention from one text to another: ${rows} x ${columns}, ${theme}`, async () => {
      await withPanel(
        `${query}&theme=${theme}`,
        async ({ page }) => {
          await page.goto(page.url().replace(/\/\?/, '/twoTexts.html?'));
          await page.waitForSelector(MATRIX);
          await settle(page);
          assert.equal(await page.locator('.phrases').textContent(), `${rows} × ${columns}`);
          assert.equal(await page.locator('.row-label').count(), rows);
          assert.equal(await page.locator('.column-label').count(), columns);
          const box = (await page.locator(MATRIX).boundingBox())!;
          assert.equal(Math.round((box.width / box.height) * 100), Math.round((columns / rows) * 100));
          // The last cell by pointer; then the corners by keyboard, which stops at the ends of each side.
          const readout = page.locator('.readout');
          await page.mouse.move(box.x + box.width - 5, box.y + box.height - 5);
          const last = await page.locator('tbody tr').last().locator('td').last().textContent();
          await page.waitForFunction(value => document.querySelector('.readout')!.textContent.includes(value!), last);
          await page.locator(MATRIX).focus();
          for (let step = 0; step < rows + columns; step++) await page.keyboard.press('ArrowDown');
          await page.keyboard.press('End');
          await page.keyboard.press('Enter');
          await settle(page);
          assert.match(
            (await readout.textContent())!,
            new RegExp(`^.*${rows === 7 ? '\\.' : 'window'}.*attends to.*${rows === 7 ? 'window' : '\\.'}`),
          );
          assert.equal(await page.locator('.row-label .pinned').count(), 1);
          await page.keyboard.press('Home');
          await settle(page);
          assert.match((await readout.textContent())!, rows === 7 ? /attends to.*the/ : /attends to.*le/);
          assert.match((await readout.textContent())!, /× even share/);
          const cells = await page.locator('tbody td').count();
          assert.equal(cells, rows * columns);
          if (PICTURES) await page.screenshot({ path: `${PICTURES}/two-${rows}x${columns}-${theme}.png` });
        },
        640,
      );
    });

for (const theme of PICTURES ? ['dark', 'light', 'hc'] : ['dark'])
  test(`a text that is held by rows: a row when it is asked for, a sample where all would be shown, ${theme}`, async () => {
    await withPanel(`run=rows&rows&part=row:broken&hover=100&theme=${theme}`, async ({ page: tab }) => {
      const picture = async (name: string) => {
        await settle(tab);
        if (PICTURES) await tab.screenshot({ path: `${PICTURES}/rows-${name}-${theme}.png` });
      };
      const statement = tab.locator('.statement');
      const says = (pattern: string) =>
        tab.waitForFunction(wanted => new RegExp(wanted).test(document.querySelector('.statement')!.textContent), pattern);
      await says('The model stopped');
      await picture('failed');
      await statement.getByRole('button', { name: 'Try Again' }).click();
      await says('attends to .* 0\\.');
      await picture('read');
      const aside = await tab.locator('.section.matrix .aside').textContent();
      assert.match(aside!, /^128 of 300 rows × 300, each dot is the largest of 1 × \d, Related words$/);
      const box = (await tab.locator(MATRIX).boundingBox())!;
      assert.ok(Math.abs(box.width - box.height) < 40, `${box.width} × ${box.height}`);
      // The row before stays for a moment, then it is said that the next one is being read.
      await tab.evaluate(() => page.session.engine.holds.hold('row', 'computing'));
      await tab.evaluate(() => page.session.explorer.dispatch({ type: 'hover', unit: { stream: 'text', unit: 203 } }));
      await says('^Reading what');
      assert.equal(await tab.locator('.section .token .value').count(), 0);
      await picture('reading');
      await tab.evaluate(() => page.session.engine.holds.release('row'));
      await says('attends to .* 0\\.');
      await tab.getByRole('radio', { name: 'attended by' }).click();
      await says('Only from 128 of 300 rows');
      await picture('by');
    });
  });

for (const theme of ['dark', 'light', 'hc'])
  test(`causal attention: what a word cannot see is said, drawn and written so, ${theme}`, async () => {
    await withPanel(
      `run=causal&pin=2&theme=${theme}`,
      async panel => {
        const { page } = panel;
        const picture = page.locator(MATRIX);
        assert.match((await picture.getAttribute('aria-label'))!, /itself and those before it/);
        // Of every cell, whether anything of its ground or of a heat is painted in a corner of it.
        const painted = await picture
          .locator('canvas')
          .first()
          .evaluate((canvas: HTMLCanvasElement) => {
            const context = canvas.getContext('2d')!;
            const step = canvas.width / 9;
            return Array.from({ length: 81 }, (_, at) => {
              const [row, column] = [Math.floor(at / 9), at % 9];
              return context.getImageData(Math.floor(column * step) + 1, Math.floor(row * step) + 1, 1, 1).data[3]! > 0;
            });
          });
        if (theme !== 'hc')
          assert.deepEqual(
            painted,
            Array.from({ length: 81 }, (_, at) => at % 9 <= Math.floor(at / 9)),
          );
        await picture.focus();
        await page.keyboard.press('ArrowRight');
        await page.locator('.matrix .column-label.on', { hasText: 'that' }).waitFor();
        await page.keyboard.press('End');
        await page.locator('.matrix .readout', { hasText: 'not seen' }).waitFor();
        const readout = (await page.locator('.matrix .readout').textContent())!;
        assert.match(readout, /cannot attend to.*not seen: it comes later/);
        assert.doesNotMatch(readout, /0\.00/);
        await page.click('.colour-tool');
        assert.match((await page.locator('.colour-card .legend').textContent())!, /1 \/ the tokens that a word sees/);
        await page.keyboard.press('Escape');
        await page.locator('details.tables summary').click();
        await page.locator('table td').first().waitFor();
        const rows = await page.locator('table').first().locator('tbody td').allTextContents();
        assert.equal(rows.filter(text => text === 'not seen').length, 6);
        await panel.word('chased').first().hover();
        const strip = page.locator('.strip').first();
        const later = strip.locator('.token').nth(5);
        assert.equal(await strip.locator('.token.not-seen').count(), 6);
        await later.hover();
        await settle(page);
        assert.equal(await later.locator('.value').textContent(), 'unseen');
        assert.match((await page.locator('.statement').first().textContent())!, /It does not see the 6 that come later/);
        const layers = page.locator('.layers .picture');
        await layers.focus();
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('End');
        await page.locator('.layer-readout', { hasText: 'not seen' }).waitFor();
        assert.doesNotMatch((await page.locator('.layer-readout').textContent())!, /0\.00/);
        if (PICTURES) await page.screenshot({ path: `${PICTURES}/causal-${theme}.png`, fullPage: true });
      },
      640,
    );
  });

for (const theme of ['dark', 'light', 'hc'])
  test(`a sink is named, hidden from the start where attention is causal, and shown when asked for, ${theme}`, async () => {
    await withPanel(
      `run=sink&pin=was&theme=${theme}`,
      async ({ page }) => {
        const named = page.locator('.note.sink');
        assert.match(
          (await named.textContent())!,
          /^The first token, the, takes 7\d % here(, 7\d %| and) over all heads: a sink, hidden\./,
        );
        const statement = page.locator('.statement').first();
        assert.match((await statement.textContent())!, /Hidden and not rescaled: the sink the, 0\.7\d/);
        const first = page.locator('.strip').first().locator('.token').first();
        assert.equal(await first.locator('[class*=heat-]').count(), 0);
        assert.doesNotMatch((await statement.textContent())!, /attends to the /);
        await page.locator('.strongest .row').first().waitFor();
        const words = await page.locator('.strongest .row .quoted').allTextContents();
        assert.equal(words.includes('the'), false);
        await settle(page);
        if (PICTURES) await page.screenshot({ path: `${PICTURES}/sink-${theme}.png`, fullPage: true });
        // Nothing below moves while it is shown and hidden again.
        const top = async () => (await page.locator('.two-columns').boundingBox())!.y;
        const before = await top();
        await named.getByRole('button', { name: 'Show the sink' }).click();
        await named.getByRole('button', { name: 'Hide the sink' }).waitFor();
        await page.locator('.strongest .row .quoted', { hasText: /^the$/ }).first().waitFor();
        assert.equal(await first.locator('[class*=heat-]').count(), 1);
        assert.match((await statement.textContent())!, /attends to the 0\.7\d/);
        await settle(page);
        assert.equal(await top(), before);
        if (PICTURES) await page.screenshot({ path: `${PICTURES}/sink-shown-${theme}.png`, fullPage: true });
      },
      640,
    );
  });

test('32 layers of 32 heads in 400 px: every head can be pointed at, reached by keyboard and chosen', async () => {
  await withPanel(
    'run=large&layer=0&head=0',
    async panel => {
      const { page } = panel;
      const grid = page.locator('.section.heads .picture, .section.heads [role=application]').first();
      await grid.evaluate(element => element.scrollIntoView({ block: 'end' }));
      const box = (await grid.boundingBox())!;
      assert.ok(box.x + box.width <= 400, 'the grid fits');
      await page.mouse.click(box.x + box.width - 6, box.y + box.height - 6);
      assert.deepEqual((await panel.takeActions()).at(-1), { type: 'view', view: { kind: 'head', layer: 31, head: 31 } });
      await grid.focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'End', 'ArrowLeft', 'Enter']) {
        await page.keyboard.press(key);
        await settle(page);
      }
      assert.deepEqual((await panel.takeActions()).at(-1), { type: 'view', view: { kind: 'head', layer: 31, head: 30 } });
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 400, 'nothing scrolls sideways');
      if (PICTURES) await page.screenshot({ path: `${PICTURES}/large.png`, fullPage: true });
    },
    400,
  );
});

const headView = (layer: number, head: number) => ({ type: 'view', view: { kind: 'head', layer, head } });

test('a head is found by typing its place, in the field, in the picture and in the menu of lenses; where there is none, that is said', () =>
  withPanel('run=deep&pin=13', async panel => {
    const { page } = panel;
    const field = page.getByLabel('Find a head by its layer and number');
    const aside = page.locator('.heads .aside');
    await field.fill('L18 H6');
    await page.locator('.heads .aside', { hasText: /^L18 H6 chased → cats 0\.82, induction 0\.92, sink 0\.\d+$/ }).waitFor();
    await field.fill('30.2');
    await page.locator('.heads .wrong', { hasText: /^Layers count from 0 to 29\.$/ }).waitFor();
    await field.press('Enter');
    await field.fill('12 9');
    await page.locator('.heads .wrong', { hasText: /^Heads of layer 12 count from 0 to 8\.$/ }).waitFor();
    await field.press('Enter');
    assert.deepEqual(await panel.takeActions(), []);
    await field.fill('l12h7');
    await field.press('Enter');
    assert.deepEqual(await panel.takeActions(), [headView(12, 7)]);
    // The picture has the keys now, at the head that was found: what is walked to next is its neighbour, as the picture lies.
    await page.keyboard.press('ArrowRight');
    await settle(page);
    assert.match((await aside.textContent())!, /^L13 H7 /);
    await page.keyboard.type('3.1');
    assert.equal(await field.inputValue(), '3.1');
    await field.press('Escape');
    assert.equal(await field.inputValue(), '');
    assert.deepEqual(await panel.takeActions(), []);
    const lens = page.getByRole('button', { name: /^Heads:/ });
    await lens.click();
    await page.keyboard.type('L30');
    assert.match((await page.locator('.menu').textContent())!, /L30.*Layers count from 0 to 29\./);
    await page.keyboard.press('Enter');
    for (let key = 0; key < 3; key++) await page.keyboard.press('Backspace');
    await page.keyboard.type('4 8');
    await page.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [headView(4, 8)]);
  }));

test('a deep model lies on its side where there is room; what its heads do is listed and chosen', () =>
  withPanel('run=deep&pin=13', async panel => {
    const { page } = panel;
    const box = async (selector: string) => (await page.locator(selector).boundingBox())!;
    const picture = await box('.heads-picture');
    assert.ok(picture.width > 650 && picture.height < 300, `${picture.width} x ${picture.height}`);
    assert.ok(picture.y > (await box('.matrix')).y + (await box('.matrix')).height);
    await page.getByRole('option', { name: /L17 H3 I Induction 0\.85/ }).click();
    assert.deepEqual(await panel.takeActions(), [headView(17, 3)]);
    assert.match(
      (await page.locator('.heads-note').textContent())!,
      /^P previous token, S same token, I induction, the grey line under a head: how much of its attention the sink takes\.$/,
    );
    await page.setViewportSize({ width: 400, height: 1200 });
    await settle(page);
    const narrow = await box('.heads-picture');
    assert.ok(narrow.width < 368 && narrow.height < 800, `${narrow.width} x ${narrow.height}`);
    assert.equal(await page.locator('.heads .aside').textContent(), 'layers down, heads across');
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 400, 'nothing scrolls sideways');
  }));
