import type { AlignedText } from '../aligned.ts';

/** Rewrites a text before it is cut. */
export interface Normalizer {
  /** Every unit of the result is aligned to the character that it came from. */
  normalize(text: AlignedText): AlignedText;
}
