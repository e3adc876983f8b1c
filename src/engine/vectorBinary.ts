import { LONGEST_WORD, VectorScanner } from './vectorScanner.ts';

const SPACE = 0x20;

/** Records of a word, a space and little-endian float32 numbers (word2vec .bin). The tool by its authors ends each with a line break, gensim does not. */
export class BinaryVectorScanner extends VectorScanner {
  /** Records cannot be told apart any more. */
  #lost = false;

  scan(bytes: Uint8Array, position: number, isLast: boolean): number {
    let start = 0;
    while (!this.#lost) {
      while (start < bytes.length && isLineBreak(bytes[start]!)) start++;
      const wordEnd = bytes.indexOf(SPACE, start);
      const wordLength = (wordEnd < 0 ? bytes.length : wordEnd) - start;
      if (wordLength > LONGEST_WORD || wordEnd === start) {
        this.broken++;
        this.#lost = true;
      } else {
        const end = wordEnd + 1 + 4 * this.width;
        if (wordEnd < 0 || end > bytes.length) {
          if (isLast && start < bytes.length) this.broken++;
          return isLast ? bytes.length : start;
        }
        if (areFinite(bytes, wordEnd + 1, end)) this.take(bytes, position, start, wordEnd, end);
        else this.broken++;
        start = end;
      }
    }
    return bytes.length;
  }

  protected parse(bytes: Uint8Array, wordEnd: number): Float32Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset + wordEnd + 1, 4 * this.width);
    return Float32Array.from({ length: this.width }, (_, i) => view.getFloat32(4 * i, true));
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
