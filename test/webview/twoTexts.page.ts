import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { textUnit } from '../support/textUnit.ts';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const PAIR = 'run=pair&pin=chat&layer=2&head=3';

const untilSaid = (tab: Page, said: string) => tab.locator('.answer .statement', { hasText: said }).waitFor();
const statement = (tab: Page) => tab.textContent('.answer .statement');
const axis = (tab: Page, side: 'row' | 'column') => tab.locator(`.axis.${side}-label`).allTextContents();

test('axe-core finds nothing in any theme: an encoder, a decoder, an edited text, a page of one text', async () => {
  for (const query of [
    'run=pair&pin=chat',
    'run=answer&pin=eight',
    'run=pair&pin=chat&edited&theme=hc',
    'run=pair&tab=vectors&theme=light',
  ])
    await withPanel(query, async ({ page: tab }) => {
      assert.deepEqual(await violationsOf(tab), [], query);
    });
});

test('a word of the one text lights words of the other, and where its attention goes adds up', () =>
  withPanel(PAIR, async ({ page: tab }) => {
    const said = (await statement(tab))!;
    assert.match(said, /^chat attends to \w+ 0\.\d\d, \w+ 0\.\d\d, \w+ 0\.\d\d in the other text\. Of its attention /);
    const [there, own, neither] = [/0\.\d\d goes there/, /0\.\d\d to its own text/, /0\.\d\d to tokens of neither/].map(part =>
      Number(part.exec(said)![0].slice(0, 4)),
    );
    assert.ok(Math.abs(there! + own! + neither! - 1) < 0.015, said);
    const lit = await tab.locator('.strip').nth(1).locator('.token-text[class*=heat]').count();
    assert.equal(lit, 0, 'nothing of its own text is lit');
    assert.ok((await tab.locator('.strip').nth(0).locator('.token-text[class*=heat]').count()) > 2);
  }));

test('the picture of every word has the text that looks down and the other across; turned, the other way round', () =>
  withPanel('run=pair&pin=chat&beside', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.locator('.strip').count(), 0, 'an editor shows both');
    assert.match((await tab.textContent('.matrix .note'))!, /^Down: answer\.md\. Across: words\.md\. /);
    const [rows, columns] = [await axis(tab, 'row'), await axis(tab, 'column')];
    assert.ok(rows.includes('chat') && !rows.includes('cat'), rows.join());
    assert.ok(columns.includes('cat') && !columns.includes('chat'), columns.join());
    await tab.getByRole('radio', { name: 'attended by' }).click();
    await settle(tab);
    assert.match((await statement(tab))!, /^chat is attended by /);
    assert.ok((await axis(tab, 'row')).includes('cat'));
    assert.deepEqual(await panel.takeActions(), [{ type: 'direction', direction: 'by' }]);
  }));

test('texts of one word each are seen by their sub-words at a click; no head is offered where none gives more', () =>
  withPanel('run=letters&layer=0&head=0&hover=bænk', async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.strongest .note'))!, /^Nothing is lit, though no head gives more\.$/);
    assert.match((await tab.textContent('.one-word'))!, /^A text of one word says more by its sub-words\. Show Sub-words$/);
    await tab.getByRole('button', { name: 'Show Sub-words' }).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'level', level: 'pieces' }]);
    await settle(tab);
    assert.equal(await tab.locator('.one-word').count(), 0);
  }));

test('in a reader from left to right each text has its direction, and there is no choice of it', () =>
  withPanel('run=answer&hover=nine', async ({ page: tab }) => {
    assert.match((await statement(tab))!, /^nine is attended by /);
    const turn = tab.getByRole('radio', { name: 'attends to' });
    assert.equal(await turn.isDisabled(), true);
    assert.match((await turn.getAttribute('title'))!, /^Only the second text looks at the first\. This model reads from left to right/);
    assert.equal(await turn.getAttribute('aria-description'), await turn.getAttribute('title'));
    await turn.click({ force: true });
    assert.equal(await tab.evaluate(() => page.actions.some(({ type }) => type === 'direction')), false);
    // `closes`, of the second text.
    await tab.evaluate(unit => page.session.handle({ type: 'point', unit }), textUnit(21));
    await settle(tab);
    assert.match((await statement(tab))!, / attends to .*in the other text/);
  }));

