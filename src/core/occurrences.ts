import { inOwnSentence } from './sentences.ts';
import type { Span } from './span.ts';
import type { OccurrenceContext } from './viewState.ts';
import { splitWords } from './words.ts';

/** Occurrences that are compared at most: each costs a run when contexts differ, and more than this many rows cannot be read. */
export const MOST_OCCURRENCES = 60;

export interface Occurrences {
  /** The first ones, at most {@link MOST_OCCURRENCES}. */
  readonly spans: readonly Span[];
  /** How many there are in all. */
  readonly total: number;
}

/**
 * Where a word stands in a text: as whole words of {@link splitWords}, in any case (the same on every machine: no locale), never overlapping.
 * What is made of several words (`New York`, `e.g.`) is found where it is written the same, gaps included.
 */
export function findOccurrences(text: string, word: string): Occurrences {
  const parts = splitWords(word);
  if (parts.length === 0) return { spans: [], total: 0 };
  const wanted = word.slice(parts[0]!.start, parts.at(-1)!.end).toLowerCase();
  const words = splitWords(text);
  const spans: Span[] = [];
  let total = 0;
  for (let first = 0; first + parts.length <= words.length;) {
    const span = { start: words[first]!.start, end: words[first + parts.length - 1]!.end };
    if (text.slice(span.start, span.end).toLowerCase() !== wanted) {
      first++;
      continue;
    }
    if (spans.length < MOST_OCCURRENCES) spans.push(span);
    total++;
    first += parts.length;
  }
  return { spans, total };
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
