import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { TABS } from '../../src/core/state/pages.ts';
import { textUnit } from '../support/textUnit.ts';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle, untilTold } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { PHASE_NAMES } from './page/phases.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const told = async (tab: Page) => {
  await settle(tab);
  return (await tab.locator('.subject').allInnerTexts()).join('').replace(/\s+/g, ' ').trim();
};

test('the word that is asked about is a chip on every page: a way to it, and away from it', () =>
  withPanel('pin=it', async panel => {
    const { page: tab } = panel;
    for (const name of TABS) {
      await tab.click(`#tab-${name}`);
      assert.match(await told(tab), /^it word words\.md, line 7 \d\/\d$/, name);
    }
    await panel.takeActions();
    await tab.click('.chip-add');
    await tab.click('.chip-text');
    await tab.click('.subject-place');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'command', command: 'linkTo' },
      { type: 'goToSubject', end: 'first' },
      { type: 'goToSubject', end: 'first' },
    ]);
    await tab.click('[aria-label=Unpin]');
    assert.deepEqual(await panel.takeActions(), [{ type: 'pin', unit: null }]);
    assert.match(await told(tab), /^Choose a word words\.md, line 7/);
    await tab.click('.chip-add');
    assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'pinWord' }]);
  }));

test('without a word the clearest link of the text stands in the place of the answer, and its word can be chosen', () =>
  withPanel('lens=reference', async panel => {
    const { page: tab } = panel;
    const statement = () => tab.textContent('.answer .statement');
    assert.equal(await statement(), 'Clearest in this text: because attends to France 0.82 in Reference, L3 H1.');
    assert.deepEqual(await violationsOf(tab), []);
    await tab.focus('.answer .link.quoted');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'pin', unit: textUnit(6) }]);
    assert.match((await statement())!, /^because attends to France 0\.82/);
    await tab.evaluate(() => page.session.handle({ type: 'pin', unit: null }));
    await tab.evaluate(() => page.session.handle({ type: 'direction', direction: 'by' }));
    await settle(tab);
    assert.equal(await statement(), 'Clearest in this text: France is attended by because 0.82 in Reference, L3 H1.');
    // A likeness is no attention.
    await tab.evaluate(() => page.session.handle({ type: 'heat', heat: 'fixed' }));
    await settle(tab);
    assert.doesNotMatch((await statement())!, /^Clearest/);
  }));

test('a pair is two chips, the first one filled; a chip that is taken away leaves the other one', () =>
  withPanel('pin=it', async panel => {
    const { page: tab } = panel;
    await panel.word('France').click({ modifiers: ['Shift'] });
    await settle(tab);
    assert.deepEqual(await tab.locator('.chip-text').allTextContents(), ['it', 'France']);
    assert.deepEqual(await tab.locator('.chip').evaluateAll(chips => chips.map(chip => chip.classList.contains('first'))), [true, false]);
    await panel.takeActions();
    await tab.locator('.chip-text').nth(1).click();
    await tab.focus('.chip.first .chip-text');
    await tab.keyboard.press('Delete');
    const actions = (await panel.takeActions()).filter(({ type }) => type !== 'point');
    assert.deepEqual(actions, [
      { type: 'goToSubject', end: 'second' },
      { type: 'pin', unit: textUnit(3) },
    ]);
    assert.deepEqual(await tab.locator('.chip-text').allTextContents(), ['France']);
    await panel.word('it').click({ modifiers: ['Shift'] });
    await tab.click('[aria-label=Unlink]');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'unlink' });
  }));

test('back and forward through words, pairs, heads and pages; pointing is no step', () =>
  withPanel('lens=reference', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.locator('.history').count(), 1, 'heads were chosen');
    await panel.word('it').click();
    await panel.word('food').hover();
    await panel.word('France').click({ modifiers: ['Shift'] });
    await tab.click('#tab-vectors');
    const seen = async () => {
      await settle(tab);
      const [page, heads] = [await tab.textContent('[role=tab][aria-selected=true]'), await tab.getAttribute('.heads-tool', 'aria-label')];
      return [page, heads, ...(await tab.locator('.chip-text').allTextContents())];
    };
    assert.match(await told(tab), /5\/5$/);
    const states: unknown[] = [await seen()];
    for (let at = 4; at >= 1; at--) {
      await tab.click('[aria-label="Go Back"]');
      assert.match(await told(tab), new RegExp(`${at}/5$`));
      states.push(await seen());
    }
    assert.deepEqual(states, [
      ['Vectors', 'Heads: Reference', 'it', 'France'],
      ['Attention', 'Heads: Reference', 'it', 'France'],
      ['Attention', 'Heads: Reference', 'it'],
      ['Attention', 'Heads: Reference'],
      ['Attention', 'Heads: Related words'],
    ]);
    // The first one is an end: the button stays where the keyboard is.
    await panel.takeActions();
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), []);
    assert.equal(await tab.evaluate(() => document.activeElement?.ariaDisabled), 'true');
    for (let at = 2; at <= 5; at++) await tab.click('[aria-label="Go Forward"]');
    assert.deepEqual(await seen(), states[0]);
    await tab.click('[aria-label="Go Back"]');
    await settle(tab);
    await panel.word('food').click();
    assert.match(await told(tab), /5\/5$/, 'what is new in the middle ends what came after');
    await tab.evaluate(() => page.show('stale'));
    await settle(tab);
    assert.equal(await tab.locator('.history').count(), 0, 'gone with the text');
  }));

test('by keyboard: one stop, arrows through chips, place and history', () =>
  withPanel('lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    await tab.focus('.more-tool');
    await tab.keyboard.press('Tab');
    const names: (string | null)[] = [];
    for (let at = 0; at < 7; at++) {
      names.push(await tab.evaluate(() => document.activeElement!.ariaLabel ?? document.activeElement!.textContent));
      await tab.keyboard.press('ArrowRight');
    }
    assert.deepEqual(names, ['it', 'Unpin', 'word', 'words.md, line 7', 'Go Back', 'Go Forward', 'Go Forward']);
    await tab.keyboard.press('Tab');
    assert.equal(await tab.evaluate(() => document.activeElement!.role), 'tab');
  }));

test('in every state: off while a text is read, not there before', () =>
  withPanel('still', async ({ page: tab }) => {
    const seen: Record<string, string> = {};
    for (const phase of PHASE_NAMES) {
      await tab.evaluate(name => page.show(name), phase);
      seen[phase] = `${await told(tab)}${(await tab.locator('.chip-add:disabled').count()) > 0 ? ' (off)' : ''}`;
    }
    const text = 'Choose a word words.md, line 7';
    assert.deepEqual(seen, {
      ready: text,
      stale: text,
      empty: '',
      restored: '',
      loading: 'Choose a word (off)',
      warm: text,
      failed: '',
      stopped: '',
    });
  }));

test('row by row the head is 90 px high, and axe-core finds nothing in it: a pair, a long word, a history, while a text is read', async () => {
  for (const query of ['lens=reference&pin=it', 'run=hostile&pin=5&tab=effects', 'phase=loading&still'])
    await withPanel(query, async panel => {
      const { page: tab } = panel;
      await untilTold(tab, query);
      if (query.startsWith('lens')) await panel.word('France').click({ modifiers: ['Shift'] });
      assert.deepEqual(await violationsOf(tab), []);
      for (const width of [230, 420, 900]) {
        await tab.setViewportSize({ width, height: 700 });
        await settle(tab);
        assert.equal((await tab.locator('.head').boundingBox())!.height, 90, `${query} at ${width} px`);
      }
    });
});
