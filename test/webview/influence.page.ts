import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, settle, untilTold } from './openPanel.ts';
import { textUnit } from '../support/textUnit.ts';

const { withPanel } = panelInBrowser();

const FRANCE = 'tab=effects&lens=reference&pin=it';
const WHAT_IF = 'tab=compare&lens=reference&pin=it&whatif';

test('without a pinned word the page asks for one, and a click in its text pins it', () =>
  withPanel('tab=effects', async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.statement'))!, /^Pin a word: every other word is then taken away in turn/);
    await panel.word('it').click();
    const [pin] = (await panel.takeActions()).filter(action => action.type === 'pin');
    assert.deepEqual(pin, { type: 'pin', unit: textUnit(7) });
    assert.equal(
      await tab.textContent('.shifts .statement'),
      'The vector of it moves most without has 0.109. It comes later in the text: this model reads both ways.',
    );
  }));

test('the control, the word just before, the order of the words and the caveat stand beside the shifts', () =>
  withPanel(FRANCE, async ({ page: tab }) => {
    assert.equal(
      await tab.textContent('.shifts .note >> nth=0'),
      'Control: the median shift of 3 function words (I, because, has) is 0.093. Larger shifts are marked. So are those of function words above their median. ' +
        'because stands just before it: head L0 H2 attends to the word before, whatever it is.',
    );
    const painted = await tab.locator('.shifts .token:has([class*=heat-])').allTextContents();
    assert.deepEqual(painted, ['has.109']);
    assert.deepEqual(await tab.locator('.rank >> nth=0').locator('> *').allTextContents(), ['has', '', '0.109', '0.002', '0.05']);
    assert.equal(await tab.locator('.rank.marked').count(), 1);
    assert.match(
      (await tab.textContent('.note.below'))!,
      /Of the orders of these 10 words and marks, those by shift and by attention show no clear relation at ρ\u00a0−0\.12, those by shift and by rollout agree at ρ\u00a00\.83; up to ±0\.65 can be chance\./,
    );
    // A line cannot break between ρ and its number.
    assert.equal(await tab.textContent('[data-term=rank-correlation]'), 'ρ\u00a0−0.12');
    const asides = await tab.locator('.compare .aside').allTextContents();
    assert.deepEqual(asides.slice(1), ['weight the word gives', 'share of each word, through the layers; none large enough for colour']);
    assert.match(
      (await tab.textContent('.caveat'))!,
      /not by itself an explanation \(Jain and Wallace 2019; .*neither is taking words away/,
    );
  }));

test('the strip of attention is named after what is looked through: a rollout is no attention of one step', async () => {
  const isNamed = (view: string, name: string) =>
    withPanel(`tab=effects&pin=it&${view}`, async ({ page: tab }) => {
      const titles = await tab.locator('.compare h3').allTextContents();
      assert.ok(titles.includes(name), titles.join(' | '));
    });
  await isNamed('layer=3&head=1', 'Attention, layer 3, head 1');
  await isNamed('rollout=5', 'Rollout up to layer 5');
});

test('the way of taking away and the hidden state are chosen by mouse and keyboard', () =>
  withPanel(FRANCE, async panel => {
    const { page: tab } = panel;
    const masked = await tab.textContent('.shifts .note');
    await tab.click('text=leave it out');
    assert.deepEqual(await panel.takeActions(), [{ type: 'influenceMode', mode: 'omit' }]);
    assert.ok((await tab.textContent('.shifts .note')) !== masked);
    await tab.keyboard.press('ArrowLeft');
    assert.deepEqual(await panel.takeActions(), [{ type: 'influenceMode', mode: 'mask' }]);
    await tab.focus('[aria-label="Hidden state"]');
    await tab.keyboard.press('Home');
    assert.deepEqual(await panel.takeActions(), [{ type: 'hiddenState', state: 0 }]);
    assert.match((await tab.textContent('.compare'))!, /Before any layer nothing was mixed, so there is nothing to roll out\./);
    assert.match((await tab.textContent('.shifts .statement'))!, /^Taking a word away moves the vector of it by no more than the control/);
  }));

test('progress is told and can be cancelled; what was cancelled can be started again', () =>
  withPanel(`${FRANCE}&part=influence:computing`, async panel => {
    const { page: tab } = panel;
    await untilTold(tab, 'influence:computing');
    assert.match((await tab.textContent('.part-state'))!, /^0 of 10 Cancel$/);
    assert.equal(await tab.getAttribute('.part-state progress', 'aria-label'), 'Masking word after word');
    assert.equal(await tab.locator('.shifts [class*=heat-]').count(), 0);
    await tab.click('.part-state .link');
    assert.deepEqual(await panel.takeActions(), [{ type: 'cancelPart', part: 'influence' }]);
    await tab.click('text=Start Again');
    // Then the text stands where the message stood, under the pointer.
    assert.deepEqual((await panel.takeActions())[0], { type: 'retryPart', part: 'influence' });
    assert.match((await tab.textContent('.shifts .statement'))!, /^The vector of it/);
  }));

test('while words are measured, those that are here are shown as so many of all; nothing is said of the others', () =>
  withPanel(`${FRANCE}&part=influence:partial`, async panel => {
    const { page: tab } = panel;
    assert.equal(
      await tab.textContent('.shifts .so-far'),
      '5 of 10 words and marks measured so far, the nearest first; those in grey are not measured yet.',
    );
    assert.deepEqual(await tab.locator('.shifts .token.pending').allTextContents(), ['I', 'visited', 'France', 'food', '.']);
    assert.equal(await tab.locator('.compare .section:not(.shifts) .pending').count(), 0);
    assert.match(
      (await tab.textContent('.shifts .note >> nth=1'))!,
      /^Control so far: the median shift of 2 function words \(because, has\)/,
    );
    assert.match(
      (await tab.textContent('.shifts .statement'))!,
      /^Of those measured so far, the vector of it moves most without has 0\.109/,
    );
    assert.equal(await tab.locator('.rank').count(), 5);
    assert.match(
      (await tab.textContent('.note.below'))!,
      /control so far\. Whether the orders agree is said when every word is measured\.$/,
    );
    assert.equal(await tab.locator('[aria-label="Text by rollout"] .value').count(), 3);
    await tab.click('summary');
    await tab.locator('[aria-label="Shifts as a table"] tr').first().waitFor();
    const row = (label: string) =>
      tab.locator('[aria-label="Shifts as a table"] tr').filter({ hasText: label }).locator('th, td').allTextContents();
    assert.deepEqual((await row('France')).slice(0, 3), ['France', 'not yet', '']);
    assert.deepEqual((await row('has')).slice(0, 3), ['has', '0.109', 'yes']);
    await untilTold(tab, 'influence:partial');
    await tab.click('.part-state .link');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'cancelPart', part: 'influence' });
    // What was measured stays, and says what it lacks.
    assert.equal(await tab.textContent('.part-state'), 'Stopped at 5 of 10; what is here stays. Go On');
    assert.equal(await tab.locator('.rank').count(), 5);
    assert.match((await tab.textContent('.shifts .so-far'))!, /^5 of 10 words and marks measured so far/);
    assert.deepEqual(await tab.locator('.shifts .token.pending').count(), 5);
    await tab.click('text=Go On');
    assert.deepEqual((await panel.takeActions())[0], { type: 'retryPart', part: 'influence' });
    await tab.locator('.rank >> nth=9').waitFor();
    assert.equal(await tab.locator('.rank').count(), 10);
    assert.equal(await tab.locator('.so-far').count(), 0);
  }));

