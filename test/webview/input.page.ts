import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { textUnit } from '../support/textUnit.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

test('vocabulary and context length stand side by side with what they mean', () =>
  withPanel('place=input&open=map&fold=strips,order,path', async ({ page: tab }) => {
    const [vocabulary, context] = await tab.locator('.figure').allTextContents();
    assert.equal(vocabulary, '30,522tokens in the vocabularyHow many different tokens it knows. This text uses 13 of them.');
    assert.equal(context, '512tokens of contextHow many it reads at once, whichever they are. This text has 13, special tokens included.');
    const [left, right] = await Promise.all([0, 1].map(async place => (await tab.locator('.figure').nth(place).boundingBox())!));
    assert.equal(left!.y, right!.y);
  }));

test('of a text that was cut the figures say that they are of what is shown', () =>
  withPanel('place=input&open=map&fold=strips,order,path&cut', async ({ page: tab }) => {
    const [vocabulary, context] = await tab.locator('.figure .note').allTextContents();
    assert.equal(vocabulary, 'How many different tokens it knows. What is shown uses 13 of them.');
    assert.equal(
      context,
      'How many it reads at once, whichever they are. What is shown of the text has 13, special tokens included: all that fit.',
    );
  }));

test('where the columns are too narrow for labels, only the token pointed at has one', () =>
  withPanel('place=input&open=map&fold=strips,order,path&run=long', async ({ page: tab }) => {
    const labels = tab.locator('.input-parts .column-label');
    const places = () => tab.locator('section').evaluateAll(nodes => nodes.map(node => node.getBoundingClientRect().top));
    const before = await places();
    assert.equal(await labels.count(), 0);
    await tab.focus('.input-parts .picture');
    for (const key of ['ArrowRight', 'ArrowRight']) {
      await tab.keyboard.press(key);
      await settle(tab);
    }
    assert.deepEqual(await labels.allTextContents(), [await tab.locator('.input-parts .readout .quoted').textContent()]);
    assert.deepEqual(await places(), before);
  }));

test('the parts of the input by mouse and keyboard: a token is read and its word pointed at', () =>
  withPanel('place=input&open=map&fold=strips,order,path', async panel => {
    const { page: tab } = panel;
    const values = () => tab.locator('.input-value').allTextContents();
    assert.match((await tab.textContent('.input-parts .readout'))!, /the mean of all tokens/);
    await tab.focus('.input-parts .picture');
    for (let i = 0; i < 4; i++) {
      await tab.keyboard.press('ArrowRight');
      await settle(tab);
    }
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(3) });
    assert.match((await tab.textContent('.input-parts .readout'))!, /token 3, France$/);
    // word, position, segment, sum, after LayerNorm; then the five cosines
    assert.deepEqual(await values(), ['1.32', '0.44', '0.48', '1.46', '11.16', '−0.05', '0.00', '0.08', '0.89', '0.97']);
    const picture = (await tab.locator('.input-parts .picture').boundingBox())!;
    await tab.mouse.move(picture.x + 0.5 * (picture.width / 13), picture.y + 20);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(0) });
    // [CLS] stands at position 0, whose vector is much longer than the others.
    assert.equal((await values())[1], '2.36');
  }));

test('a part that a model does not add is said once, and has no bars; where nothing is added there is the word alone', async () => {
  await withPanel('place=input&open=map&fold=strips,order,path&nosegments', async ({ page: tab }) => {
    assert.equal(await tab.locator('.input-missing').count(), 0);
    assert.equal((await tab.textContent('.input-parts'))!.match(/segment/g)!.length, 1);
    assert.match((await tab.textContent('.input-parts .note'))!, /This model adds no segment vectors\.$/);
    await tab.click('.input-parts summary');
    await settle(tab);
    assert.ok(!(await tab.locator('[aria-label="Input as a table"] thead').textContent())!.includes('segment'));
  });
  await withPanel('place=input&open=map&fold=strips,order,path&nosegments&rotary', async ({ page: tab }) => {
    assert.deepEqual(await tab.locator('.input-name').allTextContents(), [
      'Length of',
      'Cosine of',
      'word',
      'after LayerNorm',
      'word, LayerNorm',
    ]);
    const said = (await tab.locator('.input-parts, .positions').allTextContents()).join(' ');
    assert.deepEqual(said.match(/[^.]*(?:adds? no|no (?:position|segment)|nothing is added)[^.]*\./gi), [
      ' This model adds nothing to the word embedding.',
    ]);
  });
});

