import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TABS } from '../../src/core/state/pages.ts';
import type { Page } from 'playwright-core';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { PHASE_NAMES } from './page/phases.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const WIDTHS = [230, 260, 299, 300, 360, 419, 420, 520, 599, 600, 719, 720, 900, 1400];
const TOOLS = ['.heads-tool', '.colour-tool', '.more-tool'];
const namesOf = (tab: Page) =>
  tab.locator('.bar-row:not(.subject) [data-tool]').evaluateAll(nodes => nodes.map(node => node.ariaLabel ?? node.textContent));

test('the bar has one line at every width, nothing in it is wider than its place, and what it opens stays inside', async () => {
  for (const query of [
    'lens=reference&pin=it&cell=it,France',
    'heat=contextual&run=long&level=pieces',
    'run=sink&pin=4',
    'run=hostile&pin=4&tab=vectors',
    'phase=loading',
    'phase=empty',
  ])
    await withPanel(query, async ({ page: tab }) => {
      for (const width of WIDTHS) {
        await tab.setViewportSize({ width, height: 700 });
        await settle(tab);
        const rows = await tab.locator('.bar-row').evaluateAll(nodes =>
          nodes.map(row => ({
            height: row.getBoundingClientRect().height,
            spills: row.scrollWidth - row.clientWidth,
            ends: Math.max(...[...row.children].map(part => part.getBoundingClientRect().right)),
            cut: [...row.querySelectorAll('[data-tool] > .glyph, .ramp')].filter(
              part => part.getBoundingClientRect().right > part.closest('button')!.getBoundingClientRect().right,
            ).length,
          })),
        );
        for (const row of rows) {
          assert.ok(row.height <= 32 && row.spills <= 0 && row.cut === 0, `${query} at ${width} px: ${JSON.stringify(row)}`);
          assert.ok(row.ends <= width, `${query} at ${width} px ends at ${row.ends}`);
        }
        for (const tool of TOOLS) {
          if ((await tab.locator(`${tool}:enabled`).count()) === 0) continue;
          await tab.click(tool);
          const box = (await tab.locator('.menu').boundingBox())!;
          const button = (await tab.locator(tool).boundingBox())!;
          assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 700, `${tool} at ${width} px`);
          assert.ok(box.y >= button.y + button.height, `${tool} opens below itself`);
          const spills = await tab.locator('.menu').evaluate(menu => menu.scrollWidth - menu.clientWidth);
          assert.ok(spills <= 0, `${tool} at ${width} px: ${spills} px too wide`);
          await tab.keyboard.press('Escape');
        }
      }
    });
});

test('what is folded away: words first, then controls, which stand in More Actions', () =>
  withPanel('lens=reference&pin=it', async ({ page: tab }) => {
    const at = async (width: number) => {
      await tab.setViewportSize({ width, height: 700 });
      await settle(tab);
      return (await tab.locator('.bar-row').first().innerText()).replace(/\s+/g, ' ');
    };
    assert.equal(await at(720), 'all-MiniLM-L6-v2 Reference attends to attended by Colour: Attention Export');
    assert.equal(await at(719), 'all-MiniLM-L6-v2 Reference attends to attended by Colour: Attention Export', 'named, and not seen');
    assert.equal(await tab.locator('.choice .choice-name').count(), 0);
    assert.equal(await at(599), 'all-MiniLM-L6-v2 Reference attends to attended by');
    assert.equal(await at(419), 'Reference attends to attended by');
    await tab.click('.more-tool');
    assert.match((await tab.locator('[role=menuitem]').first().textContent())!, /^Choose Model…all-MiniLM-L6-v2$/);
    await tab.keyboard.press('Escape');
    assert.deepEqual(await namesOf(tab), ['Heads: Reference', 'attends to', 'attended by', 'Colour: Attention', 'Export', 'More Actions']);
    await at(299);
    assert.deepEqual(await namesOf(tab), ['Heads: Reference', 'Direction: attends to', 'Colour: Attention', 'More Actions']);
    await tab.click('[aria-label="Direction: attends to"]');
    await settle(tab);
    assert.deepEqual((await namesOf(tab))[1], 'Direction: attended by');
  }));

