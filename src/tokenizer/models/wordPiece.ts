import { formatCount } from '../../core/describe/numbers.ts';
import type { WordMark } from '../../core/text/vocabularyEntry.ts';
import { corrupt, unsupported } from '../file/faults.ts';
import { asString, readVocabulary, type JsonObject } from '../file/schema.ts';
import type { Model, ModelToken } from './model.ts';

/** What the WordPiece model of a tokenizer.json holds. */
interface WordPieceSettings {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownToken: string;
  readonly unknownId: number;
  /** Marks a piece that continues a word; `##` in every known model. */
  readonly continuationPrefix: string;
  /** A word with more code points than this is one unknown token. */
  readonly longestWord: number;
}

/** Real files say 100. Cutting a word into pieces costs the square of its length, so a file may not ask for any length. */
const LONGEST_WORD_LIMIT = 200;

/** It is put before each piece that is tried. */
const LONGEST_PREFIX = 16;

export function readWordPiece(options: JsonObject): Model {
  const vocabulary = readVocabulary(options['vocab']);
  const unknownToken = asString(options['unk_token'] ?? '[UNK]', 'unknown token');
  const unknownId = vocabulary.get(unknownToken);
  if (unknownId === undefined) throw corrupt('Its unknown token is not in its vocabulary.');
  const longestWord = options['max_input_chars_per_word'] ?? 100;
  if (!Number.isInteger(longestWord) || (longestWord as number) < 1 || (longestWord as number) > LONGEST_WORD_LIMIT) {
    throw unsupported(`Its longest word is not a number of characters from 1 to ${formatCount(LONGEST_WORD_LIMIT)}.`);
  }
  const continuationPrefix = asString(options['continuing_subword_prefix'] ?? '##', 'prefix of continued words');
  if (continuationPrefix.length > LONGEST_PREFIX)
    throw unsupported(`Its prefix of continued words has more than ${formatCount(LONGEST_PREFIX)} characters.`);
  return new WordPieceModel({ vocabulary, unknownToken, unknownId, continuationPrefix, longestWord: longestWord as number });
}

/** Greedy longest-match-first word pieces (Wu et al. 2016, section 4.1; BERT's `WordpieceTokenizer`). */
class WordPieceModel implements Model {
  readonly #settings: WordPieceSettings;
  /** Length of the longest entry in UTF-16 units: no longer match needs to be tried. */
  readonly #longestEntry: number;

  constructor(settings: WordPieceSettings) {
    this.#settings = settings;
    let longest = 0;
    for (const entry of settings.vocabulary.keys()) longest = Math.max(longest, entry.length);
    this.#longestEntry = longest;
  }

  get vocabulary(): ReadonlyMap<string, number> {
    return this.#settings.vocabulary;
  }

  get unknownId(): number {
    return this.#settings.unknownId;
  }

  get mark(): WordMark {
    return { says: 'continues', prefix: this.#settings.continuationPrefix };
  }

  /** The whole word, or one unknown token when any part of it is in no entry. */
  tokenize(word: string): ModelToken[] {
    const { unknownId, unknownToken, longestWord } = this.#settings;
    const unknown = [{ id: unknownId, text: unknownToken, from: 0, to: word.length }];
    if (hasMoreCodePoints(word, longestWord)) return unknown;
    const pieces: ModelToken[] = [];
    for (let at = 0; at < word.length;) {
      const piece = this.#longestPiece(word, at);
      if (!piece) return unknown;
      pieces.push(piece);
      at = piece.to;
    }
    return pieces;
  }

  #longestPiece(word: string, from: number): ModelToken | null {
    const { vocabulary, continuationPrefix } = this.#settings;
    const prefix = from > 0 ? continuationPrefix : '';
    for (let to = Math.min(word.length, from + this.#longestEntry); to > from; to--) {
      const entry = prefix + word.slice(from, to);
      const id = vocabulary.get(entry);
      if (id !== undefined) return { id, text: entry, from, to };
    }
    return null;
  }
}

/** Whether a word holds more than `limit` code points; looks at no more than it must. */
function hasMoreCodePoints(word: string, limit: number): boolean {
  if (word.length <= limit) return false;
  let count = 0;
  for (let at = 0; at < word.length; count++) {
    if (count === limit) return true;
    at += word.codePointAt(at)! > 0xffff ? 2 : 1;
  }
  return false;
}
