import { describe, expect, it } from 'vitest';
import { cardOf, CARD_CHARACTERS } from '../../src/core/glossary/card.ts';
import { GLOSSARY, GLOSSARY_GROUPS, isTerm, relatedTerms, searchGlossary, type TermId } from '../../src/core/glossary/search.ts';

const IDS = Object.keys(GLOSSARY) as TermId[];

describe('the glossary', () => {
  it('defines every term once', () => {
    const listed = GLOSSARY_GROUPS.flatMap(({ terms }) => terms);
    expect(listed.toSorted()).toEqual(IDS.toSorted());
    expect(new Set(listed).size).toBe(listed.length);
    const names = IDS.map(id => GLOSSARY[id].name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });

  it('explains each in one to three sentences', () => {
    for (const id of IDS) {
      const sentences = GLOSSARY[id].text.split(/(?<=[.!?])\s+(?=[A-Zρ])/u).filter(sentence => !/^\s*$/u.test(sentence));
      expect(sentences.length, id).toBeLessThanOrEqual(3);
      expect(GLOSSARY[id].text, id).toMatch(/\.$/);
    }
  });

  it('leads only to terms that exist, and never from a term to itself', () => {
    for (const id of IDS) {
      expect(relatedTerms(id), id).toEqual(GLOSSARY[id].related);
      expect(relatedTerms(id), id).not.toContain(id);
    }
  });

  it('reaches every entry from another one', () => {
    const reached = new Set(IDS.flatMap(id => relatedTerms(id)));
    expect(IDS.filter(id => !reached.has(id))).toEqual([]);
  });

  it('knows no term of foreign objects', () => {
    expect(isTerm('softmax')).toBe(true);
    expect(isTerm('constructor')).toBe(false);
  });
});

describe('searching', () => {
  it('finds names and texts, in any case', () => {
    expect(searchGlossary('  SPEARMAN ').flatMap(({ terms }) => terms)).toEqual(['rank-correlation']);
    expect(searchGlossary('reads snapdragons as').flatMap(({ terms }) => terms)).toEqual(['sub-word']); // backticks are no text
    expect(searchGlossary('abnar').flatMap(({ terms }) => terms)).toEqual(['rollout']);
  });
  it('leaves groups out that hold nothing, and keeps all for an empty query', () => {
    expect(searchGlossary('word2vec').map(({ name }) => name)).toEqual(['Kinds of model']);
    expect(searchGlossary(' ')).toEqual(GLOSSARY_GROUPS);
    expect(searchGlossary('xyzzy')).toEqual([]);
  });
});

describe('the card of a term', () => {
  const terms = Object.keys(GLOSSARY) as TermId[];
  it('has whole sentences from the start of its entry, at most two related terms, and room for its text', () => {
    for (const term of terms) {
      const { name, text, related } = cardOf(term);
      expect(name).toBe(GLOSSARY[term].name);
      expect(GLOSSARY[term].text.startsWith(text), term).toBe(true);
      expect(text, term).toMatch(/[.)]$/);
      expect(related.length, term).toBeLessThanOrEqual(2);
    }
    const long = terms.filter(term => cardOf(term).text.length > CARD_CHARACTERS);
    expect(long.length, long.join(' ')).toBeLessThan(terms.length / 4);
  });
  it('takes as many sentences as it has room for', () => {
    expect(cardOf('vocabulary').text).toBe(GLOSSARY.vocabulary.text);
    expect(cardOf('sub-word').text).toBe('A token that is only a part of a word.');
  });
});
