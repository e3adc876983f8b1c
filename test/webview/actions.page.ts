import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { panelInBrowser, settle } from './openPanel.ts';
import { textUnit } from '../support/textUnit.ts';

const { withPanel } = panelInBrowser();

test('pointing at a word and leaving it, pinning and unpinning it', () =>
  withPanel('lens=reference', async panel => {
    await panel.word('it').hover();
    assert.deepEqual(await panel.takeActions(), [{ type: 'point', unit: textUnit(7) }]);
    assert.equal(await panel.word('France').locator('.value').textContent(), '.59');
    assert.match((await panel.page.textContent('.statement'))!, /^it attends to France 0\.59; itself 0\.33; the other 11 share 0\.08\.$/);
    await panel.word('it').click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'pin', unit: textUnit(7) }]);
    await panel.word('France').hover();
    await panel.takeActions();
    assert.match((await panel.word('France').getAttribute('class'))!, /\bfocus\b/);
    assert.match((await panel.word('France').locator('.token-text').getAttribute('class'))!, /\bheat-6\b/);
    await panel.word('it').click();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'pin', unit: null });
    await panel.page.mouse.move(450, 5);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: null });
  }));

test('two words: Shift and a click links a second with the pinned one, a third takes its place, Escape lets go of one after the other', () =>
  withPanel('lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    const classOf = async (label: string) => (await panel.word(label).getAttribute('class'))!;
    for (const label of ['summer', 'France']) await panel.word(label).click({ modifiers: ['Shift'] });
    const link = (unit: number) => ({ type: 'link', from: null, to: textUnit(unit) });
    assert.deepEqual(
      (await panel.takeActions()).filter(({ type }) => type !== 'point'),
      [link(5), link(3)],
    );
    assert.match(await classOf('it'), /\bpinned\b/);
    assert.match(await classOf('France'), /\blinked\b/);
    assert.doesNotMatch(await classOf('summer'), /\blinked\b/);
    assert.equal(await tab.evaluate(() => getSelection()?.toString()), '');
    assert.equal(await tab.locator('.strip [aria-selected="true"]').count(), 2);
    for (const key of ['Escape', 'Escape']) {
      await tab.keyboard.press(key);
      await settle(tab);
    }
    assert.deepEqual(await panel.takeActions(), [{ type: 'unlink' }, { type: 'pin', unit: null }]);
  }));

test('the strip by keyboard: arrows point, Enter pins, Escape goes back step by step', () =>
  withPanel('', async panel => {
    const { keyboard } = panel.page;
    await panel.page.focus('.strip .token');
    await keyboard.press('ArrowRight');
    await keyboard.press('End');
    await keyboard.press('Home');
    for (const key of ['Enter', 'ArrowRight', 'Shift+Enter', 'Shift+Enter', 'Escape', 'Escape']) {
      await keyboard.press(key);
      await settle(panel.page);
    }
    assert.deepEqual(await panel.takeActions(), [
      { type: 'point', unit: textUnit(1) },
      { type: 'point', unit: textUnit(12) },
      { type: 'point', unit: textUnit(0) },
      { type: 'pin', unit: textUnit(0) },
      { type: 'point', unit: textUnit(1) },
      { type: 'link', from: null, to: textUnit(1) },
      { type: 'unlink' },
      { type: 'pin', unit: null },
      { type: 'leave' },
    ]);
  }));

test('the matrix by mouse: pointing reads a cell, clicking pins its row, leaving clears it', () =>
  withPanel('lens=reference', async panel => {
    const cell = async (row: number, column: number) => {
      const box = (await panel.page.locator('.matrix .picture').boundingBox())!;
      return [box.x + (box.width / 13) * (column + 0.5), box.y + (box.height / 13) * (row + 0.5)] as const;
    };
    await panel.page.mouse.move(...(await cell(7, 3)));
    assert.deepEqual(await panel.takeActions(), [{ type: 'cell', from: textUnit(7), to: textUnit(3) }]);
    assert.equal(await readout(panel.page), 'it attends to France 0.59 7.7 × even share');
    await panel.page.mouse.down();
    await panel.page.mouse.up();
    assert.deepEqual(await panel.takeActions(), [{ type: 'pin', unit: textUnit(7) }]);
    await panel.page.mouse.move(450, 5);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'clearCell' });
  }));

