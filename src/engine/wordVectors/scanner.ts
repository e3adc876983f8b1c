import { isUtf8 } from 'node:buffer';
import type { VectorIndex } from './index.ts';
import { hashOf, type WantedWords } from './wantedWords.ts';

/** Bytes that a scanner may want to see at once: it takes something of every piece that is longer, and leaves less. */
export const LONGEST_RECORD = 2 ** 20;

/** In bytes; what is longer is no word, and the file not what it seems. */
export const LONGEST_WORD = 2_000;

const SLASH = 0x2f;
const LETTER_C = 0x63;

/** Reads the vectors of a file, or of a part that begins and ends between two of them, piece by piece. */
export abstract class VectorScanner {
  /** Vectors seen so far, wanted or not. */
  count = 0;
  /** Lines or records that are no vector of the file's width, or whose word is not UTF-8. */
  broken = 0;
  /** Vectors whose word is written `/c/en/word`, as ConceptNet does. */
  paths = 0;
  /** Somewhere it was not known how many records are none. */
  lostPlace = false;
  /** Numbers of a vector. */
  protected readonly width: number;
  readonly #wanted: WantedWords;
  readonly #index: VectorIndex | null;

  /** @param index is told every vector */
  constructor(width: number, wanted: WantedWords, index: VectorIndex | null) {
    this.width = width;
    this.#wanted = wanted;
    this.#index = index;
  }

  /**
   * Takes what is complete at the start of `bytes`, and returns how many bytes that is; what is left comes again with more behind it. The
   * scanner keeps nothing of `bytes`.
   * @param position of the first byte in the file
   * @param isLast nothing comes after these bytes
   */
  abstract scan(bytes: Uint8Array, position: number, isLast: boolean): number;

  /** The numbers between the word and the end of its record. */
  protected abstract parse(bytes: Uint8Array, wordEnd: number, end: number): Float32Array;

  /** Counts the vector in [start, end), and keeps it when its word is wanted. */
  protected take(bytes: Uint8Array, position: number, start: number, wordEnd: number, end: number): void {
    if (!isVectorWord(bytes, start, wordEnd)) {
      this.broken++;
      return;
    }
    this.count++;
    if (bytes[start] === SLASH && bytes[start + 1] === LETTER_C && bytes[start + 2] === SLASH) this.paths++;
    const hash = hashOf(bytes, start, wordEnd);
    this.#index?.add(hash, position + start, position + end);
    const word = this.#wanted.find(hash, bytes, start, wordEnd);
    if (word === null) return;
    const vector = this.parse(bytes, wordEnd, end);
    // What float32 cannot hold.
    if (vector.every(Number.isFinite)) this.#wanted.vectors.set(word, vector);
    else this.broken++;
  }
}

/** Whether bytes are a word: UTF-8, almost always ASCII. */
export function isVectorWord(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! >= 0x80) return isUtf8(bytes.subarray(start, end));
  return true;
}
