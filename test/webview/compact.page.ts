import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { textUnit } from '../support/textUnit.ts';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { PHASE_NAMES } from './page/phases.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

/** In a side bar as wide as VS Code makes it at first. */
const WIDTH = 300;
const WORD = 'lens=reference&pin=it';
const PAIR = `${WORD}&link=France`;
/** Chat, two texts, long words, a decoder, a sink, sub-words: whatever the panel has. */
const VIEWS = [WORD, PAIR, 'run=hostile&pin=5', 'run=causal&pin=5', 'run=deep&pin=6', 'pin=it&heat=fixed&state=3', 'run=rows&hover=4'];

test('says what the panel says of the same word: answer, strongest heads, heads that link a pair', async () => {
  for (const query of VIEWS) {
    const seen: unknown[] = [];
    for (const shows of ['', '&compact'])
      await withPanel(query + shows, async ({ page: tab }) => {
        const rows = tab.locator(':is(.strongest, .links) .rows .row');
        await rows.first().waitFor();
        await settle(tab);
        seen.push([
          await tab.locator('.statement').last().innerText(),
          await rows.evaluateAll(all => all.map(row => row.getAttribute('aria-label') ?? row.querySelector('.row-head')?.textContent)),
        ]);
      });
    assert.deepEqual(seen[1], seen[0], query);
  }
});

test('has no pages, no text, no picture, and no menu in place of that of VS Code', () =>
  withPanel(`${WORD}&compact`, async ({ page: tab }) => {
    assert.equal(await tab.locator('[role=tab], .strip, canvas, .heads, .matrix, .lesson-strip, [data-vscode-context]').count(), 0);
    assert.deepEqual(await tab.locator('section h2').allInnerTexts(), ['Strongest heads for it']);
    assert.doesNotMatch(await tab.locator('.strongest').innerText(), /grid/);
  }));

test('heads, direction and chips are those of the panel; what the panel alone has opens it', () =>
  withPanel(
    `${PAIR}&compact`,
    async panel => {
      const { page: tab } = panel;
      await tab.click('.open-panel button');
      await tab.click('.heads-tool');
      await tab.getByRole('option', { name: /^Related words/ }).click();
      await tab.click('[aria-label=Unlink]');
      await settle(tab);
      await tab.getByRole('radio', { name: 'attended by' }).click();
      await tab.click('.chip-add');
      await tab.locator('.strongest .row').first().click();
      await tab.locator('.term').first().click();
      await tab.getByRole('button', { name: 'All Terms' }).click();
      const actions = await panel.takeActions();
      const [term] = actions.flatMap(action => (action.type === 'terms' ? action.asked : []));
      assert.deepEqual(actions, [
        { type: 'command', command: 'showPanel' },
        { type: 'view', view: { kind: 'lens', id: 'related' } },
        { type: 'unlink' },
        { type: 'direction', direction: 'by' },
        { type: 'command', command: 'linkTo' },
        actions.find(({ type }, place) => type === 'view' && place > 1),
        { type: 'terms', isOpen: true, asked: term },
        { type: 'command', command: 'showPanel' },
      ]);
    },
    WIDTH,
  ));

test('by keyboard: one stop each; Escape leaves pair, word, then the view, and closes nothing that is out of sight', () =>
  withPanel(
    `${PAIR}&terms=softmax&compact`,
    async panel => {
      const { page: tab } = panel;
      const actions: unknown[] = [];
      for (let press = 0; press < 3; press++) {
        await tab.keyboard.press('Escape');
        actions.push(...(await panel.takeActions()));
      }
      assert.deepEqual(actions, [{ type: 'unlink' }, { type: 'pin', unit: null }, { type: 'leave' }]);
      await tab.evaluate(unit => page.session.handle({ type: 'pin', unit }), textUnit(7));
      await settle(tab);
      const stops: string[] = [];
      while (stops.at(-1) !== 'Open Panel' && stops.length < 12) {
        await tab.keyboard.press('Tab');
        stops.push(
          await tab.evaluate(() => {
            const { activeElement: at } = document;
            const outlined = getComputedStyle(at!).outlineStyle !== 'none' ? '' : ' without an outline';
            return (at!.closest('.glance, .term, .fold, .rows')?.classList[0] ?? at!.textContent ?? '') + outlined;
          }),
        );
      }
      assert.deepEqual(stops, ['bar-row', 'term', 'term', 'Hide the sink', 'fold', 'rows', 'term', 'Open Panel']);
      await tab.focus('.glance [data-tool]');
      const names: (string | null)[] = [];
      for (let at = 0; at < 6; at++) {
        names.push(await tab.evaluate(() => document.activeElement!.ariaLabel ?? document.activeElement!.textContent));
        await tab.keyboard.press('ArrowRight');
      }
      assert.deepEqual(names, ['it', 'Unpin', 'word', 'Heads: Reference', 'attends to', 'attended by']);
      // There is no page to open.
      await tab.keyboard.press('2');
      await tab.keyboard.press('Alt+ArrowLeft');
      await tab.keyboard.press('Alt+ArrowRight');
      assert.deepEqual(
        (await panel.takeActions()).filter(({ type }) => type !== 'pin'),
        [
          { type: 'history', way: 'back' },
          { type: 'history', way: 'forward' },
        ],
      );
    },
    WIDTH,
  ));