test('what takes long is started by a person; attention and rollout are there before', () =>
  withPanel(`${FRANCE}&part=influence:waiting`, async panel => {
    const { page: tab } = panel;
    assert.equal(
      await tab.textContent('.part-state'),
      'Masking word after word takes 10 passes of the model, about 3 minutes. Start or Measure the Nearest 3, about 60 seconds.',
    );
    assert.equal(await tab.locator('.shifts [class*=heat-]').count(), 0);
    assert.equal(await tab.locator('[aria-label="Text by rollout"] .value').count(), 3);
    await tab.click('text=Measure the Nearest 3');
    assert.deepEqual((await panel.takeActions())[0], { type: 'measureNearest', part: 'influence' });
    assert.equal(await tab.textContent('.part-state'), 'Stopped at 3 of 10; what is here stays. Go On, about 2 minutes.');
    assert.match((await tab.textContent('.shifts .so-far'))!, /^3 of 10 words and marks measured so far, the nearest first/);
    await tab.click('text=Go On');
    assert.deepEqual((await panel.takeActions())[0], { type: 'retryPart', part: 'influence' });
    assert.match((await tab.textContent('.shifts .statement'))!, /^The vector of it/);
  }));

test('what the model does not have is not offered again; the rollout needs no vectors', () =>
  withPanel(`${FRANCE}&part=influence:failed`, async ({ page: tab }) => {
    assert.match((await tab.textContent('.part-state'))!, /^The vectors between the layers were not found in this model\./);
    assert.equal(await tab.locator('.part-state button').count(), 0);
    assert.equal(await tab.locator('[aria-label="Text by rollout"] .value').count(), 3);
  }));

