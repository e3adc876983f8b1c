import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

test('the asked entry is shown and read first; related terms lead on inside the list, and Back still leads to the page', () =>
  withPanel('tab=effects&pin=it&terms=control', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.entry.asked h3'), 'Control');
    assert.equal(await tab.evaluate(() => document.activeElement!.textContent), 'Control');
    const box = (await tab.locator('.entry.asked').boundingBox())!;
    assert.ok(box.y > 0 && box.y + box.height < 1200);
    assert.equal(await tab.locator('[role=tab][aria-selected=true]').count(), 0);
    await tab.click('.entry.asked .term');
    assert.deepEqual(await panel.takeActions(), [{ type: 'terms', isOpen: true, asked: 'masking' }]);
    assert.equal(await tab.textContent('.entry.asked h3'), 'Masking and influence');
    assert.equal(await tab.locator('.term-card').count(), 0);
    await tab.click('text=Back to Effects');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'terms', isOpen: false, asked: null });
  }));

test('Escape leads out of the list, a tab to its page', () =>
  withPanel('pin=it&terms', async panel => {
    const { page: tab } = panel;
    await tab.focus('.entry h3');
    await tab.keyboard.press('Escape');
    assert.deepEqual(await panel.takeActions(), [{ type: 'terms', isOpen: false, asked: null }]);
    await tab.evaluate(() => page.session.handle({ type: 'terms', isOpen: true, asked: null }));
    await tab.click('#tab-attention');
    await settle(tab);
    assert.equal(await tab.locator('.glossary').count(), 0);
  }));

test('the filter finds terms by name and text; Escape empties it and does not leave', () =>
  withPanel('terms=head', async panel => {
    const { page: tab } = panel;
    await tab.fill('.glossary .field', 'spearman');
    await settle(tab);
    assert.deepEqual(await tab.locator('.entry h3').allTextContents(), ['Rank correlation (Spearman’s ρ)']);
    await tab.fill('.glossary .field', 'xyzzy');
    await settle(tab);
    assert.match((await tab.textContent('.glossary'))!, /No term and no explanation holds these words\./);
    await tab.focus('.glossary .field');
    await tab.keyboard.press('Escape');
    assert.deepEqual(await panel.takeActions(), []);
    assert.ok((await tab.locator('.entry').count()) > 30);
  }));

test('before anything is explored the glossary can be read; Back leads to the message, and that leads here', () =>
  withPanel('phase=empty&terms=softmax', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.entry.asked h3'), 'Softmax');
    await tab.click('.entry.asked .term');
    const related = (await panel.takeActions()).at(-1)!;
    assert.ok(related.type === 'terms' && related.isOpen && related.asked !== 'softmax');
    await tab.click('.glossary-bar button');
    await settle(tab);
    await tab.getByRole('heading', { name: 'Nothing explored yet' }).waitFor();
    await tab.getByRole('button', { name: 'Glossary' }).click();
    await settle(tab);
    assert.ok((await tab.locator('.entry').count()) > 30);
  }));
