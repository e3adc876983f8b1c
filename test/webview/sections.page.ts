import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violationsOf } from './axe.ts';
import { panelInBrowser, PINNED, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const HEADS = { name: 'All heads' };

test('a section folds by mouse and by keyboard, and stays where the keys are', () =>
  withPanel(PINNED, async panel => {
    const { page: tab } = panel;
    const fold = tab.getByRole('heading', HEADS).getByRole('button', HEADS);
    const state = async () => {
      await settle(tab);
      return [await fold.getAttribute('aria-expanded'), await tab.locator('.heads canvas').count()];
    };
    assert.deepEqual(await state(), ['true', 2]);
    await fold.click();
    assert.deepEqual(await state(), ['false', 0]);
    assert.deepEqual(await panel.takeActions(), [{ type: 'section', section: 'heads', isOpen: false }]);
    for (const [key, isOpen, canvases] of [
      ['Enter', 'true', 2],
      ['ArrowLeft', 'false', 0],
      ['ArrowLeft', 'false', 0],
      ['ArrowRight', 'true', 2],
    ] as const) {
      await tab.keyboard.press(key);
      assert.deepEqual(await state(), [isOpen, canvases], key);
      assert.ok(await fold.evaluate(node => node === document.activeElement));
    }
  }));

test('what is folded is not asked for, and is when it is unfolded', () =>
  withPanel('pin=it&fold=layers,heads', async ({ page: tab }) => {
    const parts = () => tab.evaluate(() => Object.keys(page.session.explorer.parts.statuses).toSorted());
    assert.deepEqual(await parts(), ['ranking']);
    for (const name of ['it layer by layer', 'Layer by layer'])
      await tab
        .getByRole('button', { name })
        .click({ timeout: 500 })
        .catch(() => undefined);
    await settle(tab);
    assert.deepEqual(await parts(), ['layers', 'ranking']);
    assert.ok((await tab.locator('.layers canvas').count()) > 0);
  }));

test('what stands beside a title is its tooltip and its description where it is cut or gone, and no tooltip where it is seen', async () => {
  for (const [width, seen] of [
    [900, true],
    [360, false],
  ] as const)
    await withPanel(
      PINNED,
      async ({ page: tab }) => {
        const row = tab.locator('.strongest .heading-row');
        await row.hover();
        assert.equal(await tab.locator('.strongest .aside').isVisible(), seen);
        assert.equal(await row.getAttribute('title'), seen ? '' : '7 of 72');
        const described = await tab.getAttribute('.strongest .fold', 'aria-describedby');
        assert.equal(await tab.textContent(`#${described}`), '7 of 72');
        assert.equal(await tab.locator('.heads .aside-text').isVisible(), seen);
        // What is read of a head stays where it is narrow.
        await tab.focus('.heads-picture');
        await tab.keyboard.press('ArrowRight');
        await settle(tab);
        assert.ok(await tab.locator('.heads .aside-text').isVisible());
      },
      width,
    );
  await withPanel(
    'run=long&pin=40',
    async ({ page: tab }) => {
      await tab.locator('.matrix .heading-row').hover();
      assert.match(
        (await tab.getAttribute('.matrix .heading-row', 'title'))!,
        /^302 × 302, each dot is the largest of 3 × 3, Related words$/,
      );
      assert.ok((await tab.locator('.matrix .heading-row').boundingBox())!.height < 40);
    },
    640,
  );
});

test('what was folded is kept for a reload of the window', () =>
  withPanel('fold=matrix&open=distances', async ({ page: tab }) => {
    const kept = await tab.evaluate(() => (page.persisted as { folding: unknown }).folding);
    assert.deepEqual(kept, { matrix: false, distances: true });
  }));

test('two columns from 640 px on, one below that', async () => {
  for (const [width, sideBySide] of [
    [640, true],
    [639, false],
  ] as const)
    await withPanel(
      PINNED,
      async ({ page: tab }) => {
        const [strongest, matrix] = await Promise.all(['.strongest', '.matrix'].map(name => tab.locator(name).boundingBox()));
        assert.equal(strongest!.y === matrix!.y, sideBySide, `${width} px`);
      },
      width,
    );
});

for (const width of [230, 900])
  test(`axe-core finds nothing with sections folded, ${width} px, and nothing is wider than the panel`, () =>
    withPanel(
      'fold=strongest,heads,matrix,layers',
      async ({ page: tab }) => {
        assert.deepEqual(await violationsOf(tab), []);
        assert.ok(await tab.evaluate(() => document.querySelector('.panel')!.scrollWidth <= innerWidth));
      },
      width,
    ));

test('1 to 4 open the pages, but where a digit is typed: a head that is searched', () =>
  withPanel('pin=it', async panel => {
    const { page: tab } = panel;
    for (const [key, page] of ['1', '2', '3', '4'].map(
      (key, place) => [key, ['attention', 'vectors', 'compare', 'effects'][place]!] as const,
    )) {
      await tab.keyboard.press(key);
      await settle(tab);
      assert.equal(await tab.getAttribute('[role=tab][aria-selected=true]', 'id'), `tab-${page}`);
    }
    await tab.keyboard.press('5');
    await tab.keyboard.press('Control+1');
    await tab.keyboard.press('1');
    await panel.takeActions();
    await tab.focus('.heads-picture');
    await tab.keyboard.press('3');
    await tab.keyboard.press('Control+A');
    await tab.keyboard.press('2');
    await settle(tab);
    assert.equal(await tab.inputValue('.head-search'), '2');
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type === 'tab'),
      [],
    );
  }));