test('a model without hidden states: what cannot be measured is said once, with the way out, and nothing is offered for it', () =>
  withPanel(`${FRANCE}&nostates`, async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.influence .introduction'))!, /^The vectors between the layers were not found in this model\./);
    assert.equal(await tab.locator('.influence .controls, .shifts, .caveat').count(), 0);
    await panel.takeActions();
    await tab.getByRole('button', { name: 'Use Built-in Model' }).click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'useBuiltInModel' }]);
  }));

test('a text with a word changed that was asked for stands above, the invitation to change one below', async () => {
  const order = async (query: string) => {
    let place = -1;
    await withPanel(query, async ({ page: tab }) => {
      place = await tab.locator('.section').evaluateAll(all => all.findIndex(one => one.classList.contains('what-if')));
    });
    return place;
  };
  assert.equal(await order(WHAT_IF), 0);
  assert.equal(await order('tab=compare'), 1);
});

test('rows of the order point at their word, by mouse and by arrows', () =>
  withPanel(FRANCE, async panel => {
    const { page: tab } = panel;
    await tab.hover('.rank >> nth=2');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(10) });
    assert.equal(await tab.textContent('.token.focus >> nth=0'), 'food.073');
    await tab.mouse.move(450, 5);
    await tab.focus('.rank');
    await tab.keyboard.press('End');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(4) });
  }));

test('in a long text the three strips scroll together', () =>
  withPanel('tab=effects&run=long&pin=40', async ({ page: tab }) => {
    const tops = () => tab.evaluate(() => [...document.querySelectorAll('.compare .strip')].map(({ scrollTop }) => scrollTop));
    await tab.evaluate(() => (document.querySelectorAll('.compare .strip')[1]!.scrollTop = 3 * 37));
    await settle(tab);
    assert.deepEqual(await tops(), [111, 111, 111]);
  }));

test('what if: both texts in columns, both numbers where a weight changed, and how far each vector moved', () =>
  withPanel(WHAT_IF, async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.what-if h2'), 'What if France were grandmother');
    const column = tab.locator('.pair').nth(3);
    assert.equal(await column.textContent(), 'France.59grandmother.17.709');
    assert.match((await column.locator('.token').nth(1).getAttribute('class'))!, /\bchanged\b/);
    assert.deepEqual(await tab.locator('.what-if .statement').allTextContents(), [
      'Of the words that stayed, these move most: visited 0.056, summer 0.025, last 0.021.',
      'What it attends to changes most at France / grandmother 0.59 → 0.17; it 0.33 → 0.69.',
    ]);
    assert.match((await tab.textContent('.what-if .note'))!, /The document is not edited\./);
    await tab.locator('.pair').nth(2).hover();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(2) });
    await tab.locator('.pair').nth(2).click();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'pin', unit: textUnit(2) });
    await tab.click('[aria-label="Close the other text"]');
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'closeWhatIf' });
    assert.match((await tab.textContent('.what-if'))!, /Put another word, or a mask, in the place of one/);
  }));

