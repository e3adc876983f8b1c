import type { TermId } from '../src/core/glossary/search.ts';

/** Words of a sentence, and the term that explains them. */
export type TermLink = readonly [words: string, term: TermId];

export interface LinkedText {
  readonly text: string;
  readonly term: TermId | null;
}

/**
 * A sentence in pieces: the first place of each of the words is a link (to its end: `head` finds `heads`), the rest is text. What a no-break space
 * ties to a link belongs to it, as a line can break at the edge of a link.
 */
export function linkTerms(text: string, terms: readonly TermLink[]): readonly LinkedText[] {
  const places = terms
    .map(([words, term]) => ({ start: text.indexOf(words), words, term }))
    .filter(({ start }) => start >= 0)
    .toSorted((a, b) => a.start - b.start);
  const pieces: LinkedText[] = [];
  let end = 0;
  for (const { start, words, term } of places) {
    if (start < end) continue;
    if (start > end) pieces.push({ text: text.slice(end, start), term: null });
    end = endOfWord(text, start + words.length);
    pieces.push({ text: text.slice(start, end), term });
  }
  if (end < text.length) pieces.push({ text: text.slice(end), term: null });
  return pieces;
}

function endOfWord(text: string, from: number): number {
  return from + (/^\p{L}*(?:\u00a0[^\s,;]*[^\s,;.])?/u.exec(text.slice(from))?.[0].length ?? 0);
}
