import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { violationsOf } from './axe.ts';
import { panelInBrowser, settle, untilTold } from './openPanel.ts';

const { withPanel } = panelInBrowser();

/** The pages in every state that they can be in, and for some, each with another kind of content, `axe`: it takes its time. */
const VIEWS: readonly (readonly [query: string, axe?: 'axe'])[] = [
  ['tab=effects', 'axe'],
  ['tab=compare&pin=it&hover=France&lens=reference&whatif', 'axe'],
  ['tab=compare&pin=it&state=0&mode=omit&whatif&mask&nostates&level=pieces&hide'],
  ['tab=compare&run=hostile&pin=4&whatif'],
  ['tab=effects&pin=it&part=influence:computing', 'axe'],
  ['tab=compare&pin=it&part=whatIf:failed&whatif', 'axe'],
  ['tab=effects&pin=it&part=influence:partial', 'axe'],
  ['tab=effects&pin=it&part=influence:stopped', 'axe'],
  ['tab=effects&pin=it&part=influence:failed'],
  ['tab=effects&pin=it&part=influence:waiting'],
  ['tab=compare&pin=it&part=whatIf:computing&whatif'],
  ['tab=compare&pin=it&part=whatIf:broken&whatif'],
  ['tab=effects&run=hostile&pin=4&part=influence:partial'],
  ['tab=compare', 'axe'],
  ['tab=compare&occurrences&groups=money,river,money&edited', 'axe'],
  ['tab=compare&occurrences&many&hostile'],
  ['tab=compare&occurrences&two', 'axe'],
  ['tab=compare&occurrences&nostates'],
  ['tab=compare&occurrences&part=occurrences:failed'],
  ['place=input&open=map&fold=strips,order,path&hover=it', 'axe'],
  ['place=input&open=map&fold=strips,order,path&nosegments&rotary&nofixed&level=pieces', 'axe'],
  ['place=input&open=map&fold=strips,order,path&run=hostile'],
  ['place=input&open=map&fold=strips,order,path&part=input:failed,positions:computing,map:failed'],
  ['terms=softmax', 'axe'],
  ['tab=compare&run=long&pin=40&whatif'],
  ['place=input&open=map&fold=strips,order,path&run=long&pin=40'],
];

describe('nothing scrolls sideways from 320 px on, nothing that is foreign becomes a part of the page, and axe-core finds nothing in any theme', () => {
  for (const [query, axe] of VIEWS)
    it(query, () =>
      withPanel(query, async ({ page: tab }) => {
        await untilTold(tab, query);
        for (const twin of await tab.locator('summary').all()) await twin.click();
        await settle(tab);
        if (axe) assert.deepEqual(await violationsOf(tab), []);
        for (const width of [640, 320]) {
          await tab.setViewportSize({ width, height: 1200 });
          await settle(tab);
          await settle(tab);
          const found = await tab.evaluate(() => {
            const panel = document.querySelector('.panel')!;
            return {
              over: Math.max(panel.scrollWidth, document.documentElement.scrollWidth) - panel.clientWidth,
              harmed: 'harmed' in globalThis || document.querySelectorAll('#root img, #root script').length > 0,
              text: document.querySelector('#root')!.textContent ?? '',
            };
          });
          assert.ok(found.over <= 0, `${width} px: ${found.over} px too wide`);
          assert.equal(found.harmed, false);
          assert.doesNotMatch(found.text, /\p{Bidi_Control}|\p{Cc}|\p{Cs}|\u200B/u);
        }
      }),
    );
});

test('pointing moves nothing', async () => {
  const pages = [
    ['tab=effects&pin=it&lens=reference', '.compare .token, .rank'],
    ['tab=compare&pin=it&lens=reference&whatif', '.pair'],
    ['tab=compare&occurrences&groups=money,river', '.place, .alike .picture, .line-chart'],
    ['place=input&open=map&fold=strips,order,path', '.map .token, .input-parts .picture, .positions .picture, .word-map'],
  ] as const;
  for (const width of [900, 320])
    for (const [query, targets] of pages)
      await withPanel(
        query,
        async ({ page: tab }) => {
          const places = () =>
            tab.evaluate(() =>
              // Offsets, as hovering scrolls the boxes that scroll.
              [...document.querySelectorAll<HTMLElement>('section, section > *, .place, .rank, .pair')].map(
                ({ offsetTop, offsetLeft, offsetHeight }) => `${offsetTop} ${offsetLeft} ${offsetHeight}`,
              ),
            );
          await tab.mouse.move(5, 5);
          await settle(tab);
          const before = await places();
          for (const target of await tab.locator(targets).all()) {
            await target.hover();
            await settle(tab);
            assert.deepEqual(await places(), before, `${query} at ${width} px: ${(await target.textContent()) ?? ''}`);
          }
        },
        width,
      );
});

const MOST_PRESSES = 60;

test('every control and picture is reached by Tab, and focus is seen', async () => {
  const pages: Readonly<Record<string, string>> = {
    'tab=compare&run=france&whatif': 'fold action choice pairs tables buttons buttons fold buttons',
    'tab=effects&pin=it': 'fold choice picker strip strip strip tables fold rows',
    'tab=compare&occurrences': 'fold choice controls slider alike place place curves tables fold buttons buttons',
    'place=input&open=map&fold=strips,order,path':
      'fold token-lines token-actions token-actions tables input-parts tables positions tables fold fold fold fold fold picker strip map tables',
  };
  const kinds =
    'fold term action choice picker tables pairs strip rows slider place buttons controls alike curves input-parts positions map token-lines token-actions'.split(
      ' ',
    );
  for (const [query, order] of Object.entries(pages))
    await withPanel(query, async ({ page: tab }) => {
      await tab.focus('[role=tab][aria-selected=true]');
      const expected = order.split(' ');
      const stops: string[] = [];
      for (let presses = 0; stops.length < expected.length && presses < MOST_PRESSES; presses++) {
        await tab.keyboard.press('Tab');
        await settle(tab);
        const stop = await tab.evaluate(names => {
          const element = document.activeElement!;
          const outlined = [element, ...element.children].some(part => getComputedStyle(part).outlineStyle !== 'none');
          const kind = names.find(name => element.closest(`.${name}`)) ?? element.tagName;
          return outlined ? kind : `${kind} without an outline`;
        }, kinds);
        // Each term of the glossary is a link of its own, wherever the sentences have them.
        if (stop !== 'term') stops.push(stop);
      }
      assert.deepEqual(stops, expected, query);
    });
});
