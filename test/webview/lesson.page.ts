import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LESSON_STEPS } from '../../src/core/lesson.ts';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();

test('the strip says where the lesson is and what is to be seen, and its buttons lead on', () =>
  withPanel('lesson=france&builtIn&lens=reference&pin=it', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.lesson-title'), '3 of 7 \u00b7 Near is not the same as attended');
    assert.deepEqual(await tab.locator('.lesson-point .quoted').allTextContents(), ['it', 'I', 'France']);
    for (const name of ['My Own Sentence\u2026', 'Back', 'Next', 'End the lesson'])
      await tab.getByRole('button', { name, exact: true }).click();
    assert.deepEqual(
      (await panel.takeActions()).map(action => (action.type === 'command' ? action.command : action.type)),
      ['lessonOwnSentence', 'lessonBack', 'lessonNext', 'lessonEnd'],
    );
  }));

test('the first step leads nowhere back, the last one ends', async () => {
  await withPanel(`lesson=${LESSON_STEPS[0]!}`, async ({ page: tab }) =>
    assert.equal(await tab.getByRole('button', { name: 'Back' }).count(), 0),
  );
  await withPanel(`lesson=${LESSON_STEPS.at(-1)!}`, async ({ page: tab }) => {
    assert.equal(await tab.getByRole('button', { name: 'Done' }).count(), 1);
    assert.equal(await tab.getByRole('button', { name: 'Next' }).count(), 0);
  });
});

test('of a text or a model that nobody measured no number is claimed', async () => {
  for (const query of ['lesson=attention&builtIn', 'lesson=france'])
    await withPanel(query, async ({ page: tab }) => {
      assert.equal(await tab.locator('.lesson-point .quoted').count(), 0, query);
      assert.equal(/built-in/.test((await tab.textContent('.lesson-point'))!), query === 'lesson=france');
    });
});

for (const [query, width] of [
  ['lesson=bank&pin=it', 900],
  ['lesson=bank&phase=empty', 300],
] as const)
  test(`it breaks no rule in any theme, and nothing is wider than the panel (${query}, ${width})`, () =>
    withPanel(
      query,
      async ({ page: tab }) => {
        assert.deepEqual(await violationsOf(tab), []);
        for (const narrow of [230, 300, 420, 640, 1100]) {
          await tab.setViewportSize({ width: narrow, height: 800 });
          await settle(tab);
          const over = await tab.evaluate(() => {
            const strip = document.querySelector('.lesson')!.getBoundingClientRect();
            return [...document.querySelectorAll('.lesson *')].some(node => node.getBoundingClientRect().right > strip.right + 0.5);
          });
          assert.equal(over, false, `${narrow} px`);
        }
      },
      width,
    ));