test('the bar names both texts, swaps them and leads back to one; an edited one is struck', async () => {
  await withPanel(PAIR, async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.bar-row.subject .subject-place'), 'answer.md → words.md');
    await tab.getByRole('button', { name: 'Swap Texts' }).click();
    await tab.getByRole('button', { name: 'One Text' }).click();
    assert.deepEqual(await panel.takeActions(), [
      { type: 'command', command: 'swapTexts' },
      { type: 'command', command: 'oneText' },
    ]);
  });
  await withPanel('run=pair&pin=chat&edited', async ({ page: tab }) => {
    assert.equal(await tab.textContent('.subject-place s'), 'answer.md');
    assert.match((await tab.textContent('.notice'))!, /You edited answer\.md: its colours are gone\. The other text keeps its own/);
  });
});

test('within each text a word has words of its own text, both ways; across again what is pinned stays', () =>
  withPanel(PAIR, async panel => {
    const { page: tab } = panel;
    const across = tab.getByRole('radio', { name: 'across', exact: true });
    const within = tab.getByRole('radio', { name: 'within', exact: true });
    assert.equal(await across.getAttribute('aria-checked'), 'true');
    const tooltips = () =>
      tab.getByRole('button', { name: /^(Swap Texts|One Text)$/ }).evaluateAll(all => all.map(one => one.getAttribute('title')));
    assert.deepEqual(await tooltips(), ['Swap Texts: the other one looks', 'Explores the text that looks by itself']);
    await within.click();
    await untilSaid(tab, 'in its own text');
    assert.deepEqual(await panel.takeActions(), [{ type: 'within', within: 'each' }]);
    assert.equal(await within.getAttribute('aria-checked'), 'true');
    assert.deepEqual(await tooltips(), ['Swap Texts: the second one is read first', 'Explores the second text by itself']);
    assert.ok(await within.evaluate(one => one === document.activeElement), 'who chose by keyboard goes on from there');
    await tab.locator('details.tables > summary').click();
    await tab.getByText(/then the strongest of its own text that is neither itself, a neighbour/).waitFor();
    const said = (await statement(tab))!;
    assert.match(said, /^chat attends to \w+ 0\.\d\d.* in its own text\. Of its attention /);
    const parts = [/(0\.\d\d) stays there \(0\.\d\d with itself\)/, /(0\.\d\d) to the other text/, /(0\.\d\d) to tokens of neither/];
    const sum = parts.reduce((total, part) => total + Number(part.exec(said)![1]), 0);
    assert.ok(Math.abs(sum - 1) < 0.015, said);
    assert.equal(await tab.locator('.strip').nth(0).locator('.token-text[class*=heat]').count(), 0, 'nothing of the other text is lit');
    const [down, over] = [await axis(tab, 'row'), await axis(tab, 'column')];
    assert.deepEqual(new Set(down), new Set(over));
    assert.ok(down.includes('chat') && !down.includes('cat'));
    assert.match((await tab.textContent('.matrix .note'))!, /^Down and across: answer\.md\. Point at a word of words\.md to see its own\./);
    assert.equal(await tab.getByRole('radio', { name: 'Links' }).count(), 0, 'lines are between texts');
    await tab.getByRole('radio', { name: 'attended by' }).click();
    await settle(tab);
    assert.match((await statement(tab))!, /^chat is attended by .* in its own text/);
    await across.click();
    await untilSaid(tab, 'in the other text');
    assert.match((await statement(tab))!, /^chat is attended by .* in the other text/);
  }));

test('in a narrow panel a button opens the kinds of attention; in a narrower one they stand in More Actions', async () => {
  await withPanel(
    'run=pair&pin=chat',
    async panel => {
      const { page: tab } = panel;
      await tab.setViewportSize({ width: 560, height: 900 }); // what VS Code gives it beside one editor
      await tab.getByRole('radio', { name: 'within', exact: true }).waitFor();
      await tab.setViewportSize({ width: 400, height: 900 });
      const choose = async (shown: string, next: string) => {
        await tab.getByRole('button', { name: `Attention: ${shown}` }).click();
        await tab.getByRole('menuitemcheckbox', { name: `Attention: ${next}` }).click();
      };
      await choose('across', 'within');
      await untilSaid(tab, 'in its own text');
      await choose('within', 'across');
      await untilSaid(tab, 'in the other text');
      await tab.setViewportSize({ width: 240, height: 900 });
      await settle(tab);
      await tab.getByRole('button', { name: 'More Actions' }).click();
      await tab.getByRole('menuitemcheckbox', { name: 'Attention: within' }).click();
      await untilSaid(tab, 'in its own text');
      assert.deepEqual(
        (await panel.takeActions()).filter(({ type }) => type === 'within'),
        ['each', null, 'each'].map(within => ({ type: 'within', within })),
      );
    },
    400,
  );
});

