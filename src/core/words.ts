import { lazy } from './lazy.ts';
import type { Span } from './span.ts';
import { overlapLength } from './span.ts';
import type { Token, Unit, Unknown } from './token.ts';

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

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

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

/**
 * The words of a text that the tokens cover, in order, each with its tokens: every token in exactly one unit.
 *
 * A token over two words belongs to the one it overlaps most, the first on a tie. A special token is a unit of its own, and so is a token that
 * covers no word (white space, in tokenizers that keep it). Words without tokens (normalised away, or cut off) make no unit.
 * A unit's span is that of the word as written, accents and all, even where its tokens cover less. The unknown token takes the words that it
 * covers with it (`great🙂` is one, to BERT's tokenizer), as none of them is read.
 */
export function groupWords(text: string, tokens: readonly Token[]): Unit[] {
  const { words, wordOfToken } = assignWords(text, tokens);
  const tokensOfWord = new Map<number, number[]>();
  const groups: { readonly word: number; readonly tokens: number[] }[] = [];
  for (const [index, word] of wordOfToken.entries()) {
    const known = tokensOfWord.get(word);
    if (known) known.push(index);
    else {
      const group = { word, tokens: [index] };
      if (word >= 0) tokensOfWord.set(word, group.tokens);
      groups.push(group);
    }
  }
  return groups.map(({ word, tokens: indices }) => {
    if (word < 0) return tokenUnit(text, tokens, indices[0]!, false);
    const unread = indices.filter(index => tokens[index]!.unknown);
    const isUnread = (other: number) => other in words && unread.some(index => isCoveredBy(tokens, index, words[other]!));
    return wordUnit(text, reach(words, word, isUnread), indices, unknownOf(indices.map(index => tokens[index]!)));
  });
}

export function unknownOf(tokens: readonly Pick<Token, 'unknown'>[]): Unknown {
  const count = tokens.filter(token => token.unknown).length;
  return count === 0 ? 'none' : count === tokens.length ? 'all' : 'part';
}

/** One unit per token. A piece joins the one before it when both belong to one word, whatever was normalised away between them. */
export function pieceUnits(text: string, tokens: readonly Token[]): Unit[] {
  const { wordOfToken } = assignWords(text, tokens);
  return tokens.map((_, index) => {
    const word = wordOfToken[index]!;
    return tokenUnit(text, tokens, index, word >= 0 && word === wordOfToken[index - 1]);
  });
}

/**
 * Index of the unit that covers a UTF-16 offset, the first when several share a span; -1 between units and outside.
 * For the end of a word, where a caret often stands, ask for the offset before it.
 */
export function wordAt(units: readonly Unit[], offset: number): number {
  let low = units.findIndex(unit => unit.start >= 0);
  if (low < 0) return -1;
  let high = units.findLastIndex(unit => unit.start >= 0) + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (units[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  const unit = units[low];
  return unit && unit.start >= 0 && unit.start <= offset && offset < unit.end ? low : -1;
}

/** Per token the index of its word, or -1 for none. Words never reach over a special token that was typed. */
function assignWords(text: string, tokens: readonly Token[]): { words: Span[]; wordOfToken: number[] } {
  const words = wordsAround(
    text,
    tokens.filter(token => token.special && token.start >= 0),
  );
  let first = 0;
  const wordOfToken = tokens.map(token => {
    if (token.special || token.end <= token.start) return -1;
    while (first < words.length && words[first]!.end <= token.start) first++;
    return largestOverlap(words, first, token);
  });
  return { words, wordOfToken };
}

function wordsAround(text: string, gaps: readonly Span[]): Span[] {
  const words: Span[] = [];
  let from = 0;
  for (const gap of [...gaps, { start: text.length, end: text.length }]) {
    for (const { start, end } of splitWords(text.slice(from, gap.start))) words.push({ start: from + start, end: from + end });
    from = gap.end;
  }
  return words;
}

function largestOverlap(words: readonly Span[], first: number, token: Span): number {
  let best = -1;
  let bestLength = 0;
  for (let index = first; index < words.length && words[index]!.start < token.end; index++) {
    const length = overlapLength(words[index]!, token);
    if (length > bestLength) {
      best = index;
      bestLength = length;
    }
  }
  return best;
}

/** Whether a token, and no other, reaches over a word. */
function isCoveredBy(tokens: readonly Token[], index: number, word: Span): boolean {
  const reaches = (token: Token | undefined) => token !== undefined && overlapLength(word, token) > 0;
  return reaches(tokens[index]) && !reaches(tokens[index - 1]) && !reaches(tokens[index + 1]);
}

/** A word with those beside it that belong to it. */
function reach(words: readonly Span[], word: number, belongs: (other: number) => boolean): Span {
  let first = word;
  let last = word;
  while (belongs(first - 1)) first--;
  while (belongs(last + 1)) last++;
  return { start: words[first]!.start, end: words[last]!.end };
}

function wordUnit(text: string, { start, end }: Span, tokens: readonly number[], unknown: Unknown): Unit {
  const label = text.slice(start, end);
  return { start, end, label, tokens, special: false, unknown, punctuation: !LETTER_OR_DIGIT.test(label), joins: false };
}

function tokenUnit(text: string, tokens: readonly Token[], index: number, joins: boolean): Unit {
  const token = tokens[index]!;
  const { start, end, special, text: name } = token;
  const label = special || end <= start ? name : text.slice(start, end);
  const unknown = unknownOf([token]);
  return { start, end, label, tokens: [index], special, unknown, punctuation: !special && !LETTER_OR_DIGIT.test(label), joins };
}
