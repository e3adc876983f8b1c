/** What the WordPiece model of a tokenizer.json holds. */
export interface WordPieceSettings {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownToken: string;
  readonly unknownId: number;
  /** Marks a piece that continues a word; `##` in every known model. */
  readonly continuationPrefix: string;
  /** A word with more code points than this is one unknown token. */
  readonly longestWord: number;
}

/** One piece of a word: a range of UTF-16 units in the text that was cut. */
export interface WordPiece {
  readonly id: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Greedy longest-match-first word pieces (Wu et al. 2016, section 4.1; BERT's `WordpieceTokenizer`). */
export class WordPieceModel {
  readonly #settings: WordPieceSettings;
  /** Length of the longest entry in UTF-16 units: no longer match needs to be tried. */
  readonly #longestEntry: number;

  constructor(settings: WordPieceSettings) {
    this.#settings = settings;
    let longest = 0;
    for (const entry of settings.vocabulary.keys()) longest = Math.max(longest, entry.length);
    this.#longestEntry = longest;
  }

  /** The pieces of the word [from, to) in `text`: the whole word, or one unknown token when any part of it is in no entry. */
  pieces(text: string, from: number, to: number): WordPiece[] {
    const { unknownId, unknownToken, longestWord } = this.#settings;
    const unknown = [{ id: unknownId, text: unknownToken, from, to }];
    if (hasMoreCodePoints(text, from, to, longestWord)) return unknown;
    const pieces: WordPiece[] = [];
    for (let at = from; at < to;) {
      const piece = this.#longestPiece(text, at, to, at > from);
      if (!piece) return unknown;
      pieces.push(piece);
      at = piece.to;
    }
    return pieces;
  }

  #longestPiece(text: string, from: number, end: number, continues: boolean): WordPiece | null {
    const { vocabulary, continuationPrefix } = this.#settings;
    const prefix = continues ? continuationPrefix : '';
    for (let to = Math.min(end, from + this.#longestEntry); to > from; to--) {
      const entry = prefix + text.slice(from, to);
      const id = vocabulary.get(entry);
      if (id !== undefined) return { id, text: entry, from, to };
    }
    return null;
  }
}

/** Whether [from, to) holds more than `limit` code points; looks at no more than it must. */
function hasMoreCodePoints(text: string, from: number, to: number, limit: number): boolean {
  if (to - from <= limit) return false;
  let count = 0;
  for (let at = from; at < to; count++) {
    if (count === limit) return true;
    at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  return false;
}