test('the matrix by keyboard: arrows move the cell, Enter pins its word, plus, minus and 0 zoom', () =>
  withPanel('hover=it&direction=by', async panel => {
    const { keyboard } = panel.page;
    await panel.page.focus('.matrix .picture');
    await keyboard.press('ArrowDown');
    await settle(panel.page);
    await keyboard.press('ArrowUp');
    await settle(panel.page);
    await keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'cell', from: textUnit(7), to: textUnit(7) },
      { type: 'cell', from: textUnit(6), to: textUnit(7) },
      { type: 'pin', unit: textUnit(7) },
    ]);
    const size = () => panel.page.textContent('.matrix .aside');
    assert.equal(await size(), '13 × 13, Related words');
    await keyboard.press('+');
    await settle(panel.page);
    assert.match((await size())!, /^\d+ × \d+ of 13 × 13, Related words$/);
    await keyboard.press('-');
    await settle(panel.page);
    assert.equal(await size(), '13 × 13, Related words');
    await keyboard.press('+');
    await keyboard.press('0');
    await settle(panel.page);
    assert.equal(await size(), '13 × 13, Related words');
  }));

test('a lens of several heads never shows its mean alone', () =>
  withPanel('pin=it&hover=France', async ({ page: tab }) => {
    assert.match(await readout(tab), /the 12 heads range from 0\.\d\d to 0\.\d\d$/);
    await tab.click('.colour-tool');
    assert.match((await tab.textContent('.colour-card'))!, /mean of 12 heads.*not likeness of meaning/);
  }));

test('heads: click and Enter look through a head, rows do the same', () =>
  withPanel('pin=it', async panel => {
    const head = (layer: number, number: number) => ({ type: 'view', view: { kind: 'head', layer, head: number } });
    const box = (await panel.page.locator('.heads-picture').boundingBox())!;
    await panel.page.mouse.click(box.x + 16 + 29 * 1.5, box.y + 18 + 29 * 3.5);
    assert.deepEqual(await panel.takeActions(), [head(3, 1)]);
    await panel.page.focus('.heads-picture');
    for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) await panel.page.keyboard.press(key);
    assert.deepEqual(await panel.takeActions(), [head(4, 2)]);
    await panel.page.click('.row >> nth=0');
    assert.deepEqual(await panel.takeActions(), [head(2, 1)]);
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [head(3, 1)]);
    assert.equal(await panel.page.getAttribute('.row >> nth=1', 'aria-selected'), 'true');
  }));

test('a word that lights up nothing offers the head with most for it', () =>
  withPanel('layer=0&head=2&pin=I', async panel => {
    const offer = panel.page.locator('.strongest .note button');
    const [, layer, head] = /^look through L(\d) H(\d+)$/.exec((await offer.textContent())!)!;
    assert.match((await panel.page.textContent('.row >> nth=0 >> .row-head'))!, new RegExp(`^L${layer} H${head}\\b`));
    await offer.click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'head', layer: Number(layer), head: Number(head) } }]);
  }));

test('a head that is pointed at is read by its largest weight of all; the strongest ones leave out what tells nothing, and say so', () =>
  withPanel('pin=it', async ({ page: tab }) => {
    // L0 H2 attends to the word before, whatever it is.
    const box = (await tab.locator('.heads-picture').boundingBox())!;
    await tab.mouse.move(box.x + 16 + 29 * 2.5, box.y + 18 + 29 * 0.5);
    await settle(tab);
    assert.equal(await tab.textContent('.heads .aside'), 'L0 H2 it → because 1.00');
    assert.equal(
      await tab.textContent('.strongest .note'),
      'Marked in the grid. In grey: targets beside the word, which tell less. Left out: the word itself, punctuation and special tokens.',
    );
    await tab.click('summary');
    const row = tab.locator('[aria-label="Heads as a table"] tbody tr').filter({ has: tab.locator('th', { hasText: /^L0 H2$/ }) });
    await row.waitFor();
    assert.deepEqual(await row.locator('td').allTextContents(), ['because', '1.00', 'only neighbours and special tokens', '']);
  }));

