import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { textUnit } from '../support/textUnit.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const LINKS = 'run=pair&as=links&layer=2&head=3&beside';

const picture = (tab: Page) => tab.locator('.pair-links .picture');
const column = (tab: Page, side: 'left' | 'right') => tab.locator(`.pair-word.${side}`).allTextContents();
const lines = (tab: Page) => tab.locator('.pair-line').count();
const lit = (tab: Page) => tab.locator('.pair-line:not(.off)').count();
const readout = (tab: Page) => tab.textContent('.matrix .readout');

async function middleOf(tab: Page, word: string): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await tab.locator('.pair-word', { hasText: new RegExp(`^${word}$`) }).boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

test('the words of both texts stand in their order, how many lines are shown is said, and which words have no counterpart', () =>
  withPanel('run=pair&layer=2&head=3&beside', async panel => {
    const { page: tab } = panel;
    await tab.getByRole('radio', { name: 'Links' }).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'pairPicture', picture: 'links' }]);
    assert.deepEqual(await column(tab, 'left'), 'le chat gris dort sur le vieux tapis .'.split(' '));
    assert.deepEqual(await column(tab, 'right'), 'the grey cat is sleeping on the old mat .'.split(' '));
    const note = (await tab.locator('.matrix .note').textContent())!;
    assert.ok(note.startsWith(`Left: answer.md. Right: words.md. ${await lines(tab)} links. Grey: `), note);
    assert.match(note, /Grey: \d+ words without a counterpart, as nothing reaches 3 × even share: “cat”, /);
    assert.equal(await tab.locator('.pair-word.special').count(), Number(/Grey: (\d+)/.exec(note)![1]));
    await tab.getByRole('radio', { name: 'Matrix' }).click();
    await settle(tab);
    assert.equal(await tab.locator('.matrix .axis-text').filter({ hasText: 'chat' }).count(), 1);
    assert.equal(
      await tab.locator('.matrix .note').textContent(),
      `Down: answer.md. Across: words.md. ${note.slice(note.indexOf('Grey'))}`,
    );
  }));

test('pointing at a word of either text is pointing everywhere; its lines stand out, a click pins it', () =>
  withPanel(LINKS, async panel => {
    const { page: tab } = panel;
    const all = await lines(tab);
    for (const [word, verb] of [
      ['chat', /^chat attends to /],
      ['mat', /^mat is attended by /],
    ] as const) {
      const { x, y } = await middleOf(tab, word);
      await tab.mouse.move(x, y);
      await settle(tab);
      assert.match((await tab.textContent('.answer .statement'))!, verb);
      const own = await lit(tab);
      assert.ok(own > 0 && own < all, `${own} of ${all}`);
      assert.equal(await tab.locator('.pair-word .axis-text.source').textContent(), word);
    }
    await tab.mouse.click(...(Object.values(await middleOf(tab, 'chat')) as [number, number]));
    await settle(tab);
    assert.equal(await tab.locator('.pair-word .axis-text.pinned').textContent(), 'chat');
    // With a word pinned, the word of the other text that is pointed at gives the cell.
    const { x, y } = await middleOf(tab, 'on');
    await tab.mouse.move(x, y);
    await settle(tab);
    assert.match((await readout(tab))!, /^chat.*on.*0\.\d\d/);
    assert.equal(await tab.locator('.pair-line-ring').count(), 1);
  }));

test('a line is a cell: read, ringed, and linked with Shift', () =>
  withPanel(`${LINKS}&pin=chat&cell=chat,on`, async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.locator('.pair-line-ring').count(), 1);
    const read = await readout(tab);
    assert.match(read!, /^chat.*on.*0\.23/);
    assert.equal(
      await picture(tab).getAttribute('data-cell'),
      await tab.evaluate(() => page.session.explorer.state.cell!.map(({ unit }) => unit).join()),
    );
    await picture(tab).focus();
    await tab.keyboard.press('Shift+Enter');
    const [action] = (await panel.takeActions()).filter(({ type }) => type === 'link');
    assert.equal(action?.type, 'link');
    assert.equal(await tab.locator('.links-answer').count(), 1);
  }));

