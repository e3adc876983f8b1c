import { FaultError } from '../core/faults.ts';
import type { Span } from '../core/text/span.ts';

/** A text after some processing that remembers where each UTF-16 unit of it came from in the text as written. */
export interface AlignedText {
  readonly text: string;
  readonly origin: Origin;
  /** Place in `origin` of the first unit. */
  readonly first: number;
}

/** Per UTF-16 unit: the span, in the text as written, of the whole character it came from. Never decreasing. */
export interface Origin {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * A text as written, aligned to itself: both units of a surrogate pair belong to the pair. A lone surrogate is read as U+FFFD, which is what
 * any conversion to UTF-8 makes of it.
 */
export function alignText(written: string): AlignedText {
  const text = written.replace(/\p{Cs}/gu, '\ufffd');
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  for (let start = 0; start < text.length;) {
    const end = start + (text.codePointAt(start)! > 0xffff ? 2 : 1);
    for (let unit = start; unit < end; unit++) {
      starts[unit] = start;
      ends[unit] = end;
    }
    start = end;
  }
  return { text, origin: { starts, ends }, first: 0 };
}

/** The part [from, to) of an aligned text; it keeps its origin. */
export function sliceAligned({ text, origin, first }: AlignedText, from: number, to: number): AlignedText {
  return { text: text.slice(from, to), origin, first: first + from };
}

/** Where the non-empty part [from, to) stood in the text as written. */
export function spanOf({ origin, first }: AlignedText, from: number, to: number): Span {
  return { start: origin.starts[first + from]!, end: origin.ends[first + to - 1]! };
}

/** UTF-16 units that a text may become, for each one written and beside that: the longest compatibility form has 18. */
const MOST_UNITS = { perUnit: 20, always: 2 ** 20 };

/**
 * @param written UTF-16 units that it is made of
 * @throws FaultError `tokenizer-slow` for more than a text can become: the stages come with a model and may be anything (`a` to `aa`, forty times)
 */
export function assertSize(units: number, written: number): void {
  if (units <= MOST_UNITS.always + MOST_UNITS.perUnit * written) return;
  throw new FaultError({
    code: 'tokenizer-slow',
    title: 'The tokenizer makes too much of this text',
    cause: 'It rewrites the text before it cuts it, and makes it very many times as long.',
    nextStep: 'Take tokenizer.json again from where the model came from, or choose another model.',
  });
}

/** UTF-16 units, in the text as written, of a text. */
function writtenUnits({ origin, first, text }: AlignedText): number {
  return text === '' ? 0 : origin.ends[first + text.length - 1]! - origin.starts[first]!;
}

/** Something put before a text that is not empty; it is aligned to the first character. */
export function prepend(source: AlignedText, prepended: string): AlignedText {
  const { text, origin, first } = source;
  const added = prepended.length;
  assertSize(added + text.length, writtenUnits(source));
  const room = roomFor(added + text.length);
  room.starts.fill(origin.starts[first]!, room.first, room.first + added);
  room.ends.fill(origin.ends[first]!, room.first, room.first + added);
  for (let unit = 0; unit < text.length; unit++) {
    room.starts[room.first + added + unit] = origin.starts[first + unit]!;
    room.ends[room.first + added + unit] = origin.ends[first + unit]!;
  }
  return { text: prepended + text, origin: room, first: room.first };
}

/** Short texts share arrays: a hundred thousand words with two arrays each would keep the garbage collector busier than all else. */
const SHARED = 2 ** 16;
let shared = { starts: new Int32Array(SHARED), ends: new Int32Array(SHARED), used: 0 };

function roomFor(units: number): Origin & { readonly first: number } {
  if (units > SHARED / 16) return { starts: new Int32Array(units), ends: new Int32Array(units), first: 0 };
  if (shared.used + units > SHARED) shared = { starts: new Int32Array(SHARED), ends: new Int32Array(SHARED), used: 0 };
  const first = shared.used;
  shared.used += units;
  return { starts: shared.starts, ends: shared.ends, first };
}

/** Collects output, each piece aligned to the character it came from. */
export class AlignedTextBuilder {
  readonly #source: AlignedText;
  #starts: Int32Array;
  #ends: Int32Array;
  #text = '';

  constructor(source: AlignedText) {
    this.#source = source;
    this.#starts = new Int32Array(source.text.length);
    this.#ends = new Int32Array(source.text.length);
  }

  /** @param at index in the source of the character that became `piece` */
  append(piece: string, at: number): void {
    const { origin, first } = this.#source;
    const from = this.#text.length;
    const to = from + piece.length;
    if (to > this.#starts.length) this.#grow(to);
    for (let unit = from; unit < to; unit++) {
      this.#starts[unit] = origin.starts[first + at]!;
      this.#ends[unit] = origin.ends[first + at]!;
    }
    this.#text += piece;
  }

  /** The part [from, to) of the source as it is. */
  appendFrom(from: number, to: number): void {
    const { origin, first, text } = this.#source;
    const at = this.#text.length;
    if (at + to - from > this.#starts.length) this.#grow(at + to - from);
    this.#starts.set(origin.starts.subarray(first + from, first + to), at);
    this.#ends.set(origin.ends.subarray(first + from, first + to), at);
    this.#text += text.slice(from, to);
  }

  /** Says that the last `units` of the output came from the character at another index of the source. */
  realign(units: number, at: number): void {
    const { origin, first } = this.#source;
    const to = this.#text.length;
    this.#starts.fill(origin.starts[first + at]!, to - units, to);
    this.#ends.fill(origin.ends[first + at]!, to - units, to);
  }

  get length(): number {
    return this.#text.length;
  }

  finish(): AlignedText {
    return { text: this.#text, origin: { starts: this.#starts, ends: this.#ends }, first: 0 };
  }

  /** Few characters become more than one (Chinese ones get two spaces), so room is made when it is needed. */
  #grow(atLeast: number): void {
    assertSize(atLeast, writtenUnits(this.#source));
    const starts = new Int32Array(atLeast * 2);
    const ends = new Int32Array(atLeast * 2);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#starts = starts;
    this.#ends = ends;
  }
}
