import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violationsOf } from './axe.ts';
import { panelInBrowser, PINNED } from './openPanel.ts';

const { withPanel } = panelInBrowser();

for (const query of ['', PINNED, 'hover=it&direction=by&hide', 'run=invalid&level=pieces&pin=it&lens=all-heads&warning&cut'])
  test(`axe-core finds nothing in any theme: words, menu, tables (${query})`, () =>
    withPanel(query, async ({ page: tab }) => {
      assert.deepEqual(await violationsOf(tab), []);
      for (const tool of ['.heads-tool', '.colour-tool', '.more-tool']) {
        await tab.click(tool);
        assert.deepEqual(await violationsOf(tab), [], tool);
        await tab.keyboard.press('Escape');
      }
      await tab.click('summary');
      assert.deepEqual(await violationsOf(tab), [], 'tables');
    }));

test('one tab stop a section, and focus is always seen', () =>
  withPanel('pin=it&open=distances', async ({ page: tab }) => {
    const stops: string[] = [];
    while (!stops.includes('tables true') && stops.length < 30) {
      await tab.keyboard.press('Tab');
      const stop = await tab.evaluate(() => {
        const element = document.activeElement!;
        const outlined = [element, ...element.children].some(part => getComputedStyle(part).outlineStyle !== 'none');
        return `${element.closest('.bar-row, .view-tabs, .term, .strip, .fold, .rows, .heads, .matrix, .layers, .distances, .tables')?.classList[0] ?? element.getAttribute('aria-label')} ${outlined}`;
      });
      stops.push(stop.replace('section', ''));
    }
    const sections = await tab.evaluate(() => [...document.querySelectorAll('section')].map(section => section.className));
    assert.deepEqual(sections, [
      'section folds text hue-attention',
      'section answer',
      'section folds strongest',
      'section folds heads',
      'section folds matrix',
      'section folds layers',
      'section folds distances',
    ]);
    // Each term of the glossary is a link of its own.
    const sectionStops = stops.filter(stop => stop !== 'term true');
    assert.deepEqual(sectionStops, [
      'bar-row true',
      'bar-row true', // what is looked at
      'view-tabs true',
      'fold true',
      'strip true',
      'Hide the sink true',
      'fold true',
      'rows true',
      'fold true',
      ' true', // find a head
      ' true', // heads
      'fold true',
      ' true', // matrix
      ' true', // zoom in; zoom out is off
      'fold true',
      ' true', // layers
      'fold true',
      ' true', // distances
      'tables true',
    ]);
  }));

test('Escape in what a control opened closes it and nothing else, and the keyboard is back on the control', () =>
  withPanel('pin=it', async panel => {
    for (const tool of ['.heads-tool', '.colour-tool', '.more-tool']) {
      await panel.page.click(tool);
      await panel.page.locator('.menu').waitFor();
      await panel.page.keyboard.press('Escape');
      assert.equal(await panel.page.locator('.menu').count(), 0);
      assert.equal(await panel.page.evaluate(selector => document.activeElement?.matches(selector), tool), true);
    }
    assert.deepEqual(await panel.takeActions(), []);
  }));