test('in every state: what needs a text that was read is off while it is read, and not there before', async () => {
  await withPanel('still', async ({ page: tab }) => {
    const seen: Record<string, string[]> = {};
    for (const phase of PHASE_NAMES) {
      await tab.evaluate(name => page.show(name), phase);
      await settle(tab);
      seen[phase] = await tab
        .locator('.bar-row:not(.subject) [data-tool]')
        .evaluateAll(nodes => nodes.map(node => `${node.ariaLabel ?? node.textContent}${node.matches(':disabled') ? ' (off)' : ''}`));
    }
    const before = ['Model: all-MiniLM-L6-v2', 'Heads: Heads (off)', 'More Actions'];
    const read = [before[0], 'Heads: Related words', 'attends to', 'attended by', 'Colour: Attention', 'Export', 'More Actions'];
    const reading = [
      before[0],
      'Heads: Heads (off)',
      'attends to (off)',
      'attended by (off)',
      'Colour: Attention (off)',
      'Export (off)',
      'More Actions',
    ];
    assert.deepEqual(seen, {
      ready: read,
      stale: read,
      empty: before,
      restored: before,
      loading: reading,
      warm: read,
      failed: before,
      stopped: before,
    });
  });
});

test('heads by keyboard: a lens closes the list, a layer and a head are chosen below it', () =>
  withPanel('', async panel => {
    const { page: tab } = panel;
    const button = tab.locator('.heads-tool');
    await button.focus();
    await tab.keyboard.press('Enter');
    for (const key of ['ArrowDown', 'Enter']) await tab.keyboard.press(key);
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'lens', id: 'reference' } }]);
    assert.equal(await button.textContent(), 'Reference');
    assert.equal(await tab.evaluate(() => document.activeElement?.getAttribute('aria-haspopup')), 'listbox');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('o');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'head', layer: 3, head: 1 } }]);
    assert.equal(await button.textContent(), 'L3 H1');
    await tab.keyboard.press('Tab');
    assert.equal(await tab.evaluate(() => document.activeElement?.ariaLabel), 'Layer');
    await tab.selectOption('select[aria-label="Layer"]', '5');
    await settle(tab);
    await tab.selectOption('select[aria-label="Head"]', '11');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'view', view: { kind: 'head', layer: 5, head: 1 } },
      { type: 'view', view: { kind: 'head', layer: 5, head: 11 } },
    ]);
    await tab.keyboard.press('Escape');
    assert.equal(await tab.locator('.menu').count(), 0);
    await tab.click('[role="radio"][aria-checked="false"]');
    assert.deepEqual(await panel.takeActions(), [{ type: 'direction', direction: 'by' }]);
  }));

test('More Actions by keyboard: what is read in pieces, what is hidden, tables, help', () =>
  withPanel('run=sink', async panel => {
    const { page: tab } = panel;
    const choose = async (name: string) => {
      await tab.focus('.more-tool');
      await tab.keyboard.press('ArrowDown');
      const items = await tab.locator('.menu-item').allTextContents();
      for (let at = 0; at < items.indexOf(name); at++) await tab.keyboard.press('ArrowDown');
      await tab.keyboard.press('Enter');
      await settle(tab);
      return items;
    };
    assert.deepEqual(await choose('Sub-words Instead of Words'), [
      'Sub-words Instead of Words',
      'Hide Special Tokens',
      'Hide the Sink',
      'Numbers as Tables',
      'About This Model',
      'All Terms',
      'Open Sample…',
      'Open Walkthrough',
    ]);
    await choose('Hide Special Tokens');
    await choose('Hide the Sink');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'level', level: 'pieces' },
      { type: 'hideSpecial', hide: true },
      { type: 'hideSink', hide: false },
    ]);
    await tab.click('.more-tool');
    assert.deepEqual(await tab.locator('[aria-checked=true].menu-item').allTextContents(), [
      'Sub-words Instead of Words',
      'Hide Special Tokens',
    ]);
    await tab.keyboard.press('Escape');
    await choose('Numbers as Tables');
    assert.equal(await tab.evaluate(() => document.activeElement?.closest('details')?.open), true);
    for (const name of ['About This Model', 'Open Sample…', 'Open Walkthrough']) await choose(name);
    await tab.click('.tool.model');
    assert.deepEqual(
      (await panel.takeActions()).map(action => action.type === 'command' && action.command),
      ['aboutModel', 'openSample', 'openWalkthrough', 'chooseModel'],
    );
  }));

