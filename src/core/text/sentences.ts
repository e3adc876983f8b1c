import { lazy } from '../lazy.ts';
import type { Span } from './span.ts';
import { isInsidePair } from './surrogates.ts';

/** Sentence boundaries of Unicode (UAX 29), in one fixed locale so that they are the same on every machine. */
const segmenter = lazy(() => new Intl.Segmenter('en', { granularity: 'sentence' }));

/** UTF-16 units looked at on each side: the segmenter of Node 20 takes time with the square of the length. A longer sentence is cut. */
const REACH = 2_000;

const LINE_BREAK = /\r\n|\r|\n|\u2028|\u2029/g;

/** A line that starts a block of its own: a list item, a heading, a quotation, a table row, a fence of Markdown. */
const BLOCK_START = /^\s*(?:[-*+\u2022]\s|\d{1,4}[.)]\s|#{1,6}\s|>|\||```|~~~)/;

const HEADING = /^\s*#{1,6}\s/;

const UNDERLINE = /^\s*(?:={2,}|-{2,})\s*$/;

const BLANK = /^\s*$/;

/**
 * The sentence around an offset, without the white space at its ends. A line break inside a paragraph goes on with the sentence; one that ends a
 * paragraph, a heading or a list item ends the sentence too. Where there is white space only, the span is empty.
 */
export function sentenceAround(text: string, offset: number): Span {
  const stretch = stretchAround(text, offset);
  const block = blockAround(text.slice(stretch.start, stretch.end), offset - stretch.start);
  const start = stretch.start + block.start;
  // UAX 29 ends a sentence at every line break; as white space of the same length it does not.
  const line = text.slice(start, stretch.start + block.end).replace(LINE_BREAK, match => ' '.repeat(match.length));
  const found = segmenter()
    .segment(line)
    .containing(Math.min(offset - start, line.length - 1));
  if (!found) return { start: offset, end: offset };
  return trimmed(text, start + found.index, start + found.index + found.segment.length);
}

/** All sentences of a stretch of a text, in order, as {@link sentenceAround} finds them in the stretch alone: none holds white space at its ends, none is empty. */
export function sentencesIn(text: string, { start, end }: Span): Span[] {
  const own = text.slice(start, end);
  const found: Span[] = [];
  let done = 0;
  for (let at = nextMark(own, 0); at < own.length; at = nextMark(own, done)) {
    const sentence = sentenceAround(own, at);
    // A sentence that is cut for its length begins where the one before it ends.
    const from = Math.max(sentence.start, done);
    done = Math.max(sentence.end, at + 1);
    found.push({ start: start + from, end: start + done });
  }
  return found;
}

/** The next offset that is no white space. */
function nextMark(text: string, from: number): number {
  const rest = text.slice(from);
  return from + rest.length - rest.trimStart().length;
}

/** A span of a text read in its own sentence: the sentence's text, and the span in it. A span that reaches beyond the sentence takes its text with it. */
export function inOwnSentence(text: string, { start, end }: Span): { readonly text: string; readonly span: Span } {
  const sentence = sentenceAround(text, start);
  const from = Math.min(sentence.start, start);
  return { text: text.slice(from, Math.max(sentence.end, end)), span: { start: start - from, end: end - from } };
}

/** At most REACH units on each side, never half a surrogate pair. */
function stretchAround(text: string, offset: number): Span {
  const start = Math.max(0, offset - REACH);
  const end = Math.min(text.length, offset + REACH);
  return { start: start + (isInsidePair(text, start) ? 1 : 0), end: end - (isInsidePair(text, end) ? 1 : 0) };
}

/** The lines of one paragraph, heading or list item around an offset. */
function blockAround(text: string, offset: number): Span {
  const lines = linesOf(text);
  const content = lines.map(({ start, end }) => text.slice(start, end));
  const here = lines.findLastIndex(line => line.start <= offset);
  let first = here;
  while (first > 0 && !endsBetween(content[first - 1]!, content[first]!)) first--;
  let last = here;
  while (last + 1 < lines.length && !endsBetween(content[last]!, content[last + 1]!)) last++;
  return { start: lines[first]!.start, end: lines[last]!.end };
}

function endsBetween(line: string, next: string): boolean {
  return (
    BLANK.test(line) || BLANK.test(next) || HEADING.test(line) || BLOCK_START.test(next) || UNDERLINE.test(line) || UNDERLINE.test(next)
  );
}

/** Every line with its line break. */
function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(LINE_BREAK)) {
    const end = match.index + match[0].length;
    lines.push({ start, end });
    start = end;
  }
  lines.push({ start, end: text.length });
  return lines;
}

function trimmed(text: string, from: number, to: number): Span {
  const segment = text.slice(from, to);
  const start = from + segment.length - segment.trimStart().length;
  return { start, end: Math.max(start, from + segment.trimEnd().length) };
}
