import type { Span } from './span.ts';

/** One token as the model reads it. `start` and `end` are -1 when the token stands for no text. */
export interface Token extends Span {
  readonly id: number;
  /** The vocabulary entry, e.g. `##ing`, `[CLS]`. */
  readonly text: string;
  readonly special: boolean;
}

/** What a person points at: a word (word level), or one token (sub-word level). */
export interface Unit extends Span {
  /** The text as written in the document, or the token's name for a special token. */
  readonly label: string;
  /** Indices of the tokens it is made of, ascending, at least one. */
  readonly tokens: readonly number[];
  readonly special: boolean;
  /** No letter and no digit in it. */
  readonly punctuation: boolean;
  /** Follows the unit before it without a gap and belongs to the same word (sub-word level only). */
  readonly joins: boolean;
}

export type Level = 'words' | 'pieces';
