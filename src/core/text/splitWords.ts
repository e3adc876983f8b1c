import { lazy } from '../lazy.ts';
import type { Span } from './span.ts';

/**
 * Word boundaries of Unicode (UAX 29, and ICU's dictionaries for Chinese, Japanese, Thai ...). The locale is fixed so that the same text has
 * the same words on every machine; without one, the machine's own would decide (a colon belongs to a word in Swedish).
 */
const segmenter = lazy(() => new Intl.Segmenter('en', { granularity: 'word' }));

/** UTF-16 units segmented at a time. */
const STRETCH = 1_000;

/** A boundary of UAX 29 depends on the next segments (`3` and `.` become `3.14`), one of a dictionary on a few words. */
const UNFINISHED = 8;

/** UAX 29 keeps these inside words (`os.path`, `e.g`, `key:value`); people who read code and notes do not. Between digits they stay. */
const BREAK_IN_WORD = /(?<!\p{Nd})[.:]|[.:](?!\p{Nd})/gu;

const WHITE_SPACE = /\p{White_Space}/u;

/** What a word has, and a mark has not. */
export const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** The words of a text, in order: words, single symbols (an emoji sequence is one), nothing for white space. */
export function splitWords(text: string): Span[] {
  const words: Span[] = [];
  for (const { segment, index, isWordLike } of segmentWords(text)) {
    if (isWordLike && (segment.includes('.') || segment.includes(':'))) pushParts(segment, index, words);
    else pushTrimmed(segment, index, words);
  }
  return words;
}

/** The word with a letter or digit that a caret at this offset stands in, in front of or behind; where two words touch, the one it stands in front of. */
export function wordTouching(text: string, caret: number): string | null {
  const word = splitWords(text).findLast(
    ({ start, end }) => start <= caret && caret <= end && LETTER_OR_DIGIT.test(text.slice(start, end)),
  );
  return word ? text.slice(word.start, word.end) : null;
}

interface Segment {
  readonly segment: string;
  readonly index: number;
  readonly isWordLike?: boolean | undefined;
}

/**
 * The segmenter's own segments, found stretch by stretch: in the V8 of Node 20 the time grows with the square of the text's length (2.4 s for
 * 100,000 characters, 10 s of Japanese). The last segments of a stretch may be unfinished, so the next stretch starts with them.
 */
function* segmentWords(text: string): Generator<Segment> {
  let length = STRETCH;
  for (let from = 0; from < text.length;) {
    const isLast = from + length >= text.length;
    const segments: Segment[] = Array.from(segmenter().segment(text.slice(from, from + length)));
    const finished = isLast ? segments.length : segments.length - UNFINISHED;
    if (finished <= 0) {
      length *= 2;
      continue;
    }
    const offset = from;
    for (const { segment, index, isWordLike } of segments.slice(0, finished)) {
      yield { segment, index: offset + index, isWordLike };
      from = offset + index + segment.length;
    }
    length = STRETCH;
  }
}

function pushParts(segment: string, offset: number, into: Span[]): void {
  let done = 0;
  for (const { index } of segment.matchAll(BREAK_IN_WORD)) {
    if (index > done) into.push({ start: offset + done, end: offset + index });
    into.push({ start: offset + index, end: offset + index + 1 });
    done = index + 1;
  }
  if (segment.length > done) into.push({ start: offset + done, end: offset + segment.length });
}

/** A segment of white space may end in a combining mark, which is a symbol of its own; white space never follows anything else in a segment. */
function pushTrimmed(segment: string, offset: number, into: Span[]): void {
  let first = 0;
  while (first < segment.length && WHITE_SPACE.test(segment[first]!)) first++;
  if (first < segment.length) into.push({ start: offset + first, end: offset + segment.length });
}
