import type { VectorIndex } from './vectorIndex.ts';
import { hashOf, type WantedWords } from './wantedWords.ts';

/** Bytes that a scanner may want to see at once: it takes something of every piece that is longer, and leaves less. */
export const LONGEST_RECORD = 2 ** 20;

/** In bytes; what is longer is no word, and the file not what it seems. */
export const LONGEST_WORD = 2_000;

/** Reads the vectors of a file, or of a part that begins and ends between two of them, piece by piece. */
export abstract class VectorScanner {
  /** Vectors seen so far, wanted or not. */
  count = 0;
  /** Lines or records that are no vector of the file's width. */
  broken = 0;
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
    this.count++;
    const hash = hashOf(bytes, start, wordEnd);
    this.#index?.add(hash, position + start, position + end);
    const word = this.#wanted.find(hash, bytes, start, wordEnd);
    if (word !== null) this.#wanted.vectors.set(word, this.parse(bytes, wordEnd, end));
  }
}
