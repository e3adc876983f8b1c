import { inOwnSentence } from './sentences.ts';
import type { Span } from './span.ts';
import type { OccurrenceContext } from '../state/viewState.ts';
import { foldSpelling, foldText, type FoldedText } from './spelling.ts';
import { splitWords } from './splitWords.ts';

/** Occurrences that are compared at most: each costs a run when contexts differ, and more than this many rows cannot be read. */
export const MAX_COMPARED_OCCURRENCES = 60;

export interface Occurrences {
  /** The first ones, at most {@link MAX_COMPARED_OCCURRENCES}. */
  readonly spans: readonly Span[];
  /** How many there are in all. */
  readonly total: number;
}

/**
 * Where a word stands in a text: as whole words of {@link splitWords}, in any spelling of {@link foldSpelling}, never overlapping. What is made of
 * several words (`New York`, `e.g.`, `state-of-the-art`) is found too, over a line break or not. The spans are those of the words as written.
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

/** All of them, in the order of the text. */
export function allOccurrences(text: string, word: string): Span[] {
  return [...eachOccurrence(text, word)];
}

function* eachOccurrence(text: string, word: string): Generator<Span> {
  const wanted = foldSpelling(word);
  if (wanted === '') return;
  const folded = foldText(text);
  const { starts, ends } = wordEdges(text, folded);
  let done = 0;
  for (const from of placesOf(wanted, folded.text)) {
    const [start, end] = [starts[from]!, ends[from + wanted.length]!];
    if (from < done || start < 0 || end < 0) continue;
    yield { start, end };
    done = from + wanted.length;
  }
}

/** Per place between two units of the folded text: where a word that starts (ends) there starts (ends) in the text as written; -1 for none. */
function wordEdges(text: string, folded: FoldedText): { starts: Int32Array; ends: Int32Array } {
  const starts = new Int32Array(folded.text.length + 1).fill(-1);
  const ends = new Int32Array(folded.text.length + 1).fill(-1);
  let at = 0;
  const placeOf = (offset: number): number => {
    while (at < folded.starts.length && folded.starts[at]! < offset) at++;
    return at;
  };
  for (const { start, end } of splitWords(text)) {
    const [from, to] = [placeOf(start), placeOf(end)];
    // A word of unseen characters alone.
    if (from === to) continue;
    starts[from] = start;
    ends[to] = end;
  }
  return { starts, ends };
}

/** Every place of a string in another, overlapping ones too, in time linear in both (Knuth, Morris and Pratt 1977). */
function* placesOf(wanted: string, text: string): Generator<number> {
  const borders = new Int32Array(wanted.length);
  const step = (matched: number, unit: number): number => {
    while (matched > 0 && (matched === wanted.length || wanted.charCodeAt(matched) !== unit)) matched = borders[matched - 1]!;
    return wanted.charCodeAt(matched) === unit ? matched + 1 : matched;
  };
  for (let at = 1; at < wanted.length; at++) borders[at] = step(borders[at - 1]!, wanted.charCodeAt(at));
  let matched = 0;
  for (let at = 0; at < text.length; at++) {
    matched = step(matched, text.charCodeAt(at));
    if (matched === wanted.length) yield at + 1 - wanted.length;
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

/** Places of a word in several texts, the first ones of each, at most {@link MAX_COMPARED_OCCURRENCES}: a long text leaves room for the others. */
export function placesOfWord(texts: readonly string[], word: string): { readonly places: readonly SpanOfText[]; readonly beyond: number } {
  const found = texts.map(text => findOccurrences(text, word));
  const shares = shareOut(
    found.map(({ spans }) => spans.length),
    MAX_COMPARED_OCCURRENCES,
  );
  const places = found.flatMap(({ spans }, text) => spans.slice(0, shares[text]).map(span => ({ text, ...span })));
  return { places, beyond: found.reduce((sum, { total }) => sum + total, 0) - places.length };
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
