import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { violationsOf } from './axe.ts';
import { spillsOf, stopsOf } from './looks.ts';
import { panelInBrowser, settle, untilTold } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

const WIDTHS = [1400, 1100, 780, 640, 520, 420, 360, 300, 260, 230];
const NARROW = [640, 420, 300, 230];
const WORD = 'lens=reference&pin=it';

/** Every state of the panel: its address, and what is clicked then. */
const STATES: readonly (readonly [name: string, query: string, ...clicks: string[]])[] = [
  ['nothing explored', 'phase=empty'],
  ['nothing explored, no text to explore', 'phase=empty&noText'],
  ['after a reload of the window', 'phase=restored'],
  ['after a reload of the window, two texts', 'phase=restored&run=pair'],
  ['loading', 'phase=loading&still'],
  ['reading again', 'phase=warm&still'],
  ['stale', `phase=stale&${WORD}`],
  ['failed', 'phase=failed'],
  ['stopped', 'phase=stopped'],
  ['cut, with a warning', `cut&warning&${WORD}`],
  ['no word', 'lens=reference'],
  ['no word, text beside', 'lens=reference&beside'],
  ['a word', `${WORD}&open=distances`],
  ['a word, text beside', `${WORD}&beside`],
  ['a pair', `${WORD}&link=France`],
  ['several words as one end', 'pin=it&link=last,summer'],
  ['a pair whose link failed', 'pin=it&link=has&part=link:broken'],
  ['the compact view', `${WORD}&compact`],
  ['the compact view, a pair', `${WORD}&link=France&compact`],
  ['the compact view, nothing explored', 'phase=empty&compact'],
  ['vectors', `${WORD}&tab=vectors&open=input,neighbours,map&vectors`],
  ['compare', `${WORD}&tab=compare&whatif`],
  ['compare, places', 'tab=compare&occurrences&groups=money,river,money,money,river,river,money,river'],
  ['effects', `${WORD}&tab=effects`],
  ['effects without a word', 'tab=effects'],
  ['a page that the model cannot serve', `${WORD}&tab=vectors&nostates&noadded`],
  ['parts that are computed and that failed', `${WORD}&part=layers:computing,thumbnails:failed,ranking:failed`],
  ['a decoder', 'run=sink&pin=4'],
  ['a decoder, a pair', 'run=causal&pin=2&link=5'],
  ['a deep decoder', 'run=deep&pin=4'],
  ['an answer on its source', 'run=library&pin=closes'],
  ['an answer that is checked', 'run=library&pin=87', '.ground-offer button'],
  ['an answer that is read', 'run=library&part=ground:computing'],
  ['two texts', 'run=pair&pin=chat&layer=2&head=3&beside'],
  ['two texts in two languages', 'run=pair&pin=chat&layer=2&head=3&beside&told'],
  ['two texts as links', 'run=pair&as=links&layer=2&head=3'],
  ['two texts as links, a word', 'run=pair&pin=chat&as=links&layer=2&head=3&beside'],
  ['an answer and its source as links', 'run=answer&as=links&hover=nine&beside'],
  ['several words as one, by sentence', 'run=library&select=closes,at&bySentence&beside'],
  ['within each of two texts', 'run=pair&within&pin=chat&layer=2&head=3'],
  ['within each of two texts, a decoder', 'run=library&within&pin=closes&beside'],
  ['two long texts as links', 'run=longPair&as=links&layer=1&head=3&beside'],
  ['a long text', 'run=long&pin=40'],
  ['sub-words of a long text, a cell', 'run=long&level=pieces&cell=3,5'],
  ['invalid values', 'run=invalid&pin=it&layer=2&head=5'],
  ['foreign words', 'run=hostile&pin=4'],
  ['another language than the model', 'run=french'],
  ['the lesson', `lesson=france&builtIn&${WORD}`],
  ['a card', `tab=effects&pin=it`, '[data-term=control]'],
  ['all terms', 'terms=softmax'],
  ['heads open', WORD, '.heads-tool'],
  ['colour open', WORD, '.colour-tool'],
  ['colour open, a long text', 'run=long&pin=40', '.colour-tool'],
  ['more open', WORD, '.more-tool'],
  ['numbers as tables', `${WORD}&link=France`, 'summary'],
];

// Most of it is waiting for frames.
describe(
  'nothing is wider than its place, axe-core finds nothing in any theme, and the keyboard reaches all of it',
  { concurrency: 4 },
  () => {
    for (const [name, query, ...clicks] of STATES)
      it(name, () =>
        withPanel(query, async ({ page: tab }) => {
          await untilTold(tab, query);
          // What a click opens is in the keys of its control, which have tests of their own.
          if (clicks.length === 0) assert.deepEqual(await stopsOf(tab), { unreached: [], unseen: [] });
          for (const selector of clicks) await tab.click(selector);
          // Edges are wider in high contrast; nothing else that takes room is another thing in another theme.
          for (const [theme, widths] of [
            ['dark', WIDTHS],
            ['hc', NARROW],
          ] as const) {
            await tab.evaluate(shown => page.showTheme(shown), theme);
            for (const width of widths) {
              await tab.setViewportSize({ width, height: 1200 });
              await settle(tab);
              assert.deepEqual(await spillsOf(tab), [], `${theme}, ${width} px`);
            }
          }
          assert.deepEqual(await violationsOf(tab), [], `${NARROW.at(-1)} px`);
        }),
      );
  },
);
