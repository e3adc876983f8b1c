import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { textUnit } from '../support/textUnit.ts';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const PAIR = 'lens=reference&pin=it&link=France';

/** Cells of a row of the list, as they are written. */
const rowOf = (tab: Page, row: number) => tab.locator('.link-row').nth(row).locator(':scope > span:not(.bar, .unseen)').allTextContents();
const order = (tab: Page) => tab.locator('.links select');

test('axe-core finds nothing in any theme: both ways, one way, several words, a failure, tables', async () => {
  for (const query of [
    PAIR,
    'pin=it&link=last,summer',
    'run=causal&pin=2&link=5',
    'pin=it&link=has&part=link:broken',
    'run=rows&rows&pin=200&link=100',
  ])
    await withPanel(query, async ({ page: tab }) => {
      assert.deepEqual(await violationsOf(tab), [], query);
    });
  await withPanel(PAIR, async ({ page: tab }) => {
    await tab.click('summary');
    assert.deepEqual(await violationsOf(tab), [], 'tables');
  });
});

test('the heads that link two words, both ways: the answer, what it counts, and a row a head', () =>
  withPanel(PAIR, async ({ page: tab }) => {
    assert.equal(
      await tab.textContent('.links-answer .statement'),
      'it attends to France most in L3 H1, 0.59. Back, France attends to it most in L0 H10, 0.11.',
    );
    assert.equal(
      await tab.textContent('.links-answer .note'),
      '21 of 72 heads reach an even share of 0.08 from it, 3 from France. The words stand 4 apart. L3 H1 is Reference: finds the name a pronoun stands for in 75 % of cases (nearest mention: 51 %).',
    );
    assert.equal(await tab.textContent('.links .aside'), '24 of 72 reach an even share');
    assert.equal(await tab.locator('.link-row').count(), 9);
    assert.deepEqual(await rowOf(tab, 0), ['L3 H1 Reference', '0.59', '7.7 ×', '0.02', '']);
    assert.match((await tab.textContent('.link-row >> nth=0'))!, /^L3 H1 Reference it → France 0\.59\s*7\.7 × France → it 0\.02$/);
    assert.equal(await tab.locator('.link-row .below').count(), 9);
    // The bars grow from the middle.
    const ends = await tab
      .locator('.link-row')
      .nth(0)
      .evaluate(row => {
        const [there, head, back] = ['.bar.there i', '.link-head', '.bar.back i'].map(name =>
          row.querySelector(name)!.getBoundingClientRect(),
        );
        return [Math.round(head!.left - there!.right), Math.round(back!.left - head!.right)];
      });
    assert.deepEqual(ends, [6, 6]);
    assert.equal(await tab.locator('.strongest').count(), 0);
  }));

test('in the place of the direction the bar says that two words are looked at both ways; the first word alone can be turned round', () =>
  withPanel(PAIR, async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.both-directions'), 'both ways');
    assert.equal(await tab.locator('[aria-label=Direction]').count(), 0);
    // The answer stands once.
    assert.equal(await tab.locator('.view .statement').count(), 1);
    await tab.click('.more-tool');
    await tab.click('text=Attended by Instead of Attends To');
    assert.deepEqual(await panel.takeActions(), [{ type: 'direction', direction: 'by' }]);
    await tab.evaluate(() => page.session.handle({ type: 'unlink' }));
    await settle(tab);
    assert.equal(await tab.textContent('[aria-label=Direction] [aria-checked=true]'), 'attended by');
  }));

test('Enter and a click show a head, which is then the one that is looked through', () =>
  withPanel(PAIR, async panel => {
    const { page: tab } = panel;
    assert.deepEqual(await tab.locator('.link-row[aria-selected="true"]').allTextContents(), [await tab.textContent('.link-row >> nth=0')]);
    await tab.focus('.link-row >> nth=0');
    for (const key of ['ArrowDown', 'Enter']) await tab.keyboard.press(key);
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'head', layer: 5, head: 3 } }]);
    await settle(tab);
    assert.equal(await tab.locator('.link-row').nth(1).getAttribute('aria-selected'), 'true');
    await tab.click('.link-row >> nth=2');
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'head', layer: 4, head: 4 } }]);
  }));

