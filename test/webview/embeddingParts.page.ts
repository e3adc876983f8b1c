import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRANCE } from './embeddingStrips.ts';
import { WARM_DELAY } from '../../webview/hooks/useDelayed.ts';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

test('while the next word is computed the last one stays under its own name; a long wait is told and can be cancelled', () =>
  withPanel(FRANCE, async panel => {
    const { page: tab } = panel;
    const told = tab.evaluate(async () => {
      page.session.engine.holds.hold('path', 'computing');
      page.session.engine.holds.hold('likeness', 'computing');
      const asked = performance.now();
      const isTold = new Promise<number>(resolve =>
        new MutationObserver(() => {
          if (document.querySelector('.path .part-state')) resolve(performance.now() - asked);
        }).observe(document.body, { childList: true, subtree: true }),
      );
      await page.session.handle({ type: 'pin', unit: { stream: 'text', unit: 3 } });
      return isTold;
    });
    assert.ok((await told) >= WARM_DELAY - 1, `told after ${await told} ms`);
    assert.equal(await tab.textContent('.path h2'), 'The way of it through the layers');
    assert.match((await tab.textContent('.lead'))!, /^By its embedding France is nearest to/);
    assert.equal(await tab.textContent('.path .part-text'), 'Following the word… Cancel');
    await tab.click('.path .part-text button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'cancelPart', part: 'path' }]);
    assert.match((await tab.textContent('.path .part-text'))!, /^Stopped\. You cancelled it before it was done\..*Start Again$/);
    await tab.click('.path .part-text button');
    assert.deepEqual(await panel.takeActions(), [{ type: 'retryPart', part: 'path' }]);
    assert.equal(await tab.textContent('.path h2'), 'The way of France through the layers');
  }));

test('likenesses that come after the page was opened are drawn as well', () =>
  withPanel(`${FRANCE}&part=likeness:computing`, async ({ page: tab }) => {
    assert.equal(await tab.locator('.slope').count(), 0);
    await tab.evaluate(() => page.session.handle({ type: 'retryPart', part: 'likeness' }));
    await settle(tab);
    assert.equal(await tab.locator('.slope-column').count(), 3);
  }));

test('a part that fails says why and what to do, and the rest of the page works', () =>
  withPanel(`${FRANCE}&part=likeness:broken`, async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.lead'), 'it attends most to France.');
    assert.match((await tab.textContent('.strips .part-text'))!, /^The model stopped\. A run failed\..*Try Again$/);
    assert.equal(await tab.locator('.slope').count(), 0);
    assert.equal(await tab.locator('.line-chart').count(), 4);
    await tab.click('.strips .part-text button');
    // Then the text stands where the message stood, under the pointer.
    assert.deepEqual((await panel.takeActions())[0], { type: 'retryPart', part: 'likeness' });
    assert.equal(await tab.locator('.slope').count(), 1);
  }));

test('a dimension that makes all vectors alike is told in numbers, and the words can be compared without it', () =>
  withPanel('run=bank&tab=vectors&outliers&pin=bank&state=3', async ({ page: tab }) => {
    const note = tab.locator('.outliers');
    const numbers = () => tab.locator('.hue-contextual .value').allTextContents();
    assert.match(
      (await note.textContent())!,
      /^One dimension \(7\) holds 7\d % of the squared length .* is 0\.7\d with it, 0\.\d\d without\./,
    );
    const before = await numbers();
    await note.getByRole('button', { name: 'Compare without it' }).click();
    assert.match((await note.textContent())!, /The words are compared without it\. Compare by all dimensions$/);
    assert.notDeepEqual(await numbers(), before);
    await note.getByRole('button', { name: 'Compare by all dimensions' }).click();
    assert.deepEqual(await numbers(), before);
  }));