test('what if a word of several tokens were masked: each has a mask token, and the page says so', () =>
  withPanel('tab=compare&run=split&whatif&mask', async ({ page: tab }) => {
    assert.equal(await tab.textContent('.what-if h2'), 'What if tokenization were masked');
    assert.match(
      (await tab.textContent('.what-if .note.above'))!,
      / A mask token stands for each of its 3 tokens, as when every word is masked in turn\. /,
    );
  }));

test('what if by word embedding and by vector: cosines of both texts in their hue, in the table as well', () =>
  withPanel(WHAT_IF, async panel => {
    const { page: tab } = panel;
    const radio = (name: string) => tab.locator('.what-if').getByRole('radio', { name });
    const row = async (label: string) =>
      tab.locator('[aria-label="Both texts as a table"] tr').filter({ hasText: label }).locator('th, td').allTextContents();
    await tab.locator('.what-if summary').click();
    await radio('Word embedding').click();
    assert.equal(await tab.locator('.what-if .hue-fixed .pair').count(), 11); // without special tokens
    assert.equal(
      await tab.textContent('.what-if .statement >> nth=1'),
      'The cosine of it changes most with France / grandmother 0.01 → −0.02.',
    );
    assert.equal(await tab.locator('.pair').nth(2).textContent(), 'France.01grandmother−.02.709');
    assert.deepEqual(await row('France'), ['France', 'grandmother', '0.01', '−0.02', '0.709']);
    assert.deepEqual(await row('has'), ['has', 'has', '0.27', '0.27', '0.011']);
    assert.match((await tab.textContent('.what-if'))!, /only a cosine with the replaced word can change/);
    await radio('Vector after 3 of 6 layers').click();
    assert.equal(await tab.locator('.what-if .hue-contextual .pair').count(), 11);
    assert.deepEqual(await row('France'), ['France', 'grandmother', '0.12', '0.10', '0.709']);
    assert.equal(
      await tab.textContent('.what-if .statement >> nth=1'),
      'The cosine of it changes most with France / grandmother 0.12 → 0.10; wonderful 0.29 → 0.27; has 0.54 → 0.51.',
    );
    assert.equal(await tab.locator('.what-if .changed').count(), 3);
    await tab.keyboard.press('ArrowLeft');
    await tab.keyboard.press('ArrowLeft');
    assert.equal(await tab.locator('.what-if .hue-attention .pair').count(), 13);
    assert.deepEqual(await panel.takeActions(), []);
  }));

test('what if by keyboard: a button starts it, arrows walk the columns, Enter pins', () =>
  withPanel('tab=compare&run=france', async panel => {
    const { page: tab } = panel;
    await tab.focus('.what-if .button >> nth=1');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'command', command: 'maskWord' }]);
    await tab.focus('.pair');
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'point', unit: textUnit(1) },
      { type: 'pin', unit: textUnit(1) },
    ]);
  }));

test('what if without hidden states shows attention alone and says so', () =>
  withPanel(`${WHAT_IF}&nostates`, async ({ page: tab }) => {
    assert.equal(await tab.locator('.drift').count(), 0);
    assert.match(
      (await tab.textContent('.what-if'))!,
      /The vectors between the layers were not found in this model, so it cannot be said how far they move\./,
    );
  }));

test('the numbers stand in tables', async () => {
  const rowIn = (query: string, name: string, label: string) =>
    withPanel(query, async ({ page: tab }) => {
      for (const twin of await tab.locator('summary').all()) await twin.click();
      await settle(tab);
      const row = tab.locator(`[aria-label="${name}"] tr`).filter({ hasText: label }).first().locator('th, td');
      cells = await row.allTextContents();
    });
  let cells: string[] = [];
  await rowIn(FRANCE, 'Shifts as a table', 'has');
  assert.deepEqual(cells, ['has', '0.109', 'yes', '0.002', '0.05']);
  await rowIn(WHAT_IF, 'Both texts as a table', 'France');
  assert.deepEqual(cells, ['France', 'grandmother', '0.59', '0.17', '0.709']);
});
