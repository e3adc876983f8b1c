import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { RemovalPart } from '../../src/protocol/panelParts.ts';
import { textUnit } from '../support/textUnit.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const LIBRARY = 'run=library&beside';
/** Words of the answer: `borrow` of its first sentence, `closes` of its last. */
const [BORROW, CLOSES] = [88, 112];

const statement = (tab: Page) => tab.textContent('.answer .statement');

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
    assert.equal(await tab.textContent('#section-ground .aside'), '3 sentences on 9 of the source');
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
    // As the rule that is written below the rows says; the marks stand at what the other sentences give.
    const said = await tab
      .locator('.ground-row[aria-level="2"]')
      .evaluateAll(all =>
        all.slice(0, 3).map(row => / attention (0\.\d\d) the others (0\.\d\d)$/.exec(row.textContent)!.slice(1).map(Number)),
      );
    const ranked = said.map(([weight, others]) => weight! ** 3 / others! ** 2);
    assert.deepEqual(
      ranked,
      ranked.toSorted((a, b) => b - a),
    );
    const [bar, mark] = await tab.evaluate(() =>
      ['i', 'b'].map(part => document.querySelector(`.ground-row .bar ${part}`)!.getBoundingClientRect().right),
    );
    assert.ok(mark! < bar!, 'more than the others give');
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
    assert.deepEqual(await panel.takeActions(), [{ type: 'markSentence', of: 'source', sentence: 2 }], 'it is outlined in the editor');
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

/** A sign, and what is said of it. */
const [NOT_MEASURED, NOT_PREDICTED] = ['…not measured', '–not predicted'];

const changes = (tab: Page) =>
  tab.locator('.ground-row').evaluateAll(rows => rows.map(row => row.querySelector('.ground-change')?.textContent ?? null));

test('checked by removal: what each sentence costs, a control, words that are not from here, and the answer says it', () =>
  withPanel(`${LIBRARY}&pin=${CLOSES}`, async panel => {
    const { page: tab } = panel;
    assert.equal(
      await tab.textContent('.ground-offer'),
      'Attention alone misleads. Check by Removal leaves these sentences out, one at a time: 8 readings. Only for the Open One',
    );
    await tab.getByRole('button', { name: 'Check by Removal' }).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'checkByRemoval', sentence: null }]);
    await tab.waitForSelector('.ground-change');
    assert.equal(await tab.textContent('#section-ground .aside'), 'checked by removal, 8 readings');
    assert.equal(await tab.locator('.ground-offer').count(), 0);
    assert.deepEqual(await changes(tab), [null, '\u221210.4', null, '\u22126.1', null, '\u22126.1', '\u22125.2', '\u22120.6', '+0.4']);
    const control = tab.locator('.ground-row').last();
    assert.match((await control.textContent())!, /^line 12control: Dogs are not allowed/);
    assert.match((await tab.textContent('.ground-reach'))!, /Without the whole source \u2212\d+\.\d\./);
    assert.match((await statement(tab))!, / Left out, line 7 costs its sentence most: \u22126\.1\.$/);
    await tab.locator('.ground-answer').nth(1).click();
    assert.match((await tab.locator('.ground-reach').first().textContent())!, /Not from here: If, you, bring, back, pay\.$/);
    await tab.locator('.ground-answer').nth(1).click();
    // More likely without it goes left of the line, less likely right of it.
    const [zero, up, down] = await tab.evaluate(() => {
      const left = (selector: string, place: number) => [...document.querySelectorAll(selector)].at(place)!.getBoundingClientRect();
      return [left('.change-bar b', -1).left, left('.change-bar i', -1).right, left('.change-bar i', -4).left];
    });
    assert.ok(Math.abs(up - zero) < 0.6 && Math.abs(down - zero) < 0.6, `${zero} ${up} ${down}`);
  }));