for (const query of [WORD, PAIR, 'run=hostile&pin=5'])
  test(`axe-core finds nothing in any theme, nor does anything spill from 230 px on (${query})`, () =>
    withPanel(
      `${query}&compact`,
      async ({ page: tab }) => {
        assert.deepEqual(await violationsOf(tab), []);
        await tab.click('.heads-tool');
        assert.deepEqual(await violationsOf(tab), [], 'the list of lenses');
        await tab.keyboard.press('Escape');
        for (const width of [230, 260, 300, 360, 420, 560]) {
          await tab.setViewportSize({ width, height: 700 });
          await settle(tab);
          assert.deepEqual(await spillsOf(tab), [], `${width} px`);
        }
      },
      WIDTH,
    ));

test('axe-core finds nothing in any theme, nor does anything spill: states', () =>
  withPanel(
    'still&compact',
    async ({ page: tab }) => {
      const said: Record<string, string> = {};
      for (const phase of PHASE_NAMES) {
        await tab.evaluate(name => page.show(name), phase);
        await settle(tab);
        assert.deepEqual(await violationsOf(tab), [], phase);
        await tab.setViewportSize({ width: 230, height: 700 });
        await settle(tab);
        assert.deepEqual(await spillsOf(tab), [], phase);
        said[phase] = (await tab.locator('.statement, .message h2').first().innerText()).slice(0, 24);
      }
      const word = 'Clearest in this text: i';
      assert.deepEqual(said, {
        ready: word,
        stale: word,
        empty: 'Nothing explored yet',
        restored: 'Nothing is shown yet',
        loading: 'Reading a text of 10 wor',
        warm: word,
        failed: 'The model file is incomp',
        stopped: 'The model process stoppe',
      });
    },
    WIDTH,
  ));

test('one row holds a word and the tools; a long word, or a pair, has the tools below it', async () => {
  const rowsOf = async (query: string, width: number) => {
    let rows = 0;
    await withPanel(
      `${query}&compact`,
      async ({ page: tab }) => {
        const tops = await tab
          .locator('.glance [data-tool]')
          .evaluateAll(all => all.map(one => Math.round(one.getBoundingClientRect().top / 20)));
        rows = new Set(tops).size;
      },
      width,
    );
    return rows;
  };
  assert.equal(await rowsOf(WORD, 300), 1);
  assert.equal(await rowsOf(WORD, 230), 1);
  assert.equal(await rowsOf(PAIR, 230), 2);
  assert.equal(await rowsOf('run=hostile&pin=5', 230), 2);
});

/** What is wider than its place, or stands beyond the edge. */
function spillsOf(tab: Page): Promise<string[]> {
  return tab.evaluate(() => {
    const root = document.querySelector<HTMLElement>('.panel')!;
    const sideways = root.scrollWidth > root.clientWidth ? ['the view scrolls sideways'] : [];
    const beyond = [...root.querySelectorAll<HTMLElement>('button, p, .row, h2')].filter(
      element =>
        element.getClientRects().length > 0 &&
        !element.closest('.unseen') &&
        element.getBoundingClientRect().right > root.clientWidth + 0.5,
    );
    return [...sideways, ...beyond.map(({ outerHTML }) => outerHTML.slice(0, 120))];
  });
}
