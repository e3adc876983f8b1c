import { SENTENCE_PIECE_MARK, type WordMark } from '../../core/text/vocabularyEntry.ts';
import { corrupt, unsupported } from '../file/faults.ts';
import { asString, asSwitch, type JsonObject } from '../file/schema.ts';
import { byteEntries } from './byteFallback.ts';
import type { Model, ModelToken } from './model.ts';
import { asRustReads } from './score.ts';
import { Trie } from './trie.ts';
import { WordCache } from './wordCache.ts';

/** What an unknown character costs more than the least likely entry. */
const UNKNOWN_PENALTY = 10;

/** No entry was given for a place yet. */
const NOWHERE = -1;

export function readUnigram(options: JsonObject): Model {
  const entries = readEntries(options['vocab']);
  const unknownId = options['unk_id'];
  if (unknownId === undefined || unknownId === null) throw unsupported('Its Unigram vocabulary names no unknown token.');
  if (!Number.isInteger(unknownId) || !entries[unknownId as number]) throw corrupt('Its unknown token is not in its vocabulary.');
  return new UnigramModel(entries, unknownId as number, asSwitch(options['byte_fallback'], false));
}

/** An entry and the logarithm of how likely it is. Its id is its place. */
type Entry = readonly [text: string, score: number];

function readEntries(value: unknown): Entry[] {
  if (!Array.isArray(value)) throw corrupt('Its vocabulary is not a list.');
  if (value.length === 0) throw corrupt('Its vocabulary is empty.');
  return value.map((entry: unknown) => {
    const [text, score] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof score !== 'number') throw corrupt('Its vocabulary holds an entry without a score.');
    return [asString(text, 'vocabulary'), asRustReads(score)];
  });
}

/**
 * The unigram language model of SentencePiece (Kudo 2018): of all ways to cut a word into entries, the most likely one, found by Viterbi's
 * algorithm. Of equally likely ones that stays which was found first, by where its last entry begins: as in the Rust library.
 */
class UnigramModel implements Model {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownId: number;
  readonly #entries: readonly Entry[];
  readonly #scores: Float64Array;
  readonly #unknownScore: number;
  readonly #fallsBackToBytes: boolean;
  readonly #trie = new Trie();
  readonly #cache = new WordCache();

  constructor(entries: readonly Entry[], unknownId: number, fallsBackToBytes: boolean) {
    this.vocabulary = new Map(entries.map(([text], id) => [text, id]));
    this.unknownId = unknownId;
    this.#entries = entries;
    this.#scores = Float64Array.from(entries, ([, score]) => score);
    this.#unknownScore = this.#scores.reduce((least, score) => Math.min(least, score)) - UNKNOWN_PENALTY;
    this.#fallsBackToBytes = fallsBackToBytes;
    for (const [id, [text]] of entries.entries()) this.#trie.add(text, id);
  }

  get mark(): WordMark | null {
    return this.#entries.some(([text]) => text.startsWith(SENTENCE_PIECE_MARK.prefix)) ? SENTENCE_PIECE_MARK : null;
  }

  tokenize(word: string): ModelToken[] {
    return this.#cache.get(word, word => this.#tokensOf(word));
  }

  #tokensOf(word: string): ModelToken[] {
    const { begins, ids } = this.#bestPath(word);
    const pieces: { from: number; to: number; readonly unknown: boolean }[] = [];
    for (let to = word.length; to > 0; to = begins[to]!) {
      const unknown = ids[to] === this.unknownId;
      const after = pieces.at(-1);
      // Unknown neighbours are one piece.
      if (unknown && after?.unknown) after.from = begins[to]!;
      else pieces.push({ from: begins[to]!, to, unknown });
    }
    return pieces.reverse().flatMap(({ from, to }) => this.#tokensAt(word, from, to));
  }

  /** A piece is an entry, or its bytes are, or it is unknown. */
  #tokensAt(word: string, from: number, to: number): ModelToken[] {
    const piece = word.slice(from, to);
    const id = this.vocabulary.get(piece);
    if (id !== undefined) return [{ id, text: piece, from, to }];
    const bytes = this.#fallsBackToBytes ? byteEntries(piece, entry => this.vocabulary.has(entry)) : null;
    if (bytes) return bytes.map(entry => ({ id: this.vocabulary.get(entry)!, text: entry, from, to }));
    return [{ id: this.unknownId, text: this.#entries[this.unknownId]![0], from, to }];
  }

  /** For each place where an entry of the best path to it ends: where that entry begins, and its id. */
  #bestPath(word: string): { readonly begins: Int32Array; readonly ids: Int32Array } {
    const begins = new Int32Array(word.length + 1).fill(NOWHERE);
    const ids = new Int32Array(word.length + 1);
    const best = new Float64Array(word.length + 1);
    const offer = (to: number, from: number, id: number, score: number): void => {
      if (begins[to] !== NOWHERE && score <= best[to]!) return;
      begins[to] = from;
      ids[to] = id;
      best[to] = score;
    };
    for (let from = 0; from < word.length;) {
      const next = from + (word.codePointAt(from)! > 0xffff ? 2 : 1);
      let isKnown = false;
      let node = 0;
      for (let at = from; at < word.length; at++) {
        node = this.#trie.next(node, word.charCodeAt(at));
        if (node < 0) break;
        const id = this.#trie.valueAt(node);
        if (id < 0) continue;
        offer(at + 1, from, id, this.#scores[id]! + best[from]!);
        isKnown ||= at + 1 === next;
      }
      if (!isKnown) offer(next, from, this.unknownId, this.#unknownScore + best[from]!);
      from = next;
    }
    return { begins, ids };
  }
}
