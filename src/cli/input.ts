import { formatCount } from '../core/describe/numbers.ts';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { decodeText, nameInvalid, type DecodedText } from '../core/text/decodeText.ts';
import { FaultError } from '../core/faults.ts';
import { isMissing, systemReason } from '../core/systemFaults.ts';
import { checkText, cutText, looksBinary } from '../core/text/textCheck.ts';
import { MAX_RUN_CHARACTERS } from '../protocol/engineApi.ts';
import type { SingleInput } from './arguments/command.ts';
import type { Console } from './console.ts';
import type { Fault } from '../core/fault.ts';

/** More bytes than {@link MAX_RUN_CHARACTERS} can take in UTF-8; the rest of a huge file is not even read. */
const MOST_BYTES = 4 * MAX_RUN_CHARACTERS;

/** The text to run, checked and cut. @throws FaultError `usage`, `empty-text`, or `binary-text` for what is no text, or in another encoding */
export async function readText(input: SingleInput, console: Console): Promise<string> {
  const warn = (message: string): void => {
    console.warn(message);
  };
  if (input.kind === 'text') return prepareText(input.text, warn);
  const decoded = decodeText(await readStream(input.kind === 'stdin' ? console.stdin : createReadStream(input.file)));
  // Beyond what is run, a character may have been cut in two.
  // What is no character in this encoding may be one in another: whether it is text at all, the rest says.
  if (decoded.invalid && decoded.invalid.at < MAX_RUN_CHARACTERS && !looksBinary(decoded.text.replaceAll('\ufffd', ''))) {
    throw notDecoded(decoded);
  }
  return prepareText(decoded.text, warn);
}

/** What is said of a text with bytes that are no characters: read without them, its words would be others. */
export function notDecoded({ encoding, invalid }: DecodedText): FaultError {
  return new FaultError({
    code: 'binary-text',
    title: `The text is not ${encoding}`,
    cause: `The ${nameInvalid(invalid!)} is no part of any character.`,
    nextStep: encoding === 'UTF-8' ? 'Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8.' : 'Save it as UTF-8.',
  });
}

/** Refuses what is no text and cuts what is too long, with a warning. */
export function prepareText(text: string, warn: (message: string) => void): string {
  const cut = cutText(text, MAX_RUN_CHARACTERS);
  if (cut.length < text.length) warn(`only the first ${formatCount(MAX_RUN_CHARACTERS)} characters are read`);
  const fault = checkText(cut, 'text');
  if (fault) throw new FaultError(fault);
  return cut;
}

async function readStream(stream: Readable): Promise<Uint8Array> {
  // One character more than is run, so that the cut is noticed.
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > MOST_BYTES) break;
    }
  } catch (error) {
    throw new FaultError(unreadable(error));
  }
  return Buffer.concat(chunks);
}

export function unreadable(error: unknown): Fault {
  const reason = systemReason(error);
  return {
    code: 'usage',
    title: 'The text could not be read',
    cause: isMissing(error)
      ? 'There is no such file.'
      : reason?.errno === 'EISDIR'
        ? 'It is a folder.'
        : `The file ${reason?.why ?? 'could not be read'}.`,
    nextStep: 'Give a text file in UTF-8.',
    detail: String(error),
  };
}
