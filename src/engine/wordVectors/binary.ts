import { isVectorWord, LONGEST_WORD, VectorScanner } from './scanner.ts';

const SPACE = 0x20;

/** Spaces that a word may have: some files hold phrases, or an empty word. */
const MOST_SPACES = 8;

/** An exponent of float32 from 2^40 on: no vector in use has such a number, and four letters read as one do. */
const IMPLAUSIBLE_EXPONENT = 127 + 40;

/** Numbers that may be looked at to find where records go on after one that cannot be trusted. */
const SEARCHED_NUMBERS = 2 ** 27;

/** How sure it is that a record begins at a place: its word is UTF-8; or at least no control character is in it. */
type Beginning = 'sure' | 'possible' | 'none';

/**
 * Records of a word, a space and little-endian float32 numbers (word2vec .bin). The tool by its authors ends each with a line break, gensim does not.
 *
 * Nothing but its place tells a record: one space in a word, or none before the numbers, would move all that follows into nonsense. So a record is
 * taken when its numbers are plausible and another begins where it ends; else what cannot be trusted is counted, and the next one that can be is found.
 */
export class BinaryVectorScanner extends VectorScanner {
  #isSearching = false;
  #numbersLeft = SEARCHED_NUMBERS;

  scan(bytes: Uint8Array, position: number, isLast: boolean): number {
    const piece = new Piece(bytes, this.width, isLast);
    let start = 0;
    for (;;) {
      while (start < bytes.length && isLineBreak(bytes[start]!)) start++;
      if (start >= bytes.length) return bytes.length;
      if (!isLast && bytes.length - start < piece.ahead) return start;
      if (this.#isSearching) {
        const found = this.#search(piece, start);
        if (found < 0) return isLast || this.#numbersLeft <= 0 ? bytes.length : piece.lastSearched(start);
        this.#isSearching = false;
        start = found;
        continue;
      }
      const ordinary = piece.ordinaryRecordAt(start);
      if (ordinary >= 0) {
        this.take(bytes, position, start, ordinary, piece.endOf(ordinary));
        start = piece.endOf(ordinary);
        continue;
      }
      const record = piece.recordAt(start);
      if (record === null) {
        this.broken++;
        this.lostPlace = true;
        this.#isSearching = true;
        continue;
      }
      if (record.isVector && record.wordEnd > start) this.take(bytes, position, start, record.wordEnd, record.end);
      else this.broken++;
      start = record.end;
    }
  }

  protected parse(bytes: Uint8Array, wordEnd: number): Float32Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset + wordEnd + 1, 4 * this.width);
    return Float32Array.from({ length: this.width }, (_, i) => view.getFloat32(4 * i, true));
  }

  /** Where a record begins that stands behind another one, so that its start is sure; -1 for none. */
  #search(piece: Piece, from: number): number {
    for (let wordEnd = from; this.#numbersLeft > 0; wordEnd++) {
      wordEnd = piece.bytes.indexOf(SPACE, wordEnd);
      if (wordEnd < 0 || !piece.mayBeSearched(wordEnd)) return -1;
      this.#numbersLeft -= this.width;
      const end = piece.endOf(wordEnd);
      if (!piece.isPlausible(wordEnd) || piece.beginning(end) !== 'sure') continue;
      const next = piece.withoutLineBreaks(end);
      if (next === piece.bytes.length || piece.recordAt(next)?.isVector === true) return next;
    }
    return -1;
  }
}

interface BinaryRecord {
  readonly wordEnd: number;
  readonly end: number;
  /** False: one of its numbers is none. */
  readonly isVector: boolean;
}

/** A piece of a file, as records of one width. */
class Piece {
  readonly bytes: Uint8Array;
  readonly #width: number;
  readonly #isLast: boolean;
  /** Line breaks seen last: many records that are tried may end among them. */
  #breaksFrom = 0;
  #breaksTo = 0;

  constructor(bytes: Uint8Array, width: number, isLast: boolean) {
    this.bytes = bytes;
    this.#width = width;
    this.#isLast = isLast;
  }

