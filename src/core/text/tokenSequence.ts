import type { Token, Unit } from './token.ts';
import { TEXT, type Stream } from './unitRef.ts';

/** One text of a run as the model read it. */
export interface TokenSequence {
  readonly stream: Stream;
  /** All tokens that were run, special ones included, in order. */
  readonly tokens: readonly Token[];
  /** Which segment each token is of, where the model was told that; left out: all are of the first. */
  readonly segments?: readonly number[];
  /** Of an encoder-decoder, where a text's attention to itself is looked at: the tokens of the other text, which no unit is of. */
  readonly otherText?: readonly Token[];
  readonly words: readonly Unit[];
  readonly pieces: readonly Unit[];
  /** Tokens of the whole text (special ones included); larger than tokens.length when it was cut. */
  readonly totalTokens: number;
  /** The part of the text that was run, UTF-16 units. */
  readonly shownStart: number;
  readonly shownEnd: number;
}

/** A text of a run; its only one, unless another is named. @throws RangeError for a text that the run does not have */
export function sequenceOf({ sequences }: { readonly sequences: readonly TokenSequence[] }, stream: Stream = TEXT): TokenSequence {
  const found = sequences.find(sequence => sequence.stream === stream);
  if (!found) throw new RangeError(`a run without the text "${stream}"`);
  return found;
}
