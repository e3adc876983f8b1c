import type { ContextSizes } from '../model/contextSizes.ts';
import type { Span } from './span.ts';
import type { Token } from './token.ts';

/** A token with all that there is to say of it. */
export interface ListedToken extends Token {
  /** What stands in the text; '' for a token that stands for none of it. */
  readonly written: string;
  /** UTF-8 bytes that it stands for, where it shares a character with its neighbours and has no text of its own; else null. */
  readonly bytes: readonly number[] | null;
  /** What the model reads where that is something else than what is written: lower case, other accents; null where it is the same. */
  readonly readAs: string | null;
}

/** What a tokenizer makes of a text. */
export interface TokenList {
  /** The kind of tokenizer in the field's words. */
  readonly kind: string;
  readonly text: string;
  /** Of the whole text, uncut, with the special tokens around it. */
  readonly tokens: readonly ListedToken[];
  /** Tokens that begin in each line of the text. */
  readonly lines: readonly number[];
  /** Stretches of the text that lie in no token, white space aside: normalisation removed them. */
  readonly dropped: readonly Span[];
  /** Null where it is not known how many tokens the model reads. */
  readonly read: ReadTokens | null;
}

/** What a model reads of a text: tokens `from` to `to` (exclusive), and the special tokens around them. */
export interface ReadTokens extends ContextSizes {
  readonly from: number;
  readonly to: number;
}

/** `F0 9F 99 82`. */
export function nameBytes(bytes: readonly number[]): string {
  return bytes.map(byte => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}
