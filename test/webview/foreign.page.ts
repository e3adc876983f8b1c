import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, PINNED, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

test('hostile tokens stay text', () =>
  withPanel('run=hostile&pin=7&level=pieces', async ({ page: tab }) => {
    await tab.click('summary');
    const found = await tab.evaluate(() => ({
      harmed: 'harmed' in globalThis,
      elements: document.querySelectorAll('#root img, #root script').length,
      words: [...document.querySelectorAll('.token-text')].map(node => node.textContent ?? ''),
      everything: document.querySelector('#root')!.textContent ?? '',
      widest: Math.max(...[...document.querySelectorAll('.token-text')].map(node => node.getBoundingClientRect().width)),
    }));
    assert.equal(found.harmed, false);
    assert.equal(found.elements, 0);
    assert.ok(found.words.every(word => word.length < 200));
    assert.ok(found.widest <= 320);
    const text = found.words.join(' ');
    assert.match(text, /<script>globalThis\.harmed=true<\/script>/);
    assert.doesNotMatch(found.everything, /\p{Bidi_Control}|\p{Cc}|\p{Cs}|\u200B/u);
    assert.match(text, /safeU\+202Eesrever.*bell␇.*zeroU\+200Bwidth.*U\+D83D/);
  }));

test('messages that are not ours, or old, change nothing', () =>
  withPanel(PINNED, async ({ page: tab }) => {
    const before = await tab.textContent('#root');
    await tab.evaluate(() => {
      for (const message of [
        null,
        'x',
        { type: 'run', run: { summary: { runId: 1 } } },
        { type: 'matrix', matrix: { key: 'x' } },
        { type: 'snapshot', snapshot: { sequence: 1e9, phase: null } },
        { type: 'other' },
      ])
        page.send(message);
      page.send({ type: 'snapshot', snapshot: { sequence: 0, phase: { kind: 'empty' }, state: {}, dataKey: '' } });
    });
    await settle(tab);
    assert.equal(await tab.textContent('#root'), before);
  }));

test('what a reload starts from is kept, and holds no text', () =>
  withPanel(PINNED, async ({ page: tab }) => {
    const kept = JSON.stringify(await tab.evaluate(() => page.persisted));
    assert.match(kept, /"uri":"file:\/\/\/words\.md"/);
    assert.doesNotMatch(kept, /France/);
  }));