test('one sentence is checked alone, then the others; what was measured stays meanwhile', () =>
  withPanel(`${LIBRARY}&pin=${BORROW}`, async panel => {
    const { page: tab } = panel;
    await tab.getByRole('button', { name: 'Only for the Open One' }).click();
    await tab.waitForSelector('.ground-change');
    assert.deepEqual(await panel.takeActions(), [{ type: 'checkByRemoval', sentence: 0 }]);
    const alone = await changes(tab);
    assert.match((await tab.textContent('.ground-offer'))!, /leaves the other sentences out, one at a time: \d readings?\.$/);
    await tab.getByRole('button', { name: 'Check by Removal' }).click();
    await tab.waitForFunction(() => document.querySelector('.ground-offer') === null);
    assert.deepEqual(
      (await changes(tab)).filter((_, place) => alone[place] !== NOT_MEASURED),
      alone.filter(change => change !== NOT_MEASURED),
    );
  }));

test('while sentences are left out it says how far it is, and is cancelled; what is here stays, and it goes on from there', () =>
  withPanel(`${LIBRARY}&pin=${BORROW}&part=removals:partial`, async panel => {
    const { page: tab } = panel;
    await tab.getByRole('button', { name: 'Check by Removal' }).click();
    await tab.locator('.part-state.computing').waitFor();
    assert.match((await tab.textContent('.part-state'))!, /^1 of 8 Cancel$/);
    assert.match((await tab.textContent('.ground-reach'))!, /Without the whole source/);
    assert.ok((await changes(tab)).every(change => change === null || change === NOT_MEASURED));
    await tab.getByRole('button', { name: 'Cancel' }).click();
    await tab.getByRole('button', { name: 'Go On' }).click();
    await tab.waitForFunction(() => document.querySelector('.part-state') === null);
    assert.equal((await changes(tab)).includes(NOT_MEASURED), false);
    assert.deepEqual(
      (await panel.takeActions()).map(({ type }) => type),
      ['checkByRemoval', 'cancelPart', 'retryPart'],
    );
  }));

test('what was measured and is not predicted any more is another thing than what was not measured', () =>
  withPanel(`${LIBRARY}&pin=${CLOSES}`, async ({ page: tab }) => {
    await tab.getByRole('button', { name: 'Check by Removal' }).click();
    await tab.waitForFunction(() => document.querySelector('.ground-offer') === null);
    await tab.evaluate(() => {
      const { key, value } = page.session.explorer.parts.shown.find(({ name }) => name === 'removals')!;
      const { effects, ...part } = value as RemovalPart;
      const marked = effects.map(effect => effect.marked.map((one, rank) => ({ ...one, without: [null, undefined, one.without][rank] })));
      page.send({
        type: 'part',
        name: 'removals',
        key,
        value: { ...part, effects: effects.map((effect, place) => ({ ...effect, whole: null, marked: marked[place] })) },
      });
    });
    await tab.locator('.ground-change .dim').first().waitFor();
    assert.deepEqual((await changes(tab)).slice(-4), [NOT_PREDICTED, NOT_MEASURED, '\u22120.6', '+0.4']);
    assert.match((await tab.textContent('#content-ground'))!, /was not marked\. –: none of the sentence’s words is predicted any more\./);
    assert.match((await tab.textContent('.ground-reach'))!, / Without the whole source none of its words is predicted\.$/);
  }));

test('a model that says not how likely a word is has what it looks at, and says the rest', () =>
  withPanel(`${LIBRARY}&part=removals:failed`, async ({ page: tab }) => {
    await tab.getByRole('button', { name: 'Check by Removal' }).click();
    await tab.locator('#section-ground .part-state').waitFor();
    assert.equal(await tab.locator('.ground-offer').count(), 0);
    assert.equal(await tab.locator('#section-ground .part-state button.link').count(), 0);
    assert.equal(await tab.locator('.ground-row').count(), 8);
  }));

test('texts that are no answer on its source have no such section', async () => {
  for (const query of ['run=pair&pin=chat', 'run=causal&pin=2'])
    await withPanel(query, async ({ page: tab }) => assert.equal(await tab.locator('#section-ground').count(), 0, query));
});
