/** The first bytes of a text that stand for no character of its encoding. */
export interface InvalidBytes {
  /** In bytes from the start of the text, a byte order mark included. */
  readonly offset: number;
  /** Counted from 1. */
  readonly line: number;
  /** The first of them. */
  readonly byte: number;
  /** UTF-16 offset in the decoded text, where a replacement character stands instead. */
  readonly at: number;
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: 'UTF-8' | 'UTF-16';
  readonly invalid: InvalidBytes | null;
}

/** The bytes of a byte order mark, which `decodeText` and who reads a text in pieces leave out. */
export interface Mark {
  readonly encoding: Encoding;
  readonly length: 0 | 2 | 3;
}

/** UTF-16 where a byte order mark says so, else UTF-8. @param start the first three bytes of a text, or all of a shorter one */
export function markOf(start: Uint8Array): Mark {
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return { encoding: 'utf-8', length: start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0 };
}

/** The bytes of a text file. Nothing is left out in silence: `invalid` says where the first fault is. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const { encoding, length } = markOf(bytes);
  const { text, invalid } = decodeAs(bytes, encoding, length);
  return { text, encoding: encoding === 'utf-8' ? 'UTF-8' : 'UTF-16', invalid };
}

/** @param start where the text begins in the bytes; a byte order mark from there on is a character of it */
export function decodeAs(
  bytes: Uint8Array,
  encoding: Encoding,
  start = 0,
): { readonly text: string; readonly invalid: InvalidBytes | null } {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(start > 0 ? bytes.subarray(start) : bytes);
  // A replacement character that was written stands in its own bytes.
  const written = encoding === 'utf-8' ? [0xef, 0xbf, 0xbd] : encoding === 'utf-16le' ? [0xfd, 0xff] : [0xff, 0xfd];
  const isWritten = (offset: number): boolean => written.every((byte, at) => bytes[offset + at] === byte);
  return { text, invalid: findInvalid(bytes, text, start, encoding === 'utf-8' ? unitBytes : () => 2, isWritten) };
}

/** "byte 0xE9 at offset 3 (line 1)" */
export function nameInvalid({ offset, line, byte }: InvalidBytes): string {
  return `byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')} at offset ${offset} (line ${line})`;
}

/** Bytes of a UTF-16 unit in UTF-8; half of the four of a pair. */
function unitBytes(unit: number): number {
  return unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit <= 0xdfff ? 2 : 3;
}

function findInvalid(
  bytes: Uint8Array,
  text: string,
  start: number,
  lengthOf: (unit: number) => number,
  isWritten: (offset: number) => boolean,
): InvalidBytes | null {
  if (!text.includes('\ufffd')) return null;
  let [offset, line] = [start, 1];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd && !isWritten(offset)) return { offset, line, byte: bytes[offset]!, at };
    if (unit === 0x0a) line++;
    offset += lengthOf(unit);
  }
  return null;
}
