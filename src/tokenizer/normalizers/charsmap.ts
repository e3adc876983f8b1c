import { corrupt } from '../file/faults.ts';

/** Bits of a unit of the double array (Darts-clone). */
const HAS_LEAF = 1 << 8;
const IS_WIDE = 1 << 9;
const LABEL = 0x8000_00ff;
const VALUE = 0x7fff_ffff;

/**
 * The rules of a SentencePiece normalizer as its models carry them: the size of a trie in bytes, the trie as a double array over UTF-8, and the
 * texts that its values point into, each ended by a zero byte.
 */
export class Charsmap {
  readonly #units: Uint32Array;
  readonly #texts: Uint8Array;
  readonly #read = new Map<number, string>();

  /** @param encoded base64 @throws FaultError `file-corrupt` */
  constructor(encoded: string) {
    const bytes = fromBase64(encoded);
    const size = bytes && bytes.length >= 4 ? new DataView(bytes.buffer).getUint32(0, true) : 0;
    if (!bytes || size < 4 || size % 4 !== 0 || size > bytes.length - 4) throw corrupt('The charsmap of its normalizer cannot be read.');
    const units = new DataView(bytes.buffer, 4, size);
    this.#units = Uint32Array.from({ length: size / 4 }, (_, unit) => units.getUint32(unit * 4, true));
    this.#texts = bytes.subarray(4 + size);
  }

  /** What the shortest beginning of a text that there is a rule for becomes, or null. @param utf8 bytes of the text */
  shortest(utf8: readonly number[]): string | null {
    let at = offsetOf(this.#units[0]!);
    for (const byte of utf8) {
      at ^= byte;
      const unit = this.#units[at];
      if (byte === 0 || unit === undefined || (unit & LABEL) >>> 0 !== byte) return null;
      at ^= offsetOf(unit);
      if ((unit & HAS_LEAF) !== 0) return this.#textAt((this.#units[at] ?? 0) & VALUE);
    }
    return null;
  }

  #textAt(from: number): string {
    const known = this.#read.get(from);
    if (known !== undefined) return known;
    const end = this.#texts.indexOf(0, from);
    const text = fromUtf8(this.#texts.subarray(from, end < 0 ? undefined : end));
    this.#read.set(from, text);
    return text;
  }
}

/** Where the children of a unit begin, relative to it. */
function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & IS_WIDE) >>> 6);
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit.charCodeAt(0), value]));

/** Null when it is not base64. */
function fromBase64(encoded: string): Uint8Array<ArrayBuffer> | null {
  const length = encoded.length - (encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0);
  const bytes = new Uint8Array((length * 3) >> 2);
  let bits = 0;
  let held = 0;
  let done = 0;
  for (let at = 0; at < length; at++) {
    const value = VALUES.get(encoded.charCodeAt(at));
    if (value === undefined) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[done++] = bits >> held;
  }
  return bytes;
}

/** Text of UTF-8 bytes; the rules of a damaged file give U+FFFD. */
function fromUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++]!;
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let codePoint = more === 0 ? first : first & (0x3f >> more);
    for (let i = 0; i < more; i++) codePoint = (codePoint << 6) | ((bytes[at++] ?? 0) & 0x3f);
    text += isScalar(codePoint) ? String.fromCodePoint(codePoint) : '\ufffd';
  }
  return text;
}

function isScalar(codePoint: number): boolean {
  return codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
}
