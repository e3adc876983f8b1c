import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { textUnit } from '../support/textUnit.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const LIBRARY = 'run=library&beside';
/** Words of the answer: `borrow` of its first sentence, `closes` of its last. */
const [BORROW, CLOSES] = [63, 87];

const rowsOf = (tab: Page) =>
  tab.locator('.ground-row').evaluateAll(rows =>
    rows.map(row => ({
      text: row.querySelector('.ground-text')!.textContent,
      line: row.querySelector('.ground-line')?.textContent.replace('line ', '') ?? null,
      weight: row.querySelector('.number')?.textContent ?? null,
      isOpen: row.getAttribute('aria-expanded'),
      isMarked: row.getAttribute('aria-selected') === 'true',
    })),
  );

test('each sentence of the answer has the source sentences that it sees most of, with their lines; one is open', () =>
  withPanel(LIBRARY, async ({ page: tab }) => {
    const rows = await rowsOf(tab);
    assert.deepEqual(
      rows.map(({ isOpen }) => isOpen),
      ['true', null, null, null, 'false', null, 'false', null],
    );
    assert.deepEqual(
      [rows[0]!.text, rows[1]!.text],
      ['You may borrow six books for three weeks.', 'Members may borrow six books for three weeks.'],
    );
    // The first text stands behind six lines.
    assert.deepEqual([rows[1]!.line, rows[5]!.line, rows[7]!.line], ['9', '10', '7']);
    const weights = rows.slice(1, 4).map(({ weight }) => Number(weight));
    assert.deepEqual(
      weights,
      weights.toSorted((a, b) => b - a),
    );
    assert.match(
      (await tab.textContent('.ground-reach'))!,
      /^ Of its attention 0\.\d\d reaches the source, 0\.\d\d the answer so far, 0\.\d\d a sink\.$/,
    );
    assert.match((await tab.textContent('#content-ground'))!, /heads.* look at content|none of which gives one of the last four places/);
  }));

test('a word that is pinned opens its sentence; pointing marks it and moves nothing', () =>
  withPanel(LIBRARY, async ({ page: tab }) => {
    const top = () => tab.locator('.ground-answer').last().boundingBox();
    const before = await top();
    await tab.evaluate(unit => page.session.handle({ type: 'point', unit }), textUnit(CLOSES));
    await settle(tab);
    assert.deepEqual(await top(), before);
    assert.deepEqual(
      (await rowsOf(tab)).filter(({ isMarked }) => isMarked).map(({ text }) => text),
      ['On Thursdays the library closes at eight.'],
    );
    await tab.evaluate(unit => page.session.handle({ type: 'pin', unit }), textUnit(CLOSES));
    await settle(tab);
    const isOpen = async () => (await rowsOf(tab)).flatMap(row => (row.isOpen === null ? [] : [row.isOpen]));
    assert.deepEqual(await isOpen(), ['false', 'false', 'true']);
    await tab.evaluate(unit => page.session.handle({ type: 'pin', unit }), textUnit(BORROW));
    await settle(tab);
    assert.deepEqual(await isOpen(), ['true', 'false', 'false']);
  }));

test('by keyboard: one stop, arrows walk and fold, Enter shows a sentence of the source in its document', () =>
  withPanel(LIBRARY, async panel => {
    const { page: tab } = panel;
    const rows = tab.locator('.ground-row');
    assert.equal(await tab.locator('.ground-row[tabindex="0"]').count(), 1);
    await rows.first().focus();
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'goToSentence', of: 'source', sentence: 2 }]);
    await tab.keyboard.press('Home');
    await tab.keyboard.press('ArrowLeft');
    assert.equal(await rows.count(), 6);
    await tab.keyboard.press('ArrowRight');
    assert.equal(await rows.count(), 8);
    await rows.nth(4).click();
    assert.equal(await rows.count(), 10);
  }));

test('texts that are no answer on its source have no such section', async () => {
  for (const query of ['run=pair&pin=chat', 'run=causal&pin=2'])
    await withPanel(query, async ({ page: tab }) => assert.equal(await tab.locator('#section-ground').count(), 0, query));
});
