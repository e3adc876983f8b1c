import type { Span } from '../core/text/span.ts';

/** A text after some processing that remembers where each UTF-16 unit of it came from in the text as written. */
export interface AlignedText {
  readonly text: string;
  /** Per UTF-16 unit of `text`: the span, in the text as written, of the whole character it came from. Never decreasing. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A text as written, aligned to itself: both units of a surrogate pair belong to the pair. */
export function alignText(text: string): AlignedText {
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
  return { text, starts, ends };
}

/** The part [from, to) of an aligned text; it keeps its origin. */
export function sliceAligned(aligned: AlignedText, from: number, to: number): AlignedText {
  return { text: aligned.text.slice(from, to), starts: aligned.starts.subarray(from, to), ends: aligned.ends.subarray(from, to) };
}

/** Where the non-empty part [from, to) stood in the text as written. */
export function spanOf(aligned: AlignedText, from: number, to: number): Span {
  return { start: aligned.starts[from]!, end: aligned.ends[to - 1]! };
}
