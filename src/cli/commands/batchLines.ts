import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { FaultError } from '../../core/faults.ts';
import { badLine } from './batchFaults.ts';
import { unreadable } from '../input.ts';

/** A line of the file, or why it cannot be read. Numbers count from 1. */
export type BatchLine = { readonly number: number; readonly text: string } | { readonly number: number; readonly fault: FaultError };

/** Many times what a model reads, however it is escaped; a line of a whole file in one is refused before it fills the memory. */
export const LONGEST_LINE_BYTES = 16 * 2 ** 20;

const LINE_FEED = 10;

/** The lines of a file in UTF-8, or in UTF-16 with a byte order mark. Time and memory do not grow with what has been read. @throws FaultError `usage` */
export async function* readLines(file: string): AsyncGenerator<BatchLine> {
  const line = new LineBuffer();
  for await (const chunk of readUtf8(file)) {
    for (let start = 0; start < chunk.length;) {
      const end = chunk.indexOf(LINE_FEED, start);
      line.add(chunk.subarray(start, end < 0 ? chunk.length : end));
      if (end < 0) break;
      yield line.take();
      start = end + 1;
    }
  }
  if (!line.isEmpty) yield line.take();
}

async function* readUtf8(file: string): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  try {
    for await (const read of createReadStream(file)) {
      let chunk = read as Buffer;
      if (isFirst) {
        decoder = decoderOfMark(chunk);
        if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3);
        isFirst = false;
      }
      yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
    }
  } catch (error) {
    throw new FaultError(unreadable(error));
  }
}

function decoderOfMark([first, second]: Buffer): TextDecoder | null {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be') : null;
}

/** One line as it comes, in pieces. */
class LineBuffer {
  #pieces: Uint8Array[] = [];
  #length = 0;
  #number = 1;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length;
    if (this.#length > LONGEST_LINE_BYTES) this.#pieces = [];
    else this.#pieces.push(piece);
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
    try {
      return { number, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      return {
        number,
        fault: badLine(
          `It is not UTF-8: byte ${firstInvalidByte(bytes)} of the line is no part of a character.`,
          'Save the file as UTF-8.',
        ),
      };
    }
  }
}

/** Counted from 1. A replacement character that was not written stands for what could not be read; all before it has the length it had. */
function firstInvalidByte(bytes: Uint8Array): number {
  let offset = 0;
  for (const valid of new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\uFFFD')) {
    offset += Buffer.byteLength(valid);
    const isWritten = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!isWritten) break;
    offset += 3;
  }
  return offset + 1;
}
