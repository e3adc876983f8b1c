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
  'tab=attention&pin=it&lens=reference',
  'tab=attention&layer=3&head=1&hide',
  'tab=attention&rollout=3&level=pieces',
  'tab=embeddings',
  'tab=embeddings&pin=it&lens=reference&vectors',
  'tab=embeddings&pin=it&layer=3&direction=by&heat=contextual&state=0',
  'tab=embeddings&pin=it&rollout=4&level=pieces&heat=fixed',
  'tab=embeddings&pin=it&nostates',
  'tab=embeddings&pin=it&noadded',
  'tab=influence',
  'tab=influence&whatif',
  'tab=influence&pin=it&lens=reference',
  'tab=influence&pin=it&layer=3&head=1&whatif&mode=omit&state=0',
  'tab=influence&pin=it&nostates',
  'tab=occurrences',
  'tab=occurrences&occurrences',
  'tab=occurrences&occurrences&groups=money,river',
  'tab=occurrences&occurrences&two',
  'tab=occurrences&occurrences&nostates',
  'tab=input',
  'tab=input&nostates',
];

/** The text of the page without what can hold no link: words of the document and names on controls. */
async function readPage(tab: Page): Promise<{ text: string; linked: string[] }> {
  await tab.evaluate(() => document.querySelectorAll<HTMLDetailsElement>('details.tables').forEach(tables => (tables.open = true)));
  await settle(tab);
  return tab.evaluate(() => {
    const view = document.querySelector('.view')!.cloneNode(true) as HTMLElement;
    const linked = [...view.querySelectorAll<HTMLElement>('[data-term]')].map(node => node.dataset['term']!);
    for (const node of view.querySelectorAll('.quoted, select, button:not(.term), summary')) node.replaceWith(' … ');
    for (const node of view.querySelectorAll('*')) node.append(' ');
    return { text: view.textContent.replace(/\s+/g, ' '), linked };
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
  test(`every term on the page leads to its explanation, once: ${query}`, () =>
    withPanel(query, async ({ page: tab }) => {
      const { text, linked } = await readPage(tab);
      const unexplained = [...termsIn(text)].filter(([term]) => !linked.includes(term));
      assert.deepEqual(unexplained, []);
      assert.ok(linked.length > 0);
      assert.equal(new Set(linked).size, linked.length, linked.toSorted().join(', '));
    }));
