import type { WantedWords } from './wantedWords.ts';

/** Words of a block; about 40 kB of a binary file of 300 numbers. */
const BLOCK = 32;
/** Hashes of a page, a multiple of the block: the index grows without being copied. */
const PAGE = 2 ** 16;
/** 18 MB. The largest files in use have three million words, most have less than one. */
const MOST_WORDS = 2 ** 22;

/**
 * Where in a file a word may stand, so that a new word is found by reading a few kilobytes: the hash of every word in the order of the file, and
 * the place of each 32nd. 4.25 bytes a word.
 */
export class VectorIndex {
  readonly #mostWords: number;
  #pages: Int32Array[] = [];
  /** First byte of each block. */
  #starts: number[] = [];
  #count = 0;
  /** Behind the last record. */
  #end = 0;

  /** @param mostWords a file with more has no index */
  constructor(mostWords: number = MOST_WORDS) {
    this.#mostWords = mostWords;
  }

  /** False: the file has too many words, and nothing is kept of them. */
  get isComplete(): boolean {
    return this.#count <= this.#mostWords;
  }

  /** Takes the next word of the file, whose record is [start, end). */
  add(hash: number, start: number, end: number): void {
    const place = this.#count++;
    if (!this.isComplete) {
      this.#pages = [];
      this.#starts = [];
      return;
    }
    if (place % PAGE === 0) this.#pages.push(new Int32Array(PAGE));
    this.#pages.at(-1)![place % PAGE] = hash;
    if (place % BLOCK === 0) this.#starts.push(start);
    this.#end = end;
  }

  /** Parts of the file, [start, end) in its order, outside of which no wanted word stands. Each begins and ends between two records. */
  *partsWith(wanted: WantedWords): Generator<readonly [start: number, end: number]> {
    for (const [block, start] of this.#starts.entries()) {
      if (this.#hasOneOf(wanted, block * BLOCK)) yield [start, this.#starts[block + 1] ?? this.#end];
    }
  }

  #hasOneOf(wanted: WantedWords, first: number): boolean {
    const page = this.#pages[Math.floor(first / PAGE)]!;
    const end = Math.min(first + BLOCK, this.#count) - first + (first % PAGE);
    for (let place = first % PAGE; place < end; place++) if (wanted.hasHash(page[place]!)) return true;
    return false;
  }
}