test('what the colour means is chosen by mouse and by arrows, with its legend; choosing what attention to look at puts it back to attention', () =>
  withPanel('lens=reference&pin=it&heat=fixed', async panel => {
    const { page: tab } = panel;
    const meaning = () => tab.getAttribute('.colour-tool', 'aria-label');
    for (const page of TABS) {
      await tab.click(`#tab-${page}`);
      assert.equal(await meaning(), 'Colour: Word embedding', page);
    }
    await tab.click('#tab-attention');
    await panel.takeActions();
    await tab.click('.colour-tool');
    const legend = () => tab.locator('.colour-card .legend-step').allTextContents();
    assert.deepEqual(await legend(), ['.06', '.19', '.31', '.44', '.56', '.69', '.81', '.94']);
    assert.match((await tab.textContent('.colour-card .note'))!, /^Cosine of the two word embeddings/);
    await tab.keyboard.press('ArrowDown');
    assert.deepEqual(await panel.takeActions(), [{ type: 'heat', heat: 'contextual' }]);
    assert.equal(await meaning(), 'Colour: Vector after 3 of 6 layers');
    await tab.click('.meanings [role=radio] >> nth=0');
    await settle(tab);
    assert.deepEqual(await legend(), ['even', '.04', '.10', '.19', '.32', '.47', '.66', '.88']);
    assert.match((await tab.textContent('.colour-card .legend .note'))!, /No weight below an even share, here 0\.08/);
    // A click on the page closes it and is no choice.
    await tab.click('.view h2 >> nth=0');
    assert.equal(await tab.locator('.menu').count(), 0);
    await tab.evaluate(() => page.session.handle({ type: 'heat', heat: 'contextual' }));
    await tab.click('.heads-tool');
    await tab.locator('.menu-option').filter({ hasText: 'One layer' }).click();
    await panel.takeActions();
    assert.equal(await meaning(), 'Colour: Attention');
  }));

test('a meaning that a model lacks is named with the reason, in the place of its choice', () =>
  withPanel('nostates&noadded', async ({ page: tab }) => {
    await tab.click('.colour-tool');
    assert.equal(await tab.locator('.meanings [role=radio]').count(), 2);
    assert.match((await tab.textContent('.colour-card'))!, /Vector after 3 of 6 layers: not found in this model\./);
  }));

test('in a long text the colour counts even shares, and the bar says so', () =>
  withPanel('run=long&pin=40', async ({ page: tab }) => {
    assert.equal(await tab.getAttribute('.colour-tool', 'aria-label'), 'Colour: × even share');
    await tab.click('.colour-tool');
    assert.equal(await tab.locator('.colour-card .legend-step').first().textContent(), '2×');
  }));

test('what the steps count is switched in the card, for the text that is looked at, by mouse and by arrows', () =>
  withPanel('run=long&pin=40', async panel => {
    const { page: tab } = panel;
    const meaning = () => tab.getAttribute('.colour-tool', 'aria-label');
    const shares = () => tab.locator('.colour-card .choice [role=radio]');
    await tab.click('.colour-tool');
    assert.deepEqual(await shares().allTextContents(), ['Share', '× even share']);
    // What is on already is no choice: it would draw the page anew.
    await shares().nth(1).click();
    assert.deepEqual(await panel.takeActions(), []);
    await shares().nth(0).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'scaleUnit', unit: 'share' }]);
    assert.equal(await meaning(), 'Colour: Attention');
    assert.equal(await tab.locator('.colour-card .legend-step').first().textContent(), 'even');
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    assert.equal(await meaning(), 'Colour: × even share');
    assert.equal(await tab.evaluate(() => document.activeElement?.textContent), '× even share');
    // A cosine is no share of anything.
    await tab.click('.meanings [role=radio] >> nth=1');
    await settle(tab);
    assert.equal(await shares().count(), 0);
  }));

test('what was open in the bar stays closed when its page, or a text, comes back', async () => {
  await withPanel('pin=it', async ({ page: tab }) => {
    await tab.click('.colour-tool');
    await tab.evaluate(() => page.session.handle({ type: 'tab', tab: 'vectors' }));
    await settle(tab);
    assert.equal(await tab.locator('.colour-card').count(), 0);
    await tab.evaluate(() => page.session.handle({ type: 'tab', tab: 'attention' }));
    await settle(tab);
    assert.equal(await tab.locator('.colour-card').count(), 0, 'colour');
  });
  await withPanel('still', async ({ page: tab }) => {
    await tab.click('.heads-tool');
    await tab.evaluate(() => page.show('loading'));
    await settle(tab);
    assert.equal(await tab.locator('.lens-menu').count(), 0);
    await tab.evaluate(() => page.show('ready'));
    await settle(tab);
    assert.equal(await tab.locator('.lens-menu').count(), 0, 'heads');
  });
});
