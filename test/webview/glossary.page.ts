import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();

test('a term opens its entry, and Back returns to the term', () =>
  withPanel('tab=influence&pin=it', async panel => {
    const { page: tab } = panel;
    await tab.focus('[data-term=control]');
    await tab.keyboard.press('Enter');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'tab', tab: 'glossary', term: 'control' });
    assert.equal(await tab.textContent('.entry.asked h3'), 'Control');
    assert.ok(await tab.locator('.entry.asked').isVisible());
    assert.equal(await tab.evaluate(() => document.activeElement!.textContent), 'Control');
    const box = (await tab.locator('.entry.asked').boundingBox())!;
    assert.ok(box.y > 0 && box.y + box.height < 1200);
    // Related terms lead on inside the page, and Back still knows where one came from.
    await tab.click('.entry.asked .term');
    await settle(tab);
    assert.equal(await tab.textContent('.entry.asked h3'), 'Masking and influence');
    await tab.click('text=Back to Who changed it?');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'tab', tab: 'influence', term: null });
    assert.equal(await tab.evaluate(() => (document.activeElement as HTMLElement).dataset['term']), 'control');
  }));

test('Back by keyboard puts the focus on the term it was left by', () =>
  withPanel('tab=influence&pin=it', async ({ page: tab }) => {
    await tab.focus('[data-term=rollout]');
    await tab.keyboard.press('Enter');
    await settle(tab);
    await tab.focus('.glossary-bar .link');
    await tab.keyboard.press('Enter');
    await settle(tab);
    assert.equal(await tab.evaluate(() => (document.activeElement as HTMLElement).dataset['term']), 'rollout');
  }));

test('the filter finds terms by name and text; Escape empties it and does not leave', () =>
  withPanel('tab=glossary&term=head', async panel => {
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
  withPanel('phase=empty&tab=glossary&term=softmax', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.entry.asked h3'), 'Softmax');
    await tab.click('.entry.asked .term');
    const related = (await panel.takeActions()).at(-1)!;
    assert.ok(related.type === 'tab' && related.tab === 'glossary' && related.term !== 'softmax');
    await tab.click('.glossary-bar button');
    await settle(tab);
    await tab.getByRole('heading', { name: 'Nothing explored yet' }).waitFor();
    await tab.getByRole('button', { name: 'Glossary' }).click();
    await settle(tab);
    assert.ok((await tab.locator('.entry').count()) > 30);
  }));
