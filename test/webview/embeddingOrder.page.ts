import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { UnitRef } from '../../src/core/text/unitRef.ts';
import { FRANCE, PAGE, STRIPS, strip } from './embeddingStrips.ts';
import { panelInBrowser, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();

/** What the focused row of the order says, the column it is in, and whether its focus is seen; with the row that is lit up in that column. */
async function focusedRow(tab: Page) {
  await settle(tab);
  return tab.evaluate(() => {
    const row = document.activeElement!;
    const column = row.closest('.slope-column')!;
    return {
      column: column.getAttribute('aria-label'),
      word: row.querySelector('.quoted')!.textContent,
      lit: column.querySelector('.slope-item.on .quoted')!.textContent,
      outlined: getComputedStyle(row).outlineStyle !== 'none',
      stops: document.querySelectorAll('.slope [tabindex="0"]').length,
    };
  });
}

test('the order of the words by keyboard: up and down walk a column, left and right follow a line; the word is pointed at everywhere', () =>
  withPanel(FRANCE, async panel => {
    const { page: tab } = panel;
    await tab.focus('.slope [tabindex="0"]');
    const words = await tab.locator('.slope-column >> nth=0').locator('.quoted').allTextContents();
    await tab.keyboard.press('Home');
    const first = { column: 'Embedding', word: words[0], lit: words[0], outlined: true, stops: 1 };
    assert.deepEqual(await focusedRow(tab), first);
    await tab.keyboard.press('ArrowDown');
    assert.deepEqual(await focusedRow(tab), { ...first, word: words[1], lit: words[1] });
    const { unit } = ((await panel.takeActions()).at(-1) as { unit: UnitRef }).unit;
    assert.equal(await tab.textContent(`.strip [data-unit="${unit}"] .token-text >> nth=0`), words[1]);
    for (const name of STRIPS) assert.equal(await strip(tab, name).locator('.token.focus .token-text').textContent(), words[1]);
    await tab.keyboard.press('ArrowRight');
    assert.deepEqual(await focusedRow(tab), { ...first, column: 'After 3 layers', word: words[1], lit: words[1] });
    await tab.keyboard.press('ArrowRight');
    await tab.keyboard.press('End');
    const last = await tab.locator('.slope-column >> nth=2').locator('.quoted').last().textContent();
    assert.deepEqual(await focusedRow(tab), { ...first, column: 'Attention', word: last, lit: last });
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowRight');
    assert.deepEqual(await focusedRow(tab), { ...first, column: 'Attention', word: last, lit: last });
  }));

test('without a pin a row of the order lights up its line here alone, by mouse and by keyboard', () =>
  withPanel(`${PAGE}&lens=reference&hover=it`, async panel => {
    const { page: tab } = panel;
    await tab.focus('.slope [tabindex="0"]');
    await tab.keyboard.press('Home');
    await tab.keyboard.press('ArrowDown');
    const { word, lit } = await focusedRow(tab);
    assert.equal(lit, word);
    await tab.hover('.slope-item >> nth=4');
    await settle(tab);
    assert.equal(await tab.textContent('.slope-item.on .quoted >> nth=0'), await tab.textContent('.slope-item >> nth=4 >> .quoted'));
    assert.deepEqual(await panel.takeActions(), []);
    assert.equal(await tab.locator('.slope-line.on').count(), 2);
  }));

test('in a long text the focus stays with its word when another one leaves the picture', () =>
  withPanel(`${PAGE}&run=long&pin=40&hover=200`, async ({ page: tab }) => {
    await tab.focus('.slope [tabindex="0"]');
    await tab.keyboard.press('End');
    for (let step = 0; step < 6; step++) {
      await tab.keyboard.press(step % 2 === 0 ? 'ArrowUp' : 'ArrowRight');
      const { word, lit, outlined, stops } = await focusedRow(tab);
      assert.deepEqual({ lit, outlined, stops }, { lit: word, outlined: true, stops: 1 });
    }
  }));

test('a long text: the twenty words with the most attention and the one in focus; the strips scroll together', () =>
  withPanel(`${PAGE}&run=long&pin=40&hover=200`, async ({ page: tab }) => {
    assert.equal(await tab.locator('.slope-item').count(), 60);
    assert.match(
      (await tab.textContent('.slope-note'))!,
      /^Shown: the 20 words with the most attention\. ρ is the rank correlation over the 299 other words/,
    );
    const focus = await strip(tab, STRIPS[0]!).locator('.token.focus .token-text').textContent();
    assert.equal(await tab.locator('.slope-item.on .quoted').first().textContent(), focus);
    await strip(tab, STRIPS[1]!).evaluate(element => (element.scrollTop = 8 * 37));
    await settle(tab);
    for (const name of STRIPS) assert.equal(await strip(tab, name).evaluate(element => element.scrollTop), 8 * 37);
  }));
