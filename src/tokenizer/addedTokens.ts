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

interface TrieNode {
  readonly next: Map<number, TrieNode>;
  token: AddedToken | null;
}

/** Finds added tokens in a text, leftmost first, longest first, as the Rust library's `AddedVocabulary` does. */
export class AddedTokenMatcher {
  readonly #root: TrieNode = { next: new Map(), token: null };

  /** @param patterns what to look for, and the token it stands for; empty patterns are never found */
  constructor(patterns: readonly (readonly [pattern: string, token: AddedToken])[]) {
    for (const [pattern, token] of patterns) this.#add(pattern, token);
  }

  #add(pattern: string, token: AddedToken): void {
    let node = this.#root;
    for (let at = 0; at < pattern.length; at++) {
      const unit = pattern.charCodeAt(at);
      let next = node.next.get(unit);
      if (!next) node.next.set(unit, (next = { next: new Map(), token: null }));
      node = next;
    }
    node.token ??= token;
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

  #matchAt(text: string, start: number): { token: AddedToken; length: number } | null {
    let longest = null;
    let node: TrieNode | undefined = this.#root;
    for (let at = start; at < text.length; at++) {
      node = node.next.get(text.charCodeAt(at));
      if (!node) break;
      if (node.token) longest = { token: node.token, length: at + 1 - start };
    }
    return longest;
  }
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