test('a pinned word layer by layer, with the range of the heads; without the pin it asks for one', () =>
  withPanel('pin=it', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.layers h2'), 'it layer by layer');
    await tab.focus('.layers .picture');
    for (const key of ['ArrowDown', 'Home', 'ArrowRight']) await tab.keyboard.press(key);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(1) });
    assert.match((await tab.textContent('.layers .readout'))!, /^L0I0\.\d\dthe 12 heads range from 0\.\d\d to 0\.\d\d$/);
    await tab.click('[aria-label="Unpin"]');
    await settle(tab);
    assert.equal(await tab.textContent('.layers'), 'Layer by layermean of 12 headsPin a word to see what it attends to in each layer.');
  }));

test('messages: every button posts its command', async () => {
  const buttons = async (phase: string) => {
    const posted: unknown[] = [];
    await withPanel(phase, async panel => {
      for (const button of await panel.page.locator('.buttons button, .notice .link').all()) {
        await button.click();
        posted.push(...(await panel.takeActions()).map(action => (action.type === 'command' ? action.command : action)));
      }
    });
    return posted;
  };
  assert.deepEqual(await buttons('phase=empty'), ['exploreDocument', 'exampleAttention', 'openSample']);
  // Without a text in sight nothing is offered that would have to say so.
  assert.deepEqual(await buttons('phase=empty&noText'), ['exampleAttention', 'openSample']);
  assert.deepEqual(await buttons('phase=loading&still'), ['cancel']);
  assert.deepEqual(await buttons('phase=failed'), ['useBuiltInModel', 'exploreAgain', 'showLog']);
  assert.deepEqual(await buttons('phase=stopped'), ['exploreAgain', 'showLog']);
  assert.deepEqual(await buttons('phase=restored'), ['exploreAgain']);
  assert.deepEqual(await buttons('phase=stale&cut'), ['exploreAgain', 'goToCut']);
});

/** The line under the matrix, its parts parted by spaces. */
function readout(tab: Page): Promise<string> {
  return tab.evaluate(() =>
    [...document.querySelectorAll('.matrix .readout > *')]
      .map(node => node.textContent)
      .filter(Boolean)
      .join(' '),
  );
}

test('rollout: chosen in the lens menu with what it claims, up to a layer, explained as no mean of heads', () =>
  withPanel('lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    await tab.click('.heads-tool');
    const option = tab.locator('.menu-option').filter({ hasText: 'Rollout…' });
    assert.match((await option.textContent())!, /half of each step from the word itself \(Abnar and Zuidema 2020\)\. Claims nothing\.$/);
    await option.click();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'view', view: { kind: 'rollout', layer: 5 } });
    await tab.selectOption('[aria-label="Up to layer"]', '2');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'view', view: { kind: 'rollout', layer: 2 } });
    await tab.click('.colour-tool');
    assert.match(
      (await tab.textContent('.colour-card'))!,
      /is in this word after layer 2, if attention and the residual connection count half/,
    );
    await tab.keyboard.press('Escape');
    assert.match((await tab.textContent('.matrix .aside'))!, /, Rollout up to layer 2$/);
    assert.match((await tab.locator('.statement').first().textContent())!, /^it holds /);
  }));

test('the pages by keyboard: arrows open, the open page is named by its tab', () =>
  withPanel('pin=it', async panel => {
    const { page: tab } = panel;
    await tab.focus('[role=tab][aria-selected=true]');
    await tab.keyboard.press('ArrowRight');
    assert.deepEqual(await panel.takeActions(), [{ type: 'tab', tab: 'vectors' }]);
    const name = await tab.getAttribute('[role=tabpanel]', 'aria-labelledby');
    assert.equal(await tab.textContent(`#${name}`), 'Vectors');
    await tab.keyboard.press('Tab');
    assert.equal(await tab.evaluate(() => document.activeElement!.closest('[role=tabpanel]') !== null), true);
  }));
