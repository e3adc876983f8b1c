import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { GLOSSARY, type TermId } from '../../src/core/glossary/search.ts';
import { panelInBrowser, settle } from './openPanel.ts';

const { withPanel } = panelInBrowser();

/** How terms are written where they are not written as the glossary names them. */
const OTHER_WORDS: readonly (readonly [words: string, term: TermId])[] = [
  ['cosine', 'cosine'],
  ['ρ', 'rank-correlation'],
  ['feed-forward', 'feed-forward'],
  ['principal component', 'principal-components'],
  ['nearest', 'nearest-neighbours'],
  ['weight', 'attention-weight'],
  ['lengths', 'norm'],
];

/** "Encoder and decoder", "Static embedding (word embedding)": each of the words that stand for the term. */
const WORDS = new Map<string, TermId>([
  ...Object.entries(GLOSSARY).flatMap(([id, { name }]) =>
    name.split(/ and |, | \(|\)/).flatMap(words => (words === '' ? [] : [[words.toLowerCase(), id as TermId] as const])),
  ),
  ...OTHER_WORDS,
]);

/** Any of the words, in the singular or the plural; of two that start at one place the longer. */
const FINDER = new RegExp(`(?<!\\p{L})(${[...WORDS.keys()].toSorted((a, b) => b.length - a.length).join('|')})s?(?!\\p{L})`, 'giu');

/** Every page, with and without a word, and in the states that say something of their own. */
const PAGES = [
  'tab=attention&pin=it&lens=reference&open=distances',
  'tab=attention&layer=3&head=1&hide',
  'tab=attention&rollout=3&level=pieces',
  'tab=vectors',
  'tab=vectors&pin=it&lens=reference&vectors&open=neighbours',
  'tab=vectors&pin=it&layer=3&direction=by&heat=contextual&state=0',
  'tab=vectors&pin=it&rollout=4&level=pieces&heat=fixed',
  'tab=vectors&pin=it&nostates',
  'tab=vectors&pin=it&noadded',
  'tab=effects',
  'tab=compare&whatif',
  'tab=effects&pin=it&lens=reference',
  'tab=compare&pin=it&layer=3&head=1&whatif&mode=omit&state=0',
  'tab=effects&pin=it&nostates',
  'tab=compare',
  'tab=compare&occurrences',
  'tab=compare&occurrences&groups=money,river',
  'tab=compare&occurrences&two',
  'tab=compare&occurrences&nostates',
  'place=input&open=map&fold=strips,order,path',
  'place=input&open=map&fold=strips,order,path&nostates',
];

/** The text of the page without what can hold no link: words of the document and names on controls. */
async function readPage(tab: Page): Promise<{ text: string; linked: string[]; places: string[] }> {
  await tab.evaluate(() => document.querySelectorAll<HTMLDetailsElement>('details.tables').forEach(tables => (tables.open = true)));
  await settle(tab);
  return tab.evaluate(() => {
    const view = document.querySelector('.view')!.cloneNode(true) as HTMLElement;
    const links = [...view.querySelectorAll<HTMLElement>('[data-term]')];
    const linked = links.map(node => node.dataset['term']!);
    // Sections are folded each by itself, so that each may link it.
    const places = links.map(node => `${node.dataset['term']} ${node.closest('section')?.id ?? ''}`);
    for (const node of view.querySelectorAll('.quoted, select, button:not(.term), summary')) node.replaceWith(' … ');
    for (const node of view.querySelectorAll('*')) node.append(' ');
    // What a lens was compared with is nearest in the text, not among vectors.
    const text = view.textContent.replace(/\s+/g, ' ').replaceAll('nearest mention', ' … ');
    return { text, linked, places };
  });
}

/** The terms of a text, each with the words around its first place. */
function termsIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { 1: words, index } of text.matchAll(FINDER)) {
    const term = WORDS.get(words!.toLowerCase())!;
    if (!found.has(term)) found.set(term, text.slice(Math.max(0, index - 40), index + 40));
  }
  return found;
}

for (const query of PAGES)
  test(`every term on the page leads to its explanation, in no section twice: ${query}`, () =>
    withPanel(query, async ({ page: tab }) => {
      const { text, linked, places } = await readPage(tab);
      const unexplained = [...termsIn(text)].filter(([term]) => !linked.includes(term));
      assert.deepEqual(unexplained, []);
      assert.ok(linked.length > 0);
      assert.equal(new Set(places).size, places.length, places.toSorted().join(', '));
    }));
