import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTerm } from '../../src/core/glossary.ts';
import { linkTerms } from '../../webview/linkTerms.ts';

const COMPONENTS = path.resolve(import.meta.dirname, '../../webview/components');

/** Ids of `<Term id="...">` and of the pairs of `terms={[[words, id], ...]}` in one file. */
function termsIn(source: string): string[] {
  const elements = [...source.matchAll(/<Term id="([^"]+)"/g)].map(match => match[1]!);
  const lists = [...source.matchAll(/terms=\{(\[\[.*?\]\])\}/gs)].flatMap(match => [
    ...match[1]!.matchAll(/\[\s*'[^']*'\s*,\s*'([^']*)'\s*\]/g),
  ]);
  return [...elements, ...lists.map(match => match[1]!)];
}

const used = new Map(readdirSync(COMPONENTS).map(name => [name, termsIn(readFileSync(path.join(COMPONENTS, name), 'utf8'))] as const));

describe('terms in the panel', () => {
  it('are in the glossary', () => {
    const all = [...used.values()].flat();
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(id => !isTerm(id))).toEqual([]);
  });

  it('are linked once in a section', () => {
    for (const [name, ids] of used) expect(new Set(ids).size, name).toBe(ids.length);
  });
});

describe('linkTerms', () => {
  it('cuts a sentence at its terms, in the order of the sentence', () => {
    expect(
      linkTerms('The head gives each word a weight, a head of its own.', [
        ['weight', 'attention-weight'],
        ['head', 'head'],
      ]),
    ).toEqual([
      { text: 'The ', term: null },
      { text: 'head', term: 'head' },
      { text: ' gives each word a ', term: null },
      { text: 'weight', term: 'attention-weight' },
      { text: ', a head of its own.', term: null },
    ]);
  });

  it('links the whole word', () => {
    expect(linkTerms('mean of 12 heads.', [['head', 'head']])).toEqual([
      { text: 'mean of 12 ', term: null },
      { text: 'heads', term: 'head' },
      { text: '.', term: null },
    ]);
  });

  it('leaves out what is not there, and what overlaps', () => {
    expect(linkTerms('softmax', [['head', 'head']])).toEqual([{ text: 'softmax', term: null }]);
    expect(
      linkTerms('hidden state', [
        ['hidden state', 'hidden-state'],
        ['state', 'layer'],
      ]),
    ).toEqual([{ text: 'hidden state', term: 'hidden-state' }]);
  });
});
