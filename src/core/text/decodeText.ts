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

export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: 'UTF-8' | 'UTF-16';
  readonly invalid: InvalidBytes | null;
}

/** The bytes of a text file: UTF-16 where a byte order mark says so, else UTF-8. Nothing is left out in silence: `invalid` says where the first fault is. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (little || big) {
    const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes);
    // A replacement character that was written stands in its two bytes.
    const isWritten = (offset: number): boolean => bytes[offset + (little ? 0 : 1)] === 0xfd && bytes[offset + (little ? 1 : 0)] === 0xff;
    return { text, encoding: 'UTF-16', invalid: findInvalid(bytes, text, 2, () => 2, isWritten) };
  }
  const text = new TextDecoder().decode(bytes);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const isWritten = (offset: number): boolean => bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
  return { text, encoding: 'UTF-8', invalid: findInvalid(bytes, text, mark, unitBytes, isWritten) };
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
  let [offset, line] = [start, 1];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfffd && !isWritten(offset)) return { offset, line, byte: bytes[offset]!, at };
    if (unit === 0x0a) line++;
    offset += lengthOf(unit);
  }
  return null;
}