test('positions: any two are read by mouse and keyboard; where nothing is drawn it says why', async () => {
  await withPanel('place=input&open=map&fold=strips,order,path', async ({ page: tab }) => {
    const picture = (await tab.locator('.positions .picture').boundingBox())!;
    const step = picture.width / 64;
    await tab.mouse.move(picture.x + 4.5 * step, picture.y + 2.5 * step);
    await settle(tab);
    assert.match((await tab.textContent('.positions .readout'))!, /^positions 16 and 32−?\d\.\d\d16 apart$/);
    await tab.mouse.move(450, 5);
    await tab.focus('.positions .picture');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) {
      await tab.keyboard.press(key);
      await settle(tab);
    }
    assert.match((await tab.textContent('.positions .readout'))!, /^positions 8 and 81\.00the same position$/);
    assert.match((await tab.textContent('.positions'))!, /Every 8th of the 512 positions is shown\./);
  });
  await withPanel('place=input&open=map&fold=strips,order,path&rotary', async ({ page: tab }) => {
    assert.equal(await tab.locator('.positions .picture').count(), 0);
    assert.match((await tab.textContent('.positions'))!, /Queries and keys are rotated by angles.*so there is no map\./);
    assert.deepEqual(await tab.locator('.wavelengths h3').allTextContents(), [
      'Wavelengths of the rotation in 1 of 6 layers',
      'Wavelengths of the rotation in 5 of 6 layers',
    ]);
    const [, others] = await tab.locator('.wavelength-chart').all();
    assert.match(
      (await others!.textContent())!,
      /Of 32 pairs 3 turn at least once within the 13 tokens of this text; the slowest takes 47,000 tokens\./,
    );
    await others!.locator('.line-chart').focus();
    await tab.keyboard.press('ArrowRight');
    await tab.keyboard.press('End');
    await others!.locator('.readout', { hasText: /^pair 31: one turn in 47,000 tokens$/ }).waitFor();
  });
  await withPanel('place=input&open=map&fold=strips,order,path&alibi', async ({ page: tab }) => {
    assert.deepEqual((await tab.locator('.slopes li').allTextContents()).slice(0, 2), ['H00.707', 'H10.5']);
  });
});

test('the map is linked to the text, by mouse and keyboard, and says what its axes are', () =>
  withPanel('place=input&open=map&fold=strips,order,path', async panel => {
    const { page: tab } = panel;
    const labels = () => tab.locator('.map-label').allTextContents();
    assert.deepEqual((await labels()).toSorted(), [
      '.',
      'France',
      'I',
      'because',
      'food',
      'has',
      'it',
      'last',
      'summer',
      'visited',
      'wonderful',
    ]);
    assert.deepEqual(await tab.locator('.word-map .chart-number').allTextContents(), [
      'first component, 18 % of the variance →',
      '↑ second component, 14 % of the variance',
    ]);
    assert.match((await tab.textContent('.map .note'))!, /scaled to length 1 and centred; .*The axes have no meaning of their own/);
    await tab.focus('.word-map');
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    await tab.keyboard.press('ArrowRight');
    await settle(tab);
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'point', unit: textUnit(1) },
      { type: 'point', unit: textUnit(2) },
      { type: 'pin', unit: textUnit(2) },
    ]);
    const point = (await tab.locator('.map-point').nth(10).boundingBox())!;
    await tab.mouse.move(point.x + 3, point.y + 3);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(11) });
    assert.equal(await tab.textContent('.map .token.focus'), '.');
    await tab.locator('.map .token').nth(2).hover();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: textUnit(3) });
    assert.equal(await tab.textContent('.map-label.on'), 'France');
  }));

test('the map of another hidden state, and of a model whose word embeddings have another width', async () => {
  await withPanel('place=input&open=map&fold=strips,order,path', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.locator('.map-way').count(), 11);
    await tab.focus('[aria-label="Hidden state"]');
    await tab.keyboard.press('End');
    assert.deepEqual(await panel.takeActions(), [{ type: 'hiddenState', state: 6 }]);
    assert.match((await tab.textContent('.map .note'))!, /after 6 of 6 layers/);
  });
  await withPanel('place=input&open=map&fold=strips,order,path&nofixed', async ({ page: tab }) => {
    assert.equal(await tab.locator('.map-way').count(), 0);
    assert.match((await tab.textContent('.map .note'))!, /cannot be compared in this model: word embeddings are not on the map\./);
  });
});

test('labels of the map of 300 words never overlap once hovering ends', () =>
  withPanel('place=input&open=map&fold=strips,order,path&run=long', async ({ page: tab }) => {
    for (const unit of [1, 150, null]) {
      await tab.evaluate(
        place => page.session.handle({ type: 'point', unit: place === null ? null : { stream: 'text', unit: place } }),
        unit,
      );
      await settle(tab);
    }
    const boxes = await tab
      .locator('.map-label')
      .evaluateAll(nodes => nodes.map(node => (node as SVGTextElement).getBBox()).map(({ x, y, width, height }) => [x, y, width, height]));
    assert.ok(boxes.length > 30);
    // Glyph boxes are taller than the letters: a third of the line may touch.
    for (const [at, [x, y, width, height]] of boxes.slice(1).entries())
      for (const [ox, oy, owidth] of boxes.slice(at + 2))
        assert.ok(x! + width! <= ox! + 1 || ox! + owidth! <= x! + 1 || Math.abs(y! - oy!) > height! / 2, 'two labels overlap');
  }));