test('within an answer a word sees those before it, and nothing is checked by removal', () =>
  withPanel('run=library&within&pin=closes&beside', async ({ page: tab }) => {
    assert.match((await statement(tab))!, /of its own text .*\. It does not see the \d+ that come later\./);
    assert.equal(await tab.locator('.ground-offer').count(), 0);
    assert.equal(await tab.getByRole('radio', { name: 'attended by' }).isDisabled(), false);
    await tab.getByRole('radio', { name: 'across', exact: true }).click();
    await tab.locator('.ground-offer').first().waitFor();
  }));

test('several words that are selected are one: said so in the sentence, marked in the text and in both pictures', () =>
  withPanel('run=pair&select=chat,gris,dort&layer=2&head=3', async ({ page: tab }) => {
    assert.match((await statement(tab))!, /^chat gris dort, 3 words as one, attends to \w+ 0\.\d\d/);
    const marked = (inside: string) => tab.locator(`${inside} .source`).allTextContents();
    assert.deepEqual(await marked('.strip'), ['chat', 'gris', 'dort']);
    assert.deepEqual(await marked('.row-label'), ['chat', 'gris', 'dort']);
    await tab.getByRole('radio', { name: 'Links' }).click();
    await settle(tab);
    assert.deepEqual(await marked('.pair-word'), ['chat', 'gris', 'dort']);
    assert.ok((await tab.locator('.pair-line.off').count()) > 0);
  }));

test('read by sentence is said, with what the sentence gives those of the other text, and turned off there', async () => {
  await withPanel('run=pair&pin=chat', async ({ page: tab }) => {
    assert.equal(await tab.locator('.by-sentence').count(), 0, 'short texts');
    await tab.locator('.more-tool').click();
    await tab.getByRole('menuitemcheckbox', { name: 'Read by Sentence' }).click();
    await settle(tab);
    assert.equal(await tab.locator('.by-sentence').count(), 1);
  });
  await withPanel('run=library&hover=closes&bySentence', async panel => {
    const { page: tab } = panel;
    assert.match(
      (await tab.textContent('.by-sentence'))!,
      /^By sentence: .+ … (attends to|is attended by) .+ … 0\.\d\d.*; \d of \d+ sentences? (has|have) a tint\. Words Alone$/,
    );
    await panel.takeActions();
    await tab.getByRole('button', { name: 'Words Alone' }).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'bySentence', isOn: false }]);
    assert.equal(await tab.locator('.by-sentence').count(), 0);
  });
});

test('heads that align both texts carry the letter, are listed with their score, and are known so', () =>
  withPanel(PAIR, async panel => {
    const { page: tab } = panel;
    const roles = tab.locator('#section-roles');
    assert.match((await roles.locator('.note').first().textContent())!, /^Aligns: .*named from 0\.75 on/);
    const rows = await roles.locator('.row').allTextContents();
    assert.ok(rows.length > 0 && rows.every(row => /^L\d H\d+AAligns(0\.\d\d|1\.00)$/.test(row)), rows.join());
    assert.match((await tab.locator('.heads-note').textContent())!, /^A aligns/);
    assert.ok((await tab.locator('.strongest .row-known', { hasText: 'Aligns' }).count()) > 0);
    await roles.locator('.row').first().click();
    const [action] = (await panel.takeActions()).filter(({ type }) => type === 'view');
    assert.equal(action?.type === 'view' && action.view.kind, 'head');
  }));

test('pages of one text say so, with the way there', async () => {
  for (const tab of ['vectors', 'compare', 'effects'])
    await withPanel(`run=pair&pin=chat&tab=${tab}`, async ({ page: view, ...panel }) => {
      assert.match((await view.textContent('.view'))!, /This is made of one text\./);
      await view.locator('.view').getByRole('button', { name: 'One Text' }).click();
      assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'oneText' }]);
    });
});

test('nothing is wider than the panel', async () => {
  for (const width of [230, 300, 420, 640, 1100])
    for (const query of [PAIR, 'run=answer&pin=eight&beside'])
      await withPanel(
        query,
        async ({ page: tab }) => {
          const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${query} at ${width}: ${over} px too wide`);
        },
        width,
      );
});
