import { sliceAligned, type AlignedText } from './aligned.ts';
import { isWhitespace, isWordCharacter } from './unicode.ts';

/** A token outside the model's own vocabulary walk: found in the text as a whole before anything is cut into words. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  /** Matches only between non-word characters. */
  readonly singleWord: boolean;
  /** Takes the white space before (after) it with it. */
  readonly stripsLeft: boolean;
  readonly stripsRight: boolean;
  /** Looked for in the normalised text, not in the text as written. */
  readonly normalized: boolean;
}

/** A stretch of text: an added token, or (null) text to go on with. */
export interface AddedTokenPart {
  readonly added: AddedToken | null;
  readonly text: AlignedText;
}

/** Finds added tokens in a text, leftmost first, longest first, as the Rust library's `AddedVocabulary` does. */
export class AddedTokenMatcher {
  /** In the order of their UTF-16 units, so that those with one beginning stand together. */
  readonly #patterns: readonly string[];
  readonly #tokens: readonly AddedToken[];
  /** Place of the longest other pattern that a pattern begins with; -1 for none. */
  readonly #shorter: Int32Array;
  readonly #firstUnits: ReadonlySet<number>;
  readonly #longest: number;

  /** @param patterns what to look for, and the token it stands for: the first one of several; empty patterns are never found */
  constructor(patterns: readonly (readonly [pattern: string, token: AddedToken])[]) {
    const tokens = new Map<string, AddedToken>();
    for (const [pattern, token] of patterns) if (pattern !== '' && !tokens.has(pattern)) tokens.set(pattern, token);
    this.#patterns = [...tokens.keys()].sort((a, b) => (a < b ? -1 : 1));
    this.#tokens = this.#patterns.map(pattern => tokens.get(pattern)!);
    this.#shorter = beginnings(this.#patterns);
    this.#firstUnits = new Set(this.#patterns.map(pattern => pattern.charCodeAt(0)));
    this.#longest = this.#patterns.reduce((longest, { length }) => Math.max(longest, length), 0);
  }

  /** The text cut at the added tokens in it; empty stretches are left out. */
  split(source: AlignedText): AddedTokenPart[] {
    const { text } = source;
    const parts: AddedTokenPart[] = [];
    let done = 0;
    const push = (added: AddedToken | null, from: number, to: number): void => {
      if (from < to) parts.push({ added, text: sliceAligned(source, from, to) });
      done = Math.max(done, to);
    };
    for (let at = 0; at < text.length;) {
      const match = this.#matchAt(text, at);
      if (!match) {
        at++;
        continue;
      }
      const end = at + match.length;
      if (!match.token.singleWord || standsAlone(text, at, end)) {
        const from = Math.max(done, match.token.stripsLeft ? whitespaceBefore(text, at, done) : at);
        push(null, done, from);
        push(match.token, from, match.token.stripsRight ? whitespaceAfter(text, Math.max(done, end)) : end);
      }
      at = end;
    }
    push(null, done, text.length);
    return parts;
  }

  /** What the text begins with at a place is, of the patterns up to it in their order, the last one or a beginning of that. */
  #matchAt(text: string, start: number): { token: AddedToken; length: number } | null {
    if (!this.#firstUnits.has(text.charCodeAt(start))) return null;
    const ahead = text.slice(start, start + this.#longest);
    let place = lastUpTo(this.#patterns, ahead);
    while (place >= 0 && !ahead.startsWith(this.#patterns[place]!)) place = this.#shorter[place]!;
    return place < 0 ? null : { token: this.#tokens[place]!, length: this.#patterns[place]!.length };
  }
}

function beginnings(sorted: readonly string[]): Int32Array {
  const shorter = new Int32Array(sorted.length);
  for (const [place, pattern] of sorted.entries()) {
    let other = place - 1;
    while (other >= 0 && !pattern.startsWith(sorted[other]!)) other = shorter[other]!;
    shorter[place] = other;
  }
  return shorter;
}

/** Place of the last of sorted texts that is not behind `text`; -1 when all are. */
function lastUpTo(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= text) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Neither the character before nor the one behind is one of a word. */
function standsAlone(text: string, from: number, to: number): boolean {
  const before = from > 1 && text.codePointAt(from - 2)! > 0xffff ? from - 2 : from - 1;
  return !isWordAt(text, before) && !isWordAt(text, to);
}

function isWordAt(text: string, at: number): boolean {
  const codePoint = text.codePointAt(at);
  return codePoint !== undefined && isWordCharacter(codePoint);
}

function whitespaceBefore(text: string, at: number, from: number): number {
  while (at > from && isWhitespace(text.charCodeAt(at - 1))) at--;
  return at;
}

function whitespaceAfter(text: string, at: number): number {
  while (at < text.length && isWhitespace(text.charCodeAt(at))) at++;
  return at;
}