test('by keyboard: into the picture, down a column, along a line, and pinned', () =>
  withPanel(LINKS, async ({ page: tab }) => {
    await picture(tab).focus();
    const at = () => tab.evaluate(() => page.session.explorer.state.hovered?.unit ?? null);
    const labelOf = async () => (await tab.locator('.pair-word .axis-text:is(.source, .pinned)').allTextContents()).join();
    await tab.keyboard.press('ArrowDown');
    await settle(tab);
    assert.equal(await labelOf(), 'le');
    await tab.keyboard.press('ArrowDown');
    await settle(tab);
    assert.equal(await labelOf(), 'chat');
    const chat = await at();
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    assert.equal(await labelOf(), 'on', 'the strongest line of the word');
    await tab.keyboard.press('ArrowLeft');
    await settle(tab);
    assert.notEqual(await at(), null);
    await tab.evaluate(unit => page.session.handle({ type: 'point', unit }), textUnit(chat!));
    await tab.keyboard.press('Enter');
    await settle(tab);
    assert.equal(await tab.locator('.pair-word .axis-text.pinned').textContent(), 'chat');
  }));

test('of two long texts the strongest lines are shown and how many words are left out; a word costs little', () =>
  withPanel('run=longPair&as=links&layer=1&head=3&beside', async ({ page: tab }) => {
    assert.match((await tab.locator('.matrix .note').textContent())!, / 40 strongest of [\d,]+ links\./);
    assert.ok((await tab.locator('.pair-word').count()) < 200);
    const left = (await tab.locator('.pair-left-out').allTextContents()).reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
    const named = (await tab.locator('.pair-word').count()) - (await tab.locator('.pair-left-out').count());
    assert.equal(left + named, 1000);
    const height = (await picture(tab).boundingBox())!.height;
    await tab.evaluate(unit => page.session.handle({ type: 'pin', unit }), textUnit(300));
    await settle(tab);
    assert.equal(await tab.locator('.pair-word .axis-text.pinned').count(), 1, 'a pinned word has its place');
    assert.ok((await picture(tab).boundingBox())!.height >= height);
  }));

test('the numbers are a table too', () =>
  withPanel(LINKS, async ({ page: tab }) => {
    await tab.locator('summary').first().click();
    const table = tab.getByRole('region', { name: 'Links as a table' });
    assert.match((await table.locator('caption').textContent())!, /^Words of both texts: \d+ links\. Grey: /);
    assert.equal(await table.locator('tbody tr').count(), await lines(tab));
    assert.match((await table.locator('tbody tr').first().textContent())!, /0\.\d\d\d+\.\d$/);
  }));

test('beside the title stands what is whole there; the rest is its tooltip', () =>
  withPanel(
    LINKS.replace('as=links&', ''),
    async ({ page: tab }) => {
      const row = tab.locator('.matrix > .heading-row');
      await row.hover();
      const seen = () =>
        row.locator('.phrases').evaluate(node => {
          const { bottom, left } = node.getBoundingClientRect();
          const boxes = [...node.children].map(phrase => ({ text: phrase.textContent, box: phrase.getBoundingClientRect() }));
          return boxes.flatMap(({ text, box }) => (box.top < bottom && box.left >= left - 1 ? [text] : []));
        });
      assert.deepEqual([await seen(), await row.getAttribute('title')], [['9 × 10'], '9 × 10, Layer 2, head 3']);
      await tab.setViewportSize({ width: 600, height: 1200 });
      await tab.mouse.move(5, 5);
      await settle(tab);
      await row.hover();
      assert.deepEqual([await seen(), await row.getAttribute('title')], [['9 × 10', ', Layer 2, head 3'], '']);
    },
    760,
  ));
