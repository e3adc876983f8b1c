import type { Span } from './span.ts';

/** One token as the model reads it. `start` and `end` are -1 when the token stands for no text. */
export interface Token extends Span {
  readonly id: number;
  /** The vocabulary entry, e.g. `##ing`, `[CLS]`. */
  readonly text: string;
  /** What it stands for, where a chat template wrote that and it is no token of the model's own: it is special, and read as text. */
  readonly frame?: FrameText;
  readonly special: boolean;
  /** The tokenizer's unknown token stands here for text that it has no other token for; byte-level vocabularies cover every text. */
  readonly unknown: boolean;
}

/** A stretch of what a chat template writes, and where it begins in all that it writes. */
export interface FrameText {
  readonly text: string;
  readonly start: number;
}

/** How many of some tokens are the unknown token. */
export type Unknown = 'none' | 'part' | 'all';

/** What a person points at: a word (word level), or one token (sub-word level). */
export interface Unit extends Span {
  /** The text as written in the document, or the token's name for a special token. */
  readonly label: string;
  /** Indices of the tokens it is made of, ascending, at least one. */
  readonly tokens: readonly number[];
  readonly special: boolean;
  /** Of its tokens. 'all': the model knows nothing of it but where it stands. */
  readonly unknown: Unknown;
  /** No letter and no digit in it. */
  readonly punctuation: boolean;
  /** Follows the unit before it without a gap and belongs to the same word (sub-word level only). */
  readonly joins: boolean;
}

/** A special token that was typed stands in the text; those that the tokenizer adds around it do not, and they alone are hidden with the special tokens. */
export function standsInText({ special, start }: Pick<Unit, 'special' | 'start'>): boolean {
  return !special || start >= 0;
}

export type Level = 'words' | 'pieces';
