import { createReadStream } from 'node:fs';
import { FaultError } from '../../core/faults.ts';
import { decodeAs, markOf, type Encoding } from '../../core/text/decodeText.ts';
import { badLine } from './batchFaults.ts';
import { unreadable } from '../input.ts';

/** A line of the file, or why it cannot be read. Numbers count from 1. */
export type BatchLine = { readonly number: number; readonly text: string } | { readonly number: number; readonly fault: FaultError };

/** Many times what a model reads, however it is escaped; a line of a whole file in one is refused before it fills the memory. */
export const LONGEST_LINE_BYTES = 16 * 2 ** 20;

/** The lines of a file. @throws FaultError `usage` */
export function readLines(file: string): AsyncGenerator<BatchLine> {
  return splitLines(readChunks(file));
}

/** The lines of a text in UTF-8, or in UTF-16 with a byte order mark, however it is cut. Time and memory do not grow with what has been read. */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<BatchLine> {
  let line: LineBuffer | null = null;
  let rest: Buffer = Buffer.alloc(0);
  for await (const read of chunks) {
    let chunk = rest.length > 0 ? Buffer.concat([rest, read]) : read;
    rest = chunk;
    if (!line) {
      if (chunk.length < LONGEST_MARK) continue;
      line = new LineBuffer(markOf(chunk).encoding);
      chunk = chunk.subarray(markOf(chunk).length);
    }
    // The two bytes of a unit may come one by one.
    const whole = chunk.length - (chunk.length % line.unit);
    rest = chunk.subarray(whole);
    yield* line.split(chunk.subarray(0, whole));
  }
  const { encoding, length } = markOf(rest);
  if (line) line.add(rest);
  else yield* (line = new LineBuffer(encoding)).split(rest.subarray(length));
  if (!line.isEmpty) yield line.take();
}

/** Bytes that tell the encoding. */
const LONGEST_MARK = 3;
const LINE_FEED = 10;

async function* readChunks(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Buffer;
  } catch (error) {
    throw new FaultError(unreadable(error));
  }
}

/** One line as it comes, in pieces. */
class LineBuffer {
  readonly #encoding: Encoding;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #number = 1;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }
  /** Bytes of a code unit. */
  get unit(): 1 | 2 {
    return this.#encoding === 'utf-8' ? 1 : 2;
  }

  /** The lines that end in these bytes, which are whole units; what is behind the last is kept. */
  *split(bytes: Buffer): Generator<BatchLine> {
    let start = 0;
    for (let end = this.#lineFeedFrom(bytes, 0); end >= 0; end = this.#lineFeedFrom(bytes, start)) {
      this.add(bytes.subarray(start, end));
      yield this.take();
      start = end + this.unit;
    }
    this.add(bytes.subarray(start));
  }

  #lineFeedFrom(bytes: Buffer, start: number): number {
    if (this.#encoding === 'utf-8') return bytes.indexOf(LINE_FEED, start);
    const low = this.#encoding === 'utf-16le' ? 0 : 1;
    for (let at = bytes.indexOf(LINE_FEED, start); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
      const unit = at - low;
      if (unit % 2 === 0 && bytes[unit + 1 - low] === 0) return unit;
    }
    return -1;
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length > LONGEST_LINE_BYTES) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  take(): BatchLine {
    const number = this.#number++;
    const [bytes, length] = [Buffer.concat(this.#pieces), this.#length];
    this.#pieces = [];
    this.#length = 0;
    if (length > LONGEST_LINE_BYTES) {
      const cause = `It is longer than ${LONGEST_LINE_BYTES / 2 ** 20} MiB.`;
      return { number, fault: badLine(cause, 'Give one {"id": "...", "text": "..."} per line.') };
    }
    const { text, invalid } = decodeAs(bytes, this.#encoding);
    if (!invalid) return { number, text };
    const name = this.#encoding === 'utf-8' ? 'UTF-8' : 'UTF-16';
    return {
      number,
      fault: badLine(`It is not ${name}: byte ${invalid.offset + 1} of the line is no part of a character.`, 'Save the file as UTF-8.'),
    };
  }
}