test('the first nine, then all; sorted by the larger, by either way, and by layer', () =>
  withPanel(PAIR, async ({ page: tab }) => {
    const heads = () => tab.locator('.link-row .link-head').evaluateAll(nodes => nodes.map(node => /L\d+ H\d+/.exec(node.textContent)![0]));
    const [first] = await heads();
    assert.equal(first, 'L3 H1');
    await order(tab).selectOption('back');
    assert.equal((await heads())[0], 'L0 H10');
    await order(tab).selectOption('layer');
    assert.deepEqual((await heads()).slice(0, 2), ['L0 H0', 'L0 H1']);
    await tab.click('text=Show All 72');
    assert.equal(await tab.locator('.link-row').count(), 72);
    await tab.click('text=Show the First 9');
    assert.equal(await tab.locator('.link-row').count(), 9);
  }));

test('where they are: a cell a head, each way; arrows read them, Enter looks through one, and folded they cost nothing', () =>
  withPanel(PAIR, async panel => {
    const { page: tab } = panel;
    const note = () => tab.textContent('.link-places .note');
    assert.deepEqual(await tab.locator('.link-places h3').allTextContents(), ['it → France', 'France → it']);
    assert.equal(await note(), 'Layers down, heads across. The ring is the strongest head.');
    await tab.focus('.link-places .picture >> nth=0');
    await tab.keyboard.press('ArrowDown');
    assert.equal(await note(), 'L3 H1 it → France  0.59  7.7 ×');
    await tab.keyboard.press('ArrowRight');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'head', layer: 3, head: 2 } }]);
    await tab.focus('.link-places .picture >> nth=1');
    await tab.keyboard.press('ArrowDown');
    assert.match((await note())!, /^L0 H10 France → it  0\.11/);
    const [first, second] = await tab
      .locator('.link-places .picture')
      .evaluateAll(nodes => nodes.map(node => node.getBoundingClientRect().top));
    assert.equal(first, second);
    await tab.click('.link-places .fold');
    await settle(tab);
    assert.equal(await tab.locator('.link-places .picture').count(), 0);
    await tab.click('.link-places .fold');
    await tab.waitForSelector('.link-places .picture');
    assert.equal(await tab.locator('.link-places .picture').count(), 2);
  }));

test('a decoder has one way, and says of the other that it cannot see', async () => {
  for (const [pinned, linked, way] of [
    [5, 2, 'was → that'],
    [2, 5, 'was → that'],
  ] as const)
    await withPanel(`run=causal&pin=${pinned}&link=${linked}`, async ({ page: tab }) => {
      assert.match((await tab.textContent('.links-answer .statement'))!, /that cannot see was: this model reads from left to right\./);
      assert.deepEqual(await tab.locator('.link-way').allTextContents(), [way]);
      assert.deepEqual(await order(tab).locator('option').allTextContents(), ['largest first', 'by layer']);
      const weights = await tab.locator('.link-row .number').allTextContents();
      assert.deepEqual(
        weights,
        weights.toSorted((a, b) => Number(b) - Number(a)),
      );
      await tab.click('summary');
      assert.match((await tab.textContent('[aria-label="Linking heads as a table"]'))!, /not seen/);
    });
});

test('of a text that is held by rows the link comes from the two rows alone, which is said', () =>
  withPanel('run=rows&rows&pin=200&link=100', async ({ page: tab }) => {
    assert.match((await tab.textContent('.links-answer .note'))!, /Read from the rows of these words alone, as the text is long\.$/);
    assert.equal(await tab.locator('.link-row').count(), 9);
  }));

test('several words are one end, which is said; two that stand together are next to each other', async () => {
  await withPanel('pin=it&link=last,summer', async ({ page: tab }) => {
    assert.match(
      (await tab.textContent('.links-answer .note'))!,
      /last summer counts as one word: the mean of its queries and the sum of its keys\.$/,
    );
  });
  await withPanel('pin=it&link=has', async ({ page: tab }) => {
    assert.match((await tab.textContent('.links-answer .note'))!, /stand next to each other/);
    assert.ok((await tab.locator('.link-known').allTextContents()).includes(' next to it'));
  });
});

test('where it is narrow one way at a time, with a switch; numbers are never cut', async () => {
  for (const width of [230, 260, 300, 360, 410])
    await withPanel(
      PAIR,
      async ({ page: tab }) => {
        assert.equal(await tab.locator('.link-row').nth(0).locator('.number').count(), 1, `${width}`);
        assert.deepEqual((await rowOf(tab, 0)).slice(1), ['0.59', '7.7 ×']);
        await tab.click('.links [role="radio"][aria-checked="false"]');
        assert.deepEqual((await rowOf(tab, 0)).slice(1), ['0.11', '1.4 ×']);
        assert.deepEqual(await cutIn(tab), [], `${width} px`);
      },
      width,
    );
  for (const width of [420, 520, 640, 780, 1400])
    await withPanel(
      PAIR,
      async ({ page: tab }) => {
        assert.equal(await tab.locator('.link-row').nth(0).locator('.number').count(), 2, `${width}`);
        assert.deepEqual(await cutIn(tab), [], `${width} px`);
      },
      width,
    );
});

