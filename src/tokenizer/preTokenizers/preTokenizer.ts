import type { AlignedText } from '../aligned.ts';

/** Cuts a normalised text into the words that the model reads one at a time. */
export interface PreTokenizer {
  /** The words in order, none empty; what is between them is left out. */
  split(text: AlignedText): AlignedText[];
}