  /** Bytes that must be there to judge a record, with the one behind it. */
  get ahead(): number {
    return 2 * (LONGEST_WORD + 3 + 4 * this.#width) + LONGEST_WORD;
  }

  mayBeSearched(wordEnd: number): boolean {
    return this.#isLast || wordEnd + this.ahead <= this.bytes.length;
  }

  /** What need not be looked at again after a search. */
  lastSearched(from: number): number {
    return Math.max(from + 1, this.bytes.length - this.ahead);
  }

  endOf(wordEnd: number): number {
    return wordEnd + 1 + 4 * this.#width;
  }

  withoutLineBreaks(start: number): number {
    if (start >= this.#breaksFrom && start < this.#breaksTo) return this.#breaksTo;
    let at = start;
    while (at < this.bytes.length && isLineBreak(this.bytes[at]!)) at++;
    if (at > start) [this.#breaksFrom, this.#breaksTo] = [start, at];
    return at;
  }

  /** Where the word ends of a record about which there is no doubt: what {@link recordAt} finds, in a third of the time. Else -1. */
  ordinaryRecordAt(start: number): number {
    const { bytes } = this;
    const wordEnd = this.#endOfLetters(start);
    const end = this.endOf(wordEnd);
    if (wordEnd <= start || wordEnd - start > LONGEST_WORD || bytes[wordEnd] !== SPACE || end >= bytes.length) return -1;
    for (let at = wordEnd + 4; at < end; at += 4) if ((bytes[at]! & 0x7f) >= IMPLAUSIBLE_EXPONENT >> 1) return -1;
    // Another space in what may be read as letters: there is a second way to read it.
    if (bytes[this.#endOfLetters(wordEnd + 1)] === SPACE) return -1;
    const next = this.withoutLineBreaks(end);
    const nextEnd = this.#endOfLetters(next);
    const isWord = bytes[nextEnd] === SPACE && nextEnd > next && nextEnd - next <= LONGEST_WORD && isVectorWord(bytes, next, nextEnd);
    return isWord ? wordEnd : -1;
  }

  #endOfLetters(start: number): number {
    let at = start;
    while (this.bytes[at]! > SPACE) at++;
    return at;
  }

  /** The record that begins here, or null when none can be trusted to. */
  recordAt(start: number): BinaryRecord | null {
    const candidates = this.#wordEnds(start);
    const whole = candidates.filter(wordEnd => this.endOf(wordEnd) <= this.bytes.length);
    const plausible = whole.filter(wordEnd => this.isPlausible(wordEnd));
    const find = (among: readonly number[], beginning: Beginning): number | undefined => {
      const fitting = among.filter(wordEnd => this.beginning(this.endOf(wordEnd)) === beginning);
      // Of two that lie whole numbers apart, the shorter word would have letters for its first number.
      return fitting.findLast(wordEnd => (wordEnd - fitting[0]!) % 4 === 0);
    };
    const isEnd = (wordEnd: number): boolean => this.#isLast && this.bytes.length - this.endOf(wordEnd) < 4 * this.#width;
    const vector =
      find(plausible, 'sure') ??
      find(plausible, 'possible') ??
      find(
        whole.filter(wordEnd => this.#isFinite(wordEnd)),
        'sure',
      ) ??
      plausible.find(isEnd);
    if (vector !== undefined) return { wordEnd: vector, end: this.endOf(vector), isVector: true };
    const other = find(whole, 'sure');
    return other === undefined ? null : { wordEnd: other, end: this.endOf(other), isVector: false };
  }

  /** Whether a record begins at a place, or nothing comes any more. */
  beginning(place: number): Beginning {
    const start = this.withoutLineBreaks(place);
    if (start >= this.bytes.length) return this.#isLast && place <= this.bytes.length ? 'sure' : 'none';
    // No farther than a word may go.
    const length = this.bytes.subarray(start, start + LONGEST_WORD + 1).indexOf(SPACE);
    if (length < 0 && !this.#isLast) return 'none';
    const end = length < 0 ? this.bytes.length : start + length;
    if (end - start > LONGEST_WORD || hasControl(this.bytes, start, end)) return 'none';
    return isVectorWord(this.bytes, start, end) ? 'sure' : 'possible';
  }

  isPlausible(wordEnd: number): boolean {
    return this.#allBelow(wordEnd, IMPLAUSIBLE_EXPONENT);
  }

  /** No infinity and no NaN: their eight bits of exponent are all set. */
  #isFinite(wordEnd: number): boolean {
    return this.#allBelow(wordEnd, 0xff);
  }

  #allBelow(wordEnd: number, exponent: number): boolean {
    const end = this.endOf(wordEnd);
    if (end > this.bytes.length) return false;
    for (let at = wordEnd + 1; at < end; at += 4) {
      if ((((this.bytes[at + 3]! & 0x7f) << 1) | (this.bytes[at + 2]! >> 7)) >= exponent) return false;
    }
    return true;
  }

  /** The spaces that may end a word: the first in any case, as what it ends may be no UTF-8. */
  #wordEnds(start: number): number[] {
    const ends: number[] = [];
    let checked = start;
    for (let at = this.bytes.indexOf(SPACE, start); at >= 0 && at - start <= LONGEST_WORD; at = this.bytes.indexOf(SPACE, at + 1)) {
      if (ends.length > MOST_SPACES || hasControl(this.bytes, checked, at)) break;
      if (ends.length === 0 || isVectorWord(this.bytes, start, at)) ends.push(at);
      checked = at + 1;
    }
    return ends;
  }
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function hasControl(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! < 0x20) return true;
  return false;
}
