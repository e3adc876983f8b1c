/** What an entry of a vocabulary is: a word that may stand alone, a part of words, a place that was kept free, a token that stands for no text. */
export type EntryKind = 'word' | 'piece' | 'unused' | 'special';

/** One entry of a model's vocabulary. */
export interface VocabularyEntry {
  /** As stored, e.g. `queen`, `##s`, `Ġqueen`, `[unused7]`. */
  readonly token: string;
  readonly kind: EntryKind;
}

/** How a vocabulary tells whole words from pieces: a prefix that says "goes on inside a word", or one that says "begins a word". */
export interface WordMark {
  readonly says: 'continues' | 'begins';
  readonly prefix: string;
}

/** Byte-level BPE (GPT-2, RoBERTa) writes the space before a word as this letter. */
export const BYTE_LEVEL_MARK: WordMark = { says: 'begins', prefix: '\u0120' };

/** SentencePiece (T5, XLM-RoBERTa) writes it as a low line. */
export const SENTENCE_PIECE_MARK: WordMark = { says: 'begins', prefix: '\u2581' };

/** Places that a vocabulary keeps free: BERT, Gemma and T5, fairseq. Nothing trained their vectors. */
const UNUSED = /^(?:\[unused\d+\]|<unused_?\d+>|madeupword\d+)$/;

/**
 * @param special a token of the tokenizer's own, which stands for no text
 * @param mark null when every entry is a whole word
 */
export function kindOfEntry(token: string, special: boolean, mark: WordMark | null): EntryKind {
  if (UNUSED.test(token)) return 'unused';
  if (special) return 'special';
  if (mark === null) return 'word';
  const marked = token.startsWith(mark.prefix) && token !== mark.prefix;
  return marked === (mark.says === 'begins') ? 'word' : 'piece';
}
