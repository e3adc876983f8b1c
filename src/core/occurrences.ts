import { inOwnSentence } from './sentences.ts';
import type { Span } from './span.ts';
import type { OccurrenceContext } from './viewState.ts';
import { splitWords } from './splitWords.ts';

/** Occurrences that are compared at most: each costs a run when contexts differ, and more than this many rows cannot be read. */
export const MAX_COMPARED_OCCURRENCES = 60;

export interface Occurrences {
  /** The first ones, at most {@link MAX_COMPARED_OCCURRENCES}. */
  readonly spans: readonly Span[];
  /** How many there are in all. */
  readonly total: number;
}

/** One form for all spellings of a word: accents composed (NFC) as tokenizers do it, in lower case, without a locale so that it is the same everywhere. */
export function foldSpelling(word: string): string {
  return word.normalize('NFC').toLowerCase();
}

/**
 * Where a word stands in a text: as whole words of {@link splitWords}, in any spelling of {@link foldSpelling}, never overlapping. What is made of
 * several words (`New York`, `e.g.`) is found where it is written the same, gaps included.
 */
export function findOccurrences(text: string, word: string): Occurrences {
  const spans: Span[] = [];
  let total = 0;
  for (const span of eachOccurrence(text, word)) {
    if (spans.length < MAX_COMPARED_OCCURRENCES) spans.push(span);
    total++;
  }
  return { spans, total };
}

/** The first occurrence in this very spelling, else the first in any; with how many there are in any. Null for none. */
export function firstOccurrence(text: string, word: string): { readonly span: Span; readonly total: number } | null {
  const wanted = word.trim();
  let span: Span | null = null;
  let isExact = false;
  let total = 0;
  for (const found of eachOccurrence(text, word)) {
    total++;
    const same: boolean = !isExact && text.slice(found.start, found.end) === wanted;
    if (same || span === null) span = found;
    isExact ||= same;
  }
  return span && { span, total };
}

function* eachOccurrence(text: string, word: string): Generator<Span> {
  const parts = splitWords(word);
  if (parts.length === 0) return;
  const wanted = foldSpelling(word.slice(parts[0]!.start, parts.at(-1)!.end));
  const words = splitWords(text);
  for (let first = 0; first + parts.length <= words.length;) {
    const span = { start: words[first]!.start, end: words[first + parts.length - 1]!.end };
    const found = foldSpelling(text.slice(span.start, span.end)) === wanted;
    if (found) yield span;
    first += found ? parts.length : 1;
  }
}

/** How many of each may stay when all together may be `limit`: nobody gives way to one who has more. The same sum, or the limit. */
export function shareOut(available: readonly number[], limit: number): number[] {
  const shares = available.map(() => 0);
  let left = limit;
  for (let isMore = true; left > 0 && isMore;) {
    isMore = false;
    for (const [index, count] of available.entries()) {
      if (left === 0 || shares[index] === count) continue;
      shares[index]!++;
      left--;
      isMore = true;
    }
  }
  return shares;
}

/** A span of one of several texts, by its index. */
export interface SpanOfText extends Span {
  readonly text: number;
}

/** The texts that occurrences are read in, and where they stand in those: the whole texts, or a sentence of its own for each. */
export function inContext(
  texts: readonly string[],
  spans: readonly SpanOfText[],
  context: OccurrenceContext,
): { texts: string[]; occurrences: SpanOfText[] } {
  if (context === 'text') return { texts: [...texts], occurrences: spans.map(({ text, start, end }) => ({ text, start, end })) };
  const sentences = spans.map(span => inOwnSentence(texts[span.text]!, span));
  return { texts: sentences.map(({ text }) => text), occurrences: sentences.map(({ span }, text) => ({ text, ...span })) };
}
