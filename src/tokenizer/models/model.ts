import type { WordMark } from '../../core/text/vocabularyEntry.ts';

/** One piece of a word: a range of UTF-16 units in it. */
export interface ModelToken {
  readonly id: number;
  /** The vocabulary entry. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Cuts a word into entries of a vocabulary. */
export interface Model {
  readonly vocabulary: ReadonlyMap<string, number>;
  /** The id that stands for what is in no entry; null when there is none. */
  readonly unknownId: number | null;
  /** How entries that are whole words are told from parts of words; null when all are whole words. */
  readonly mark: WordMark | null;
  /** The pieces of a word, in order. */
  tokenize(word: string): ModelToken[];
}