/** Numbers of the list that are wider than their place, and rows that reach beyond the section. */
function cutIn(tab: Page): Promise<string[]> {
  return tab.evaluate(() => {
    const right = document.querySelector('.links')!.getBoundingClientRect().right + 6;
    const cut = [...document.querySelectorAll('.link-row .number, .link-multiple')].filter(node => node.scrollWidth > node.clientWidth);
    const beyond = [...document.querySelectorAll('.link-row')].filter(node => node.getBoundingClientRect().right > right);
    return [...cut, ...beyond].map(node => node.textContent);
  });
}

test('while another link is computed the one before stays under its own name, and a failure offers to try again', () =>
  withPanel(PAIR, async panel => {
    const { page: tab } = panel;
    const statement = () => tab.textContent('.links-answer .statement');
    await tab.evaluate(() => {
      page.session.engine.holds.hold('link', 'computing');
    });
    await panel.word('summer').click({ modifiers: ['Shift'] });
    await settle(tab);
    assert.match((await statement())!, /^it attends to France/);
    await tab.evaluate(() => {
      page.session.engine.holds.release('link');
    });
    await tab.waitForFunction(() => document.querySelector('.links-answer .statement')!.textContent.startsWith('it attends to summer'));
    await tab.evaluate(() => {
      page.session.engine.holds.hold('link', 'broken');
    });
    await panel.word('food').click({ modifiers: ['Shift'] });
    await tab.click('.links .part-state >> text=Try Again');
    await tab.waitForFunction(
      () => document.querySelector('.links-answer .statement')?.textContent?.startsWith('it attends to food') === true,
    );
  }));

test('in the matrix L and Shift link the words of a cell; in the list of heads Shift links the word with its target', () =>
  withPanel('lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    const link = (from: number, to: number) => ({ type: 'link', from: textUnit(from), to: textUnit(to) });
    const actions = async () => (await panel.takeActions()).filter(({ type }) => type === 'link');
    await tab
      .locator('.rows .row')
      .nth(0)
      .click({ modifiers: ['Shift'] });
    assert.deepEqual(await actions(), [link(7, 10)]);
    // What is listed of the pair stands above the matrix now.
    await tab.waitForSelector('.link-places .picture');
    await settle(tab);
    await tab.locator('.matrix .picture').scrollIntoViewIfNeeded();
    const cell = async (row: number, column: number) => {
      const box = (await tab.locator('.matrix .picture').boundingBox())!;
      return [box.x + (box.width / 13) * (column + 0.5), box.y + (box.height / 13) * (row + 0.5)] as const;
    };
    await tab.keyboard.down('Shift');
    await tab.mouse.click(...(await cell(9, 3)));
    await tab.keyboard.up('Shift');
    assert.deepEqual(await actions(), [link(9, 3)]);
    await tab.focus('.matrix .picture');
    for (const key of ['ArrowRight', 'l', 'ArrowRight', 'Shift+Enter']) {
      await tab.keyboard.press(key);
      await settle(tab);
    }
    assert.equal((await actions()).length, 2);
    await settle(tab);
    assert.equal(await tab.locator('.matrix .column-label .axis-text.source').count(), 1);
  }));

test('the grids of a pair are not painted anew for a word that is pointed at', () =>
  withPanel('lens=reference&pin=it&link=France', async ({ page: tab }) => {
    await tab.locator('.strip .token').nth(1).hover();
    await settle(tab);
    await tab.evaluate(() => {
      const cleared: string[] = [];
      new MutationObserver(list => {
        for (const { target, attributeName } of list)
          if (target instanceof HTMLCanvasElement && attributeName === 'width') cleared.push(target.closest('section')!.id);
      }).observe(document.querySelector('#root')!, { subtree: true, attributes: true });
      Object.assign(globalThis, { cleared });
    });
    await tab.locator('.strip .token').nth(4).hover();
    await settle(tab);
    const cleared = await tab.evaluate(() => (globalThis as unknown as { cleared: string[] }).cleared);
    assert.deepEqual(
      cleared.filter(id => id === 'section-linkPlaces'),
      [],
    );
  }));
