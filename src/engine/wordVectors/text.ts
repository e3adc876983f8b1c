import { LONGEST_RECORD, LONGEST_WORD, VectorScanner } from './scanner.ts';

const NEW_LINE = 0x0a;

const decoder = new TextDecoder('latin1');

/** Lines of a word and its numbers (GloVe, word2vec text, fastText .vec), scanned as bytes. */
export class TextVectorScanner extends VectorScanner {
  /** In the rest of a line that is too long to be looked at. */
  #skipping = false;

  scan(bytes: Uint8Array, position: number, isLast: boolean): number {
    let start = 0;
    while (start < bytes.length) {
      const found = bytes.indexOf(NEW_LINE, start);
      if (found < 0 && !isLast) {
        if (bytes.length - start < LONGEST_RECORD) break;
        this.#skip();
        return bytes.length;
      }
      const end = found < 0 ? bytes.length : found;
      if (this.#skipping) this.#skipping = false;
      else this.#takeLine(bytes, position, start, end);
      start = end + 1;
    }
    return Math.min(start, bytes.length);
  }

  protected parse(bytes: Uint8Array, wordEnd: number, end: number): Float32Array {
    const fields = decoder
      .decode(bytes.subarray(wordEnd, end))
      .trim()
      .split(/[ \t]+/);
    return Float32Array.from({ length: this.width }, (_, i) => Number(fields[i]));
  }

  #skip(): void {
    if (!this.#skipping) this.broken++;
    this.#skipping = true;
  }

  #takeLine(bytes: Uint8Array, position: number, start: number, lineEnd: number): void {
    const end = withoutSeparators(bytes, start, lineEnd);
    if (end === start) return;
    const wordEnd = endOfWord(bytes, start, end, this.width);
    if (wordEnd < 0 || wordEnd - start > LONGEST_WORD) this.broken++;
    else this.take(bytes, position, start, wordEnd, end);
  }
}

/**
 * Where the word of a line ends, `width` numbers before the end; -1 when there are not that many, or no word. Almost always that is the first separator;
 * a word with spaces in it (GloVe has some) is found from the right.
 */
function endOfWord(bytes: Uint8Array, start: number, end: number, width: number): number {
  let at = start;
  while (at < end && !isSeparator(bytes[at]!)) at++;
  if (at === start) return -1;
  if (countNumbers(bytes, at, end) === width) return at;
  let fields = 0;
  for (at = end; at > start && fields < width; fields++) {
    while (at > start && !isSeparator(bytes[at - 1]!)) at--;
    while (at > start && isSeparator(bytes[at - 1]!)) at--;
  }
  return at > start && fields === width && countNumbers(bytes, at, end) === width ? at : -1;
}

/** How many numbers stand at the end of a line, at most all fields but the first; null for an empty line. */
export function numbersAtEnd(bytes: Uint8Array, lineStart: number, lineEnd: number): number | null {
  const end = withoutSeparators(bytes, lineStart, lineEnd);
  if (end === lineStart) return null;
  let numbers = 0;
  for (let at = end; at > lineStart; numbers++) {
    const fieldEnd = at;
    while (at > lineStart && !isSeparator(bytes[at - 1]!)) at--;
    if (at === lineStart || countNumbers(bytes, at, fieldEnd) !== 1) break;
    while (at > lineStart && isSeparator(bytes[at - 1]!)) at--;
  }
  return numbers;
}

/** The end of a line without the white space there: fastText writes a space, Windows a carriage return. */
function withoutSeparators(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && (isSeparator(bytes[at - 1]!) || bytes[at - 1] === 0x0d)) at--;
  return at;
}

function isSeparator(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** How many numbers [start, end) holds, or -1 when it holds anything else (`nan` and `inf` too). */
function countNumbers(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; ; count++) {
    while (at < end && isSeparator(bytes[at]!)) at++;
    if (at === end) return count;
    at = endOfNumber(bytes, at, end);
    if (at < 0 || (at < end && !isSeparator(bytes[at]!))) return -1;
  }
}

/** Where a number such as `-12.5e-3`, `.5` or `5.` ends; -1 when none begins at `start`. */
function endOfNumber(bytes: Uint8Array, start: number, end: number): number {
  const whole = start + (isSign(bytes[start]!) ? 1 : 0);
  let at = endOfDigits(bytes, whole, end);
  let digits = at - whole;
  if (at < end && bytes[at] === POINT) {
    const fraction = at + 1;
    at = endOfDigits(bytes, fraction, end);
    digits += at - fraction;
  }
  if (digits === 0) return -1;
  if (at === end || (bytes[at]! | LOWER_CASE) !== EXPONENT) return at;
  const power = at + (at + 1 < end && isSign(bytes[at + 1]!) ? 2 : 1);
  at = endOfDigits(bytes, power, end);
  return at > power ? at : -1;
}

const POINT = 0x2e;
const EXPONENT = 0x65;
const LOWER_CASE = 0x20;

function isSign(byte: number): boolean {
  return byte === 0x2b || byte === 0x2d;
}

function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  return at;
}
