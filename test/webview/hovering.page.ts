import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { panelInBrowser, settle } from './openPanel.ts';
import type { PageHandle } from './page/fakeHost.ts';

declare const page: PageHandle;

const { withPanel } = panelInBrowser();

/** What one hover wrote to the page. */
interface Writes {
  /** Frames in which something was written. */
  readonly frames: number;
  /** Attributes that were written and had this value before, as "name of tag in section". Of a canvas: its width, which clears it. */
  readonly unchanged: readonly string[];
  /** Sections of the canvases that were cleared, once for each time. */
  readonly cleared: readonly string[];
  /** Words of the text that were written to, by strip. */
  readonly words: readonly number[];
  /** Words that were taken out, moved or put in. */
  readonly moved: number;
}

interface Watch {
  take(): Writes;
}

/** Watches what is written from now on. Runs in the page. */
function watchWrites(): void {
  let records: MutationRecord[] = [];
  const frames = new Set<number>();
  const observer = new MutationObserver(list => {
    records.push(...list);
    frames.add(Number(document.timeline.currentTime));
  });
  observer.observe(document.querySelector('#root')!, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeOldValue: true,
    characterData: true,
  });
  const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement);
  const sectionOf = (node: Node) => elementOf(node)?.closest('section')?.classList.item(2) ?? '';
  const take = (): Writes => {
    const all = records;
    const attributes = all.filter(({ type }) => type === 'attributes');
    const same = attributes.filter(({ target, attributeName, oldValue }) => (target as Element).getAttribute(attributeName!) === oldValue);
    const isClearing = ({ target, attributeName }: MutationRecord) =>
      target instanceof HTMLCanvasElement && (attributeName === 'width' || attributeName === 'height');
    const written = {
      frames: frames.size,
      unchanged: same
        .filter(record => !isClearing(record))
        .map(({ target, attributeName }) => `${attributeName} of ${target.nodeName} in ${sectionOf(target)}`),
      cleared: same
        .filter(record => isClearing(record) && record.attributeName === 'width')
        .map(({ target }) => sectionOf(target))
        .toSorted(),
      words: [...document.querySelectorAll('.strip')].map(strip => {
        const words = all.map(({ target }) => elementOf(target)?.closest('.token')).filter(word => word && strip.contains(word));
        return new Set(words).size;
      }),
      moved: all
        .flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes])
        .filter(node => elementOf(node)?.matches('.token')).length,
    };
    records = [];
    frames.clear();
    return written;
  };
  Object.assign(globalThis, { watch: { take } satisfies Watch });
}

declare const watch: Watch;

/** Points at one word after the other, the first of which brings the pictures of a word onto the page. */
async function writesOfHovers(tab: Page): Promise<Writes[]> {
  await tab.evaluate(watchWrites);
  const writes: Writes[] = [];
  for (const unit of [10, 11, 12, 150, 280]) {
    await tab.evaluate(place => page.session.handle({ type: 'point', unit: { stream: 'text', unit: place } }), unit);
    await settle(tab);
    writes.push(await tab.evaluate(() => watch.take()));
  }
  return writes.slice(1);
}

const VIEWS: readonly (readonly [query: string, canvases: readonly string[]])[] = [
  ['tab=attention&lens=reference', ['heads', 'matrix']],
  ['tab=attention&lens=reference&pin=40', ['heads', 'matrix']],
  ['tab=vectors&lens=reference', []],
  ['tab=vectors&lens=reference&pin=40', []],
  ['tab=effects&pin=40', []],
  ['place=input&open=map&fold=strips,order,path', []],
];

for (const [query, canvases] of VIEWS)
  test(`hovering over 300 words draws once, and writes nothing that stays as it was (${query})`, () =>
    withPanel(`${query}&run=long`, async ({ page: tab }) => {
      for (const { frames, unchanged, cleared, words, moved } of await writesOfHovers(tab)) {
        assert.deepEqual(unchanged, []);
        assert.deepEqual(cleared, canvases);
        assert.equal(moved, 0);
        // Beside a pinned word only the word pointed at is another one.
        if (query.includes('pin=')) assert.ok(Math.max(...words) <= 2, `${words.join(', ')} words were written`);
        assert.equal(frames, 1);
      }
    }));
