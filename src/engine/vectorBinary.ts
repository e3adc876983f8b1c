import { LONGEST_WORD, type VectorScanner, type WantedWords } from './vectorScanner.ts';

const SPACE = 0x20;

/** Records of a word, a space and little-endian float32 numbers (word2vec .bin). The tool by its authors ends each with a line break, gensim does not. */
export class BinaryVectorScanner implements VectorScanner {
  readonly #width: number;
  readonly #wanted: WantedWords;
  /** Records cannot be told apart any more. */
  #lost = false;
  count = 0;
  broken = 0;

  /** @param width numbers of a record */
  constructor(width: number, wanted: WantedWords) {
    this.#width = width;
    this.#wanted = wanted;
  }

  scan(bytes: Uint8Array, isLast: boolean): number {
    let start = 0;
    while (!this.#lost) {
      while (start < bytes.length && isLineBreak(bytes[start]!)) start++;
      const wordEnd = bytes.indexOf(SPACE, start);
      const wordLength = (wordEnd < 0 ? bytes.length : wordEnd) - start;
      if (wordLength > LONGEST_WORD || wordEnd === start) {
        this.broken++;
        this.#lost = true;
      } else {
        const end = wordEnd + 1 + 4 * this.#width;
        if (wordEnd < 0 || end > bytes.length) {
          if (isLast && start < bytes.length) this.broken++;
          return isLast ? bytes.length : start;
        }
        this.#takeRecord(bytes, start, wordEnd);
        start = end;
      }
    }
    return bytes.length;
  }

  #takeRecord(bytes: Uint8Array, start: number, wordEnd: number): void {
    const numbers = wordEnd + 1;
    if (!areFinite(bytes, numbers, numbers + 4 * this.#width)) {
      this.broken++;
      return;
    }
    this.count++;
    const word = this.#wanted.find(bytes, start, wordEnd);
    if (word === null) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset + numbers, 4 * this.#width);
    this.#wanted.vectors.set(
      word,
      Float32Array.from({ length: this.#width }, (_, i) => view.getFloat32(4 * i, true)),
    );
  }
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** No infinity and no NaN: their eight bits of exponent are all set. */
function areFinite(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 4) {
    if ((bytes[at + 3]! & 0x7f) === 0x7f && bytes[at + 2]! >= 0x80) return false;
  }
  return true;
}
