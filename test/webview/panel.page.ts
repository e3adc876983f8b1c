import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser, type RunningBrowser } from '../workbench/browser/launch.ts';
import type { PageHandle } from './page/fakeHost.ts';
import { servePage, type PageServer } from './page/pageServer.ts';
import { PHASE_NAMES } from './page/phases.ts';
import { openPanel, settle, type OpenPanel } from './openPanel.ts';

/* The panel as people use it, in a real browser, under the policy of the extension's webview. */

declare const page: PageHandle;

const THEMES = ['dark', 'light', 'hc', 'hc-light'];
const PINNED = 'lens=reference&pin=it';

let browser: RunningBrowser;
let server: PageServer;

before(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePage()]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function withPanel(query: string, use: (panel: OpenPanel) => Promise<void>, width?: number): Promise<void> {
  const panel = await openPanel(browser.context, server.address, query, width);
  try {
    await use(panel);
  } catch (error) {
    await panel.page.close();
    throw error;
  }
  await panel.close();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules of axe-core that the page breaks, with the elements. */
async function violationsOf(tab: Page): Promise<string[]> {
  await tab.evaluate(axeSource);
  return tab.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`);
  });
}

for (const theme of THEMES)
  test(`axe-core finds nothing in ${theme}: words, pin, menu, tables, states`, async () => {
    for (const query of ['', PINNED, 'hover=it&direction=by&hide', 'run=invalid&level=pieces&pin=it&lens=all-heads&warning&cut'])
      await withPanel(`theme=${theme}&${query}`, async ({ page: tab }) => {
        assert.deepEqual(await violationsOf(tab), [], query);
        await tab.click('.picker button');
        assert.deepEqual(await violationsOf(tab), [], `${query}, menu`);
        await tab.keyboard.press('Escape');
        await tab.click('summary');
        assert.deepEqual(await violationsOf(tab), [], `${query}, tables`);
      });
    await withPanel(`theme=${theme}&still`, async ({ page: tab }) => {
      for (const phase of PHASE_NAMES) {
        await tab.evaluate(name => page.show(name), phase);
        await settle(tab);
        assert.deepEqual(await violationsOf(tab), [], phase);
      }
    });
  });

test('pointing at a word and leaving it, pinning and unpinning it', () =>
  withPanel('lens=reference', async panel => {
    await panel.word('it').hover();
    assert.deepEqual(await panel.takeActions(), [{ type: 'point', unit: 7 }]);
    assert.equal(await panel.word('France').locator('.value').textContent(), '.59');
    assert.match((await panel.page.textContent('.statement'))!, /^it attends to France 0\.59; itself 0\.33; the other 11 share 0\.08\.$/);
    await panel.word('it').click();
    assert.deepEqual(await panel.takeActions(), [{ type: 'pin', unit: 7 }]);
    await panel.word('France').hover();
    await panel.takeActions();
    assert.match((await panel.word('France').getAttribute('class'))!, /\bfocus\b.*\bheat-6\b/);
    await panel.word('it').click();
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'pin', unit: null });
    await panel.page.mouse.move(450, 5);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: null });
  }));

test('the strip by keyboard: arrows point, Enter pins, Escape goes back step by step', () =>
  withPanel('', async panel => {
    const { keyboard } = panel.page;
    await panel.page.focus('.strip .token');
    await keyboard.press('ArrowRight');
    await keyboard.press('End');
    await keyboard.press('Home');
    for (const key of ['Enter', 'Escape', 'Escape']) {
      await keyboard.press(key);
      await settle(panel.page);
    }
    assert.deepEqual(await panel.takeActions(), [
      { type: 'point', unit: 1 },
      { type: 'point', unit: 12 },
      { type: 'point', unit: 0 },
      { type: 'pin', unit: 0 },
      { type: 'pin', unit: null },
      { type: 'leave' },
    ]);
  }));

test('the matrix by mouse: pointing reads a cell, clicking pins its row, leaving clears it', () =>
  withPanel('lens=reference', async panel => {
    const cell = async (row: number, column: number) => {
      const box = (await panel.page.locator('.matrix .picture').boundingBox())!;
      return [box.x + (box.width / 13) * (column + 0.5), box.y + (box.height / 13) * (row + 0.5)] as const;
    };
    await panel.page.mouse.move(...(await cell(7, 3)));
    assert.deepEqual(await panel.takeActions(), [{ type: 'cell', from: 7, to: 3 }]);
    assert.equal(await readout(panel.page), 'it attends to France 0.59 7.7 × even share');
    await panel.page.mouse.down();
    await panel.page.mouse.up();
    assert.deepEqual(await panel.takeActions(), [{ type: 'pin', unit: 7 }]);
    await panel.page.mouse.move(450, 5);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'clearCell' });
  }));

test('the matrix by keyboard: arrows move the cell, Enter pins its word, plus, minus and 0 zoom', () =>
  withPanel('hover=it&direction=by', async panel => {
    const { keyboard } = panel.page;
    await panel.page.focus('.matrix .picture');
    await keyboard.press('ArrowDown');
    await settle(panel.page);
    await keyboard.press('ArrowUp');
    await settle(panel.page);
    await keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'cell', from: 7, to: 7 },
      { type: 'cell', from: 6, to: 7 },
      { type: 'pin', unit: 7 },
    ]);
    const size = () => panel.page.textContent('.matrix .aside');
    assert.equal(await size(), '13 × 13');
    await keyboard.press('+');
    await settle(panel.page);
    assert.match((await size())!, /^\d+ × \d+ of 13 × 13$/);
    await keyboard.press('-');
    await settle(panel.page);
    assert.equal(await size(), '13 × 13');
    await keyboard.press('+');
    await keyboard.press('0');
    await settle(panel.page);
    assert.equal(await size(), '13 × 13');
  }));

test('a lens of several heads never shows its mean alone', () =>
  withPanel('pin=it&hover=France', async ({ page: tab }) => {
    assert.match(await readout(tab), /the 12 heads range from 0\.\d\d to 0\.\d\d$/);
    assert.match((await tab.textContent('.section .note'))!, /mean of 12 heads.*not likeness of meaning/);
  }));

test('heads: click and Enter look through a head, rows do the same', () =>
  withPanel('pin=it', async panel => {
    const head = (layer: number, number: number) => ({ type: 'view', view: { kind: 'head', layer, head: number } });
    const box = (await panel.page.locator('.heads-picture').boundingBox())!;
    await panel.page.mouse.click(box.x + 16 + 29 * 1.5, box.y + 18 + 29 * 3.5);
    assert.deepEqual(await panel.takeActions(), [head(3, 1)]);
    await panel.page.focus('.heads-picture');
    for (const key of ['ArrowRight', 'ArrowDown', 'Enter']) await panel.page.keyboard.press(key);
    assert.deepEqual(await panel.takeActions(), [head(4, 2)]);
    await panel.page.click('.row >> nth=0');
    assert.deepEqual(await panel.takeActions(), [head(2, 1)]);
    await panel.page.keyboard.press('ArrowDown');
    await panel.page.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [head(3, 1)]);
    assert.equal(await panel.page.getAttribute('.row >> nth=1', 'aria-selected'), 'true');
  }));

test('a pinned word layer by layer, with the range of the heads; gone without the pin', () =>
  withPanel('pin=it', async panel => {
    const { page: tab } = panel;
    assert.equal(await tab.textContent('.layers h2'), 'it layer by layer');
    await tab.focus('.layers .picture');
    for (const key of ['ArrowDown', 'Home', 'ArrowRight']) await tab.keyboard.press(key);
    assert.deepEqual((await panel.takeActions()).at(-1), { type: 'point', unit: 1 });
    assert.match((await tab.textContent('.layers .readout'))!, /^L0I0\.\d\dthe 12 heads range from 0\.\d\d to 0\.\d\d$/);
    await tab.click('[aria-label="Unpin"]');
    await settle(tab);
    assert.equal(await tab.locator('.layers').count(), 0);
  }));

test('the toolbar: lens menu by keyboard, pickers, direction, sub-words, special tokens', () =>
  withPanel('', async panel => {
    const { page: tab } = panel;
    const button = tab.locator('.picker button');
    await button.focus();
    await tab.keyboard.press('Enter');
    for (const key of ['ArrowDown', 'Enter']) await tab.keyboard.press(key);
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'lens', id: 'reference' } }]);
    assert.equal(await button.textContent(), 'Reference');
    assert.equal(await tab.evaluate(() => document.activeElement?.getAttribute('aria-haspopup')), 'listbox');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('o');
    await tab.keyboard.press('Enter');
    assert.deepEqual(await panel.takeActions(), [{ type: 'view', view: { kind: 'head', layer: 3, head: 1 } }]);
    await tab.selectOption('select[aria-label="Layer"]', '5');
    await settle(tab);
    await tab.selectOption('select[aria-label="Head"]', '11');
    await tab.click('[role="radio"][aria-checked="false"]');
    await tab.click('[aria-label="Sub-words instead of words"]');
    await tab.click('[aria-label="Hide special tokens"]');
    assert.deepEqual(await panel.takeActions(), [
      { type: 'view', view: { kind: 'head', layer: 5, head: 1 } },
      { type: 'view', view: { kind: 'head', layer: 5, head: 11 } },
      { type: 'direction', direction: 'by' },
      { type: 'level', level: 'pieces' },
      { type: 'hideSpecial', hide: true },
    ]);
    assert.equal(await tab.locator('.token.special').count(), 0);
  }));

test('Escape in the lens menu closes the menu and nothing else', () =>
  withPanel('pin=it', async panel => {
    await panel.page.click('.picker button');
    await panel.page.keyboard.press('Escape');
    assert.equal(await panel.page.locator('.menu').count(), 0);
    assert.deepEqual(await panel.takeActions(), []);
  }));

test('one tab stop a section, and focus is always seen', () =>
  withPanel('pin=it', async ({ page: tab }) => {
    const stops: string[] = [];
    for (let i = 0; i < 9; i++) {
      await tab.keyboard.press('Tab');
      const stop = await tab.evaluate(() => {
        const element = document.activeElement!;
        const outlined = [element, ...element.children].some(part => getComputedStyle(part).outlineStyle !== 'none');
        return `${element.closest('.toolbar, .strip, .rows, .heads, .matrix, .layers, .tables')?.classList[0] ?? element.getAttribute('aria-label')} ${outlined}`;
      });
      stops.push(stop.replace('section', ''));
    }
    const sections = await tab.evaluate(() => [...document.querySelectorAll('section')].map(section => section.className));
    assert.deepEqual(sections, ['section', 'section heads', 'section matrix', 'section layers']);
    assert.deepEqual(stops, [
      'toolbar true',
      'Unpin true',
      'strip true',
      ' true', // heads
      'rows true',
      ' true', // matrix
      ' true', // zoom in; zoom out is off
      ' true', // layers
      'tables true',
    ]);
  }));

test('messages: every button posts its command', async () => {
  const buttons = async (phase: string) => {
    const posted: unknown[] = [];
    await withPanel(phase, async panel => {
      for (const button of await panel.page.locator('.buttons button, .notice .link').all()) {
        await button.click();
        posted.push(...(await panel.takeActions()).map(action => (action.type === 'command' ? action.command : action)));
      }
    });
    return posted;
  };
  assert.deepEqual(await buttons('phase=empty'), ['exploreDocument', 'openSample']);
  assert.deepEqual(await buttons('phase=loading&still'), ['cancel']);
  assert.deepEqual(await buttons('phase=failed'), ['useBuiltInModel', 'exploreAgain', 'showLog']);
  assert.deepEqual(await buttons('phase=stopped'), ['exploreAgain', 'showLog']);
  assert.deepEqual(await buttons('phase=restored'), ['exploreAgain']);
  assert.deepEqual(await buttons('phase=stale&cut'), ['exploreAgain', 'goToCut']);
});

test('pointing moves nothing', async () => {
  for (const width of [900, 640, 320])
    for (const query of ['lens=reference', 'hide', 'direction=by'])
      await withPanel(
        query,
        async panel => {
          const places = () =>
            panel.page.evaluate(() =>
              [...document.querySelectorAll('section, section > *, footer')].map(node => JSON.stringify(node.getBoundingClientRect())),
            );
          await panel.word('it').hover();
          await settle(panel.page);
          const before = await places();
          for (const word of await panel.page.locator('.token').all()) {
            await word.hover();
            await settle(panel.page);
            assert.deepEqual(await places(), before, `${width} px, ${query}, ${await word.textContent()}`);
          }
        },
        width,
      );
});

test('nothing scrolls sideways from 320 px on', async () => {
  for (const width of [320, 640])
    for (const query of [
      PINNED,
      'run=long&pin=40',
      'run=long&level=pieces&cell=3,5',
      'run=hostile&pin=4',
      'cut&warning',
      'phase=failed',
      'phase=empty',
    ])
      await withPanel(
        query,
        async ({ page: tab }) => {
          if ((await tab.locator('summary').count()) > 0) await tab.click('summary');
          const { scroll, client } = await tab.evaluate(() => {
            const panel = document.querySelector('.panel')!;
            return { scroll: Math.max(panel.scrollWidth, document.documentElement.scrollWidth), client: panel.clientWidth };
          });
          assert.ok(scroll <= client, `${query} at ${width} px: ${scroll} > ${client}`);
          if ((await tab.locator('.toolbar').count()) === 0) return;
          await tab.click('.picker button');
          const menu = (await tab.locator('.menu').boundingBox())!;
          assert.ok(menu.x >= 0 && menu.x + menu.width <= width, `menu at ${width} px`);
        },
        width,
      );
});

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

test('a change of theme is painted', () =>
  withPanel(PINNED, async ({ page: tab }) => {
    const painted = () => tab.evaluate(() => [...document.querySelectorAll('canvas')].map(canvas => canvas.toDataURL()));
    const dark = await painted();
    await tab.evaluate(() => {
      document.documentElement.dataset['theme'] = 'light';
      document.body.className = 'vscode-light';
    });
    await settle(tab);
    const light = await painted();
    for (const [index, canvas] of light.entries()) assert.notEqual(canvas, dark[index]);
  }));

test('a change of pixel ratio is painted', async () => {
  // Only a context without an emulated viewport of its own tells the page about the change, as a zoom of the window does.
  const context = await browser.browser.newContext({ viewport: null });
  const tab = await context.newPage();
  await tab.goto(`${server.address}?${PINNED}`);
  await settle(tab);
  const widths = () => tab.evaluate(() => [...document.querySelectorAll('canvas')].map(canvas => canvas.width));
  const before = await widths();
  assert.equal(before.length, 6);
  const session = await context.newCDPSession(tab);
  const { width, height } = await tab.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 2, mobile: false });
  await settle(tab);
  await settle(tab);
  assert.deepEqual(
    await widths(),
    before.map(value => 2 * value),
  );
  await context.close();
});

test('messages that are not ours, or old, change nothing', () =>
  withPanel(PINNED, async ({ page: tab }) => {
    const before = await tab.textContent('#root');
    await tab.evaluate(() => {
      for (const message of [
        null,
        'x',
        { type: 'data' },
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

test('a long text: words in a box of ten lines, blocks that say so, zoom to labelled cells, a word pointed at elsewhere comes into view', () =>
  withPanel('run=long', async panel => {
    const { page: tab } = panel;
    assert.match((await tab.textContent('.matrix .aside'))!, /^302 × 302, each dot is the largest of \d × \d$/);
    await tab.hover('.matrix .picture');
    await tab.mouse.wheel(0, 0);
    await tab.keyboard.down('Control');
    await tab.mouse.wheel(0, -100);
    await tab.keyboard.up('Control');
    await settle(tab);
    assert.match((await tab.textContent('.matrix .aside'))!, /^3\d × 3\d of 302 × 302$/);
    assert.ok((await tab.locator('.matrix .row-label').count()) > 30);
    assert.equal(await tab.evaluate(() => document.querySelector('.strip')!.scrollTop), 0);
    await tab.mouse.move(450, 5);
    await tab.evaluate(() => page.explorer.handle({ type: 'point', unit: 280 }));
    await settle(tab);
    assert.ok((await tab.evaluate(() => document.querySelector('.strip')!.scrollTop)) > 100);
    assert.ok(await tab.locator('.token.source').isVisible());
  }));

test('hovering over 300 words: a frame of the panel takes less than 16 ms', context =>
  withPanel('run=long&measure&lens=reference', async ({ page: tab }) => {
    const frames = await tab.evaluate(async () => {
      const perWord: number[] = [];
      for (let unit = 1; unit < 100; unit++) {
        page.frames.length = 0;
        page.explorer.handle({ type: 'point', unit });
        await new Promise(resolve => setTimeout(resolve, 30));
        if (page.frames.length > 0) perWord.push(page.frames.reduce((sum, frame) => sum + frame, 0));
      }
      return perWord.toSorted((a, b) => a - b);
    });
    const at = (share: number) => frames[Math.floor(share * (frames.length - 1))]!;
    context.diagnostic(`${frames.length} words: median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`);
    assert.ok(frames.length > 50, `${frames.length} words were drawn`);
    assert.ok(at(0.5) < 16, `median ${at(0.5)} ms`);
  }));

/** The line under the matrix, its parts parted by spaces. */
function readout(tab: Page): Promise<string> {
  return tab.evaluate(() =>
    [...document.querySelectorAll('.matrix .readout > *')]
      .map(node => node.textContent)
      .filter(Boolean)
      .join(' '),
  );
}
