import { constants, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { FaultError } from '../core/errors.ts';
import { CANCELLED, type CallContext } from '../protocol/rpc.ts';
import type { VectorFormat } from '../protocol/embeddingApi.ts';
import { BinaryVectorScanner } from './vectorBinary.ts';
import { noVectors, readVectorLayout } from './vectorFormat.ts';
import { LONGEST_RECORD, WantedWords } from './vectorScanner.ts';
import { TextVectorScanner } from './vectorText.ts';

/** What was found in a file of word vectors. */
export interface VectorFileContent {
  readonly format: VectorFormat;
  readonly width: number;
  /** Vectors in the file. */
  readonly count: number;
  /** Lines or records that are no vector of that width; a header that does not say what the file holds is one of them. */
  readonly broken: number;
  /** Of the words that were asked for and are in the file; the first of a word that comes twice. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/** Read at a time; this and a record that is not complete yet is all that is held. */
const CHUNK = 4 * 2 ** 20;

/** A file that is open for reading, and a mark that changes when it is written. */
export interface OpenVectorFile {
  readonly handle: FileHandle;
  readonly size: number;
  readonly fingerprint: string;
}

/**
 * Opens an ordinary file; a link to one is fine, since the person chose it. The caller closes it.
 * @throws FaultError `model-missing`, `file-corrupt` for a folder, a device or a pipe
 */
export async function openVectorFile(path: string): Promise<OpenVectorFile> {
  let handle: FileHandle;
  try {
    // A pipe does not block.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw notOpened(error);
  }
  const status: BigIntStats = await handle.stat({ bigint: true });
  if (!status.isFile()) {
    await handle.close();
    throw new FaultError({
      code: 'file-corrupt',
      title: 'This is no file of word vectors',
      cause: 'It is a folder, a device or a pipe.',
      nextStep: 'Choose a file of word2vec, GloVe or fastText.',
    });
  }
  return { handle, size: Number(status.size), fingerprint: `${status.ino} ${status.size} ${status.mtimeNs}` };
}

/**
 * Reads a file of any size once, a piece at a time, and keeps the vectors of `words`. Between two pieces a cancellation is noticed.
 * @throws FaultError `file-*` for a file that holds no word vectors, `cancelled`
 */
export async function readVectors(
  { handle, size }: OpenVectorFile,
  words: Iterable<string>,
  context?: CallContext,
): Promise<VectorFileContent> {
  const wanted = new WantedWords(words);
  const buffer = Buffer.allocUnsafe(CHUNK + LONGEST_RECORD);
  let filled = await fill(handle, buffer, 0, LONGEST_RECORD, 0);
  let position = filled;
  const { format, width, start, header } = readVectorLayout(buffer.subarray(0, filled), filled < LONGEST_RECORD ? filled : size);
  const scanner = format === 'word2vec binary' ? new BinaryVectorScanner(width, wanted) : new TextVectorScanner(width, wanted);
  let done = start;
  for (let isLast = false; !isLast;) {
    if (context?.cancelled) throw new FaultError(CANCELLED);
    buffer.copyWithin(0, done, filled);
    filled -= done;
    const read = await fill(handle, buffer, filled, CHUNK + LONGEST_RECORD - filled, position);
    isLast = read === 0;
    filled += read;
    position += read;
    done = scanner.scan(buffer.subarray(0, filled), isLast);
  }
  if (scanner.count === 0) throw noVectors();
  const headerLies = header !== null && (header.width !== width || header.count !== scanner.count + scanner.broken);
  return { format, width, count: scanner.count, broken: scanner.broken + (headerLies ? 1 : 0), vectors: wanted.vectors };
}

/** Reads up to `length` bytes, fewer only at the end of the file. */
async function fill(handle: FileHandle, buffer: Buffer, offset: number, length: number, position: number): Promise<number> {
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, offset + done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

function notOpened(error: unknown): FaultError {
  return new FaultError({
    code: 'model-missing',
    title: 'The file of word vectors was not found',
    cause: 'It was moved or deleted, or it may not be read.',
    nextStep: 'Choose the file again.',
    detail: error instanceof Error ? error.message : String(error),
  });
}
