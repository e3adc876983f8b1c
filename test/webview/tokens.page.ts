import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

test('every token of the explored text with its id, in the line that it stands in, and what normalisation changed', () =>
  withPanel('place=input&open=map&fold=strips,order,path', async ({ page: tab }) => {
    assert.equal(await tab.textContent('.tokens .aside'), '13 tokens of 59 characters in 1 line (WordPiece)');
    const pieces = await tab.locator('.piece').evaluateAll(nodes => nodes.map(node => [...node.children].map(part => part.textContent)));
    assert.deepEqual(pieces.slice(0, 3), [
      ['[CLS]', '0'],
      ['I', '1'],
      ['visited', '2'],
    ]);
    assert.deepEqual(await tab.locator('.token-line:not(.head) > .number').allTextContents(), ['7', '11']);
    assert.match((await tab.textContent('.tokens .note'))!, /\(I as i, France as france\)/);
  }));

test('without a run: spaces are seen, an emoji of four tokens is one piece with each readable; pointing, arrows and Enter reach the text', () =>
  withPanel('phase=empty&place=input&open=map&fold=strips,order,path&list=bytes', async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.tokens > .note'))!, /^From line 12 of greet\.py, without running the model\. Close$/);
    const labels = await tab.locator('.piece-text').allTextContents();
    assert.deepEqual(labels.slice(0, 9), ['def', '␣greet', '(', 'name', ')', ':', '↵', '⇥', 'return']);
    assert.equal(await tab.textContent('.token-whole'), '🙂 (4 tokens)');
    assert.deepEqual(await tab.locator('.token-parts .piece-text').allTextContents(), ['F0', '9F', '99', '82']);
    assert.deepEqual(await tab.locator('.token-line:not(.head) > .number:first-child').allTextContents(), ['12', '13', '14', '15']);
    await tab.locator('.token-parts .piece').nth(1).hover();
    const [pointed] = await panel.takeActions();
    assert.deepEqual(pointed, { type: 'token', list: (pointed as { list: number }).list, token: 15 });
    assert.match(
      (await tab.textContent('.token-readout'))!,
      /^9F token 15, id \d+, in the vocabulary Ł, byte 9F of 🙂, line 13, columns 15 to 16$/,
    );
    await tab.mouse.move(5, 5);
    assert.deepEqual((await panel.takeActions()).at(-1), { ...pointed, token: null });
    await tab.focus('.piece');
    await tab.keyboard.press('ArrowRight');
    await tab.keyboard.press('Enter');
    assert.deepEqual(
      (await panel.takeActions()).map(action => [action.type, (action as { token?: unknown }).token]),
      [
        ['token', 0],
        ['token', 1],
        ['goToToken', 1],
      ],
    );
    await tab.click('text=Close');
    await tab.waitForSelector('text=Nothing explored yet');
  }));

test('a list of thousands is shown a page at a time, by buttons and Page Down; where reading stops is in its place', () =>
  withPanel('place=input&open=map&fold=strips,order,path&list=thousands', async ({ page: tab }) => {
    const said = () => tab.textContent('.token-pages .number');
    assert.match((await said())!, /^tokens 0 to \d+ of 0 to 2,350$/);
    assert.ok((await tab.locator('.piece').count()) <= 400);
    assert.equal(await tab.locator('.token-edge').count(), 0);
    await tab.focus('.piece');
    await tab.keyboard.press('PageDown');
    await settle(tab);
    assert.doesNotMatch((await said())!, /^tokens 0 /);
    assert.equal(await tab.locator('.piece[data-token]:focus').count(), 1);
    assert.equal(await tab.textContent('.token-edge'), 'reading stops');
    assert.equal(await tab.locator('.piece.beyond').first().getAttribute('data-token'), '512');
    await tab.click('[aria-label="Tokens behind"]');
    await tab.click('.tokens summary');
    await settle(tab);
    assert.equal(await tab.locator('.tokens tbody tr').count(), await tab.locator('.piece').count());
  }));

test('the list is copied as a table and for a spreadsheet, and says so', () =>
  withPanel('place=input&open=map&fold=strips,order,path', async ({ page: tab }) => {
    const copied = () => tab.evaluate(() => page.session.copied);
    await tab.click('text=Copy as TSV');
    await settle(tab);
    assert.equal(await tab.textContent('.copied >> nth=1'), 'Copied');
    assert.match(await copied(), /^place\tid\tentry\ttext\tstart/);
    assert.match(await copied(), /^3\t3\tfrance\tFrance\t10\t16\t1\t\tfrance\t$/m);
    await tab.click('text=Copy as Text');
    await settle(tab);
    assert.match(await copied(), /^token +place +id +span +in the text\n/);
  }));

test('what the model is, in three lines: on the page of its input, and without a run', async () => {
  await withPanel('tab=attention', async ({ page: tab }) => {
    await tab.evaluate(() => page.session.handle({ type: 'seek', place: 'about' }));
    await tab.waitForSelector('.about-model');
    const lines = await tab.locator('.about dd').allTextContents();
    assert.equal(lines.length, 3);
    assert.match(lines[0]!, /^An encoder \(bert\): 6 layers of 12 heads each;/);
    assert.match(lines[2]!, /Checked on 8 tokens in 72 heads: rows sum to 1 \(within 3e-7\)/);
  });
  await withPanel('phase=empty&place=input&open=map&fold=strips,order,path&about', async ({ page: tab }) => {
    await tab.waitForSelector('.about');
    assert.equal(await tab.locator('.about dd').count(), 3);
  });
});
