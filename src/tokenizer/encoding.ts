import { NO_SPAN } from '../core/text/span.ts';
import type { Token } from '../core/text/token.ts';

/** Stands for no word, or for neither text, in the lists of an {@link Encoding}. */
export const NONE = -1;

/**
 * What a tokenizer makes of a text, or of two: lists of one length, one place a token.
 *
 * Ids, names and UTF-16 spans are those of `tokens`. The special tokens that the post-processor added are those without a span (the field's
 * special-tokens mask); one that was typed is `special` too, and has the span of what was typed.
 */
export interface Encoding {
  readonly tokens: readonly Token[];
  /** Which segment the model is told that a token is of (`token_type_ids`). */
  readonly typeIds: readonly number[];
  /** Index of the pre-token that a token is a part of, counted in its own text; {@link NONE} for what the post-processor added. */
  readonly wordIds: readonly number[];
  /** 0: of the first text, 1: of the second, {@link NONE}: of neither. */
  readonly sequenceIds: readonly number[];
  /** What was found as an added token, with the white space that it takes; null for other tokens. */
  readonly found: readonly (string | null)[];
}

/** A special token that a post-processor adds. */
export interface SpecialToken {
  readonly id: number;
  readonly text: string;
}

export function specialEncoding(special: readonly SpecialToken[], typeId: number): Encoding {
  return {
    tokens: special.map(({ id, text }) => ({ id, text, special: true, unknown: false, ...NO_SPAN })),
    typeIds: special.map(() => typeId),
    wordIds: special.map(() => NONE),
    sequenceIds: special.map(() => NONE),
    found: special.map(() => null),
  };
}

export function withTypeId(encoding: Encoding, typeId: number): Encoding {
  return { ...encoding, typeIds: encoding.tokens.map(() => typeId) };
}

/** One after another. Spans and word ids stay those of each one's own text. */
export function concatenate(encodings: readonly Encoding[]): Encoding {
  return {
    tokens: concatenated(encodings.map(({ tokens }) => tokens)),
    typeIds: concatenated(encodings.map(({ typeIds }) => typeIds)),
    wordIds: concatenated(encodings.map(({ wordIds }) => wordIds)),
    sequenceIds: concatenated(encodings.map(({ sequenceIds }) => sequenceIds)),
    found: concatenated(encodings.map(({ found }) => found)),
  };
}

function concatenated<T>(lists: readonly (readonly T[])[]): T[] {
  return ([] as T[]).concat(...lists);
}

/** Collects the tokens of one text. */
export class EncodingBuilder {
  readonly #tokens: Token[] = [];
  readonly #wordIds: number[] = [];
  readonly #found: (string | null)[] = [];
  #words = 0;

  /** The tokens of one pre-token. */
  addWord(tokens: readonly Token[]): void {
    for (const token of tokens) this.#add(token, null);
    this.#words++;
  }

  /** An added token: a word of its own. */
  addFound(token: Token, found: string): void {
    this.#add(token, found);
    this.#words++;
  }

  #add(token: Token, found: string | null): void {
    this.#tokens.push(token);
    this.#wordIds.push(this.#words);
    this.#found.push(found);
  }

  /** @param sequence 0 for the first text, 1 for the second; also its type id, unless the post-processor says otherwise */
  finish(sequence: number): Encoding {
    const same = this.#tokens.map(() => sequence);
    return { tokens: this.#tokens, typeIds: same, wordIds: this.#wordIds, sequenceIds: same, found: this.#found };
  }
}