test('Input opens its section and comes into view, each time it is asked for', () =>
  withPanel('tab=compare&whatif', async ({ page: tab }) => {
    await tab.setViewportSize({ width: 700, height: 500 });
    for (const place of ['input', 'about', 'tokens'] as const) {
      await tab.evaluate(wanted => page.session.handle({ type: 'seek', place: wanted }), place);
      await settle(tab);
      assert.equal(await tab.getAttribute('[role=tab][aria-selected=true]', 'id'), 'tab-vectors');
      const shown = tab.locator(place === 'input' ? '#section-input' : place === 'about' ? '.about-model' : '.tokens');
      await settle(tab);
      const box = (await shown.boundingBox())!;
      const tabs = (await tab.locator('.view-tabs').boundingBox())!;
      assert.ok(box.y >= tabs.y + tabs.height - 1 && box.y < 500, `${place} at ${box.y}`);
      await tab.evaluate(() => (document.querySelector('.panel')!.scrollTop = 5000));
    }
  }));

test('nothing is wider than a side bar of 230 px, on any page', async () => {
  for (const query of ['pin=it', 'tab=vectors&pin=it', 'tab=compare&occurrences', 'tab=compare&whatif', 'tab=effects&pin=it'])
    await withPanel(
      query,
      async ({ page: tab }) => {
        const spills = await tab.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('.view-tab, .rank .number, .legend-step, .fold, .choice, .button')]
            .filter(node => node.getBoundingClientRect().right > innerWidth)
            .map(node => node.textContent),
        );
        assert.deepEqual(spills, [], query);
      },
      230,
    );
});

test('what was sought by its name comes into view once: the page stays where it is read from then on', () =>
  withPanel('pin=it', async ({ page: tab }) => {
    await tab.setViewportSize({ width: 700, height: 420 });
    await tab.evaluate(() => page.session.handle({ type: 'seek', place: 'distances' }));
    await settle(tab);
    const top = () => tab.locator('.panel').evaluate(panel => panel.scrollTop);
    assert.ok((await top()) > 100, 'it is in view');
    await tab.locator('.panel').evaluate(panel => panel.scrollTo(0, 0));
    await tab.locator('.strip .token').nth(3).hover();
    await settle(tab);
    assert.equal(await top(), 0);
  }));
