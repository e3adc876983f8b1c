import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();

/** she ate 🍕 with 猫 and laughed 🙂 because it was great🙂 again */
const UNKNOWN = 'run=unknown';

const NOTICE =
  '4 words are unknown to this model (🍕, 猫, 🙂, great🙂): it reads the unknown token [UNK] in the place of each, so it cannot tell them apart.';

test('words that the model does not know: a notice on every page names them, and explains the unknown token', async () => {
  for (const tab of ['attention', 'vectors', 'effects', 'compare'])
    await withPanel(`${UNKNOWN}&tab=${tab}`, async panel => {
      assert.equal(await panel.page.textContent('.notice-text'), NOTICE, tab);
      await panel.page.click('.notice .term');
      assert.equal(await panel.page.textContent('.term-card h2'), 'Unknown token');
    });
  await withPanel('', async ({ page: tab }) => assert.equal(await tab.locator('.notice, .token.unknown').count(), 0));
});

test('a text in another language than the model: a notice on every page and in the compact view', async () => {
  for (const query of ['tab=attention', 'tab=vectors', 'compact'])
    await withPanel(`run=french&${query}`, async ({ page: tab }) =>
      assert.equal(
        await tab.textContent('.notice-text'),
        'This text looks like French; the model was made for English, so its attention says little here.',
        query,
      ),
    );
});

test('they are marked in every strip, for the eye and for the ear', () =>
  withPanel(`${UNKNOWN}&tab=vectors&pin=it`, async ({ page: tab }) => {
    for (const strip of await tab.locator('.strip').all()) {
      assert.deepEqual(await strip.locator('.token.unknown .token-text').allTextContents(), ['🍕', '猫', '🙂', 'great🙂']);
      const option = strip.getByRole('option', { name: /^great🙂 read as \[UNK\]/ });
      assert.equal(await option.getAttribute('title'), 'read as [UNK]');
      const outline = (word: string) =>
        strip.locator(`.token-text:text-is("${word}")`).evaluate(text => getComputedStyle(text).outlineStyle);
      assert.deepEqual([await outline('🍕'), await outline('laughed'), await outline('it')], ['dotted', 'none', 'solid']);
    }
  }));

test('no likeness is claimed of them: lead sentence and neighbours', () =>
  withPanel(`${UNKNOWN}&tab=vectors&pin=🍕&open=neighbours`, async panel => {
    const { page: tab } = panel;
    assert.match(
      (await tab.textContent('.lead'))!,
      /^🍕 and 猫 are both unknown to the model, so they share one embedding; 🍕 attends most to /,
    );
    assert.match(
      (await tab.textContent('.neighbours'))!,
      /The model does not know 🍕: by word embedding these are the neighbours of its unknown token \[UNK\]/,
    );
    await tab.getByRole('listbox', { name: 'Text by attention' }).locator('.token', { hasText: 'laughed' }).click();
    await settle(tab);
    assert.doesNotMatch((await tab.textContent('.neighbours'))!, /does not know/);
  }));

test('sub-words show what is read, and say in whose place', () =>
  withPanel(`${UNKNOWN}&tab=vectors&level=pieces&pin=3&vectors`, async ({ page: tab }) => {
    const marked = tab.locator('.strip').first().locator('.token.unknown');
    assert.deepEqual(await marked.locator('.token-text').allTextContents(), ['[UNK]', '[UNK]', '[UNK]', '[UNK]']);
    assert.deepEqual(await marked.first().getAttribute('title'), 'read in the place of 🍕');
    assert.match((await tab.textContent('.lead'))!, /^🍕 and 猫 are both unknown/);
  }));

test('the other pages say so too: influence, the text with a word replaced, places of a word', async () => {
  await withPanel(`${UNKNOWN}&tab=effects&pin=🙂`, async ({ page: tab }) =>
    assert.match((await tab.textContent('.shifts .statement'))!, /vector of 🙂 \(unknown to the model\)/),
  );
  await withPanel(`${UNKNOWN}&tab=compare&pin=🙂&whatif`, async ({ page: tab }) => {
    assert.equal(
      await tab
        .locator('.pairs .pair')
        .filter({ has: tab.locator('.unknown') })
        .count(),
      4,
    );
    assert.equal(await tab.locator('.pairs .token.unknown[title="read as [UNK]"]').count(), 8);
  });
  await withPanel('tab=compare&occurrences&unread', async ({ page: tab }) => {
    assert.match(
      (await tab.textContent('.view'))!,
      /The model does not know bank: it reads its unknown token in all 8 places\. The word embedding is that of every unknown word/,
    );
  });
});

test('the notice wraps: nothing scrolls sideways at 320 px', () =>
  withPanel(
    `${UNKNOWN}&tab=vectors&pin=🍕`,
    async ({ page: tab }) => {
      const { scroll, client } = await tab.evaluate(() => {
        const panel = document.querySelector('.panel')!;
        return { scroll: panel.scrollWidth, client: panel.clientWidth };
      });
      assert.ok(scroll <= client, `${scroll} > ${client}`);
    },
    320,
  ));
