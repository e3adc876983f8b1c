import { constants, type BigIntStats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { FaultError } from '../../core/faults.ts';
import { faultOfSystemError, isMissing } from '../../core/systemFaults.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { VectorFormat } from '../../protocol/embeddingApi.ts';
import { goOn } from '../runs/goOn.ts';
import { BinaryVectorScanner } from './binary.ts';
import { noVectors, readVectorLayout, type VectorLayout } from './format.ts';
import type { VectorIndex } from './index.ts';
import { LONGEST_RECORD, type VectorScanner } from './scanner.ts';
import { TextVectorScanner } from './text.ts';
import { WantedWords } from './wantedWords.ts';

/** What a file of word vectors is. */
export interface VectorFileFacts {
  readonly format: VectorFormat;
  readonly width: number;
  /** Vectors in the file. */
  readonly count: number;
  /** Lines or records that are no vector of that width; a header that does not say what the file holds is one of them. */
  readonly broken: number;
  /** Most of its words are written `/c/en/word`, as in ConceptNet Numberbatch: no word of a text is found among them. */
  readonly hasPaths: boolean;
}

/** What was found in a file of word vectors. */
export interface VectorFileContent extends VectorFileFacts {
  /** Of the words that were asked for and are in the file; the first of a word that comes twice. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/** Read at a time: a millisecond or two, after which other calls have their turn. */
const CHUNK = 2 ** 18;

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
  let status: BigIntStats;
  try {
    status = await handle.stat({ bigint: true });
  } catch (error) {
    await handle.close();
    throw notOpened(error);
  }
  if (!status.isFile()) {
    await handle.close();
    throw new FaultError({
      code: 'file-corrupt',
      title: 'This is no file of word vectors',
      cause: 'It is a folder, a device or a pipe.',
      nextStep: 'Choose a file of word2vec, GloVe or fastText.',
    });
  }
  return { handle, size: Number(status.size), fingerprint: fingerprintOf(status) };
}

function fingerprintOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mtimeNs}`;
}

/** To be called behind a reading: what was read may be of two states. @throws FaultError `stale-run` */
export async function assertUnwritten({ handle, fingerprint }: OpenVectorFile): Promise<void> {
  if (fingerprintOf(await handle.stat({ bigint: true }).catch(refuse)) === fingerprint) return;
  throw written();
}

function written(): FaultError {
  return new FaultError({
    code: 'stale-run',
    title: 'The file of word vectors changed',
    cause: 'It was written while it was read.',
    nextStep: 'Try again when it is complete.',
  });
}

/** The {@link OpenVectorFile.fingerprint} of the file at a path; null when there is none. */
export async function fingerprintAt(path: string): Promise<string | null> {
  try {
    return fingerprintOf(await stat(path, { bigint: true }));
  } catch {
    return null;
  }
}

/**
 * Reads a file of any size once, a piece at a time, and keeps the vectors of `words`. Between two pieces a cancellation is noticed.
 * @param index an empty one, to be filled for {@link findVectors}
 * @throws FaultError `file-*` for a file that holds no word vectors, `cancelled`
 */
export async function readVectors(
  file: OpenVectorFile,
  words: Iterable<string>,
  index: VectorIndex | null,
  context?: CallContext,
): Promise<VectorFileContent> {
  const wanted = new WantedWords(words);
  const buffer = createBuffer();
  const filled = await fill(file, buffer, 0, LONGEST_RECORD, 0);
  const layout = readVectorLayout(buffer.subarray(0, filled), filled < LONGEST_RECORD ? filled : file.size);
  const { format, width, start, header } = layout;
  const scanner = createScanner(layout, wanted, index);
  await scanPart(file, scanner, buffer, start, file.size, context);
  if (scanner.count === 0) throw noVectors();
  const headerLies = header !== null && (header.width !== width || header.count !== scanner.count + scanner.broken);
  const { count, paths, lostPlace } = scanner;
  const broken = scanner.broken + (headerLies ? 1 : 0);
  // Only the header knows how many records there were where their place was lost.
  const missed = lostPlace && header !== null ? header.count - count : 0;
  return { format, width, count, broken: Math.max(broken, missed), hasPaths: 2 * paths > count, vectors: wanted.vectors };
}

/**
 * The vectors of `words`, by reading the parts of the file where they may stand.
 * @param index filled by {@link readVectors} from this file, and complete
 * @throws FaultError `cancelled`
 */
export async function findVectors(
  file: OpenVectorFile,
  facts: VectorFileFacts,
  index: VectorIndex,
  words: Iterable<string>,
  context?: CallContext,
): Promise<ReadonlyMap<string, Float32Array>> {
  const wanted = new WantedWords(words);
  const buffer = createBuffer();
  for (const [start, end] of index.partsWith(wanted)) {
    await scanPart(file, createScanner(facts, wanted, null), buffer, start, end, context);
  }
  return wanted.vectors;
}

/** Room for a piece and a record that is not complete yet: all that is held of a file. */
function createBuffer(): Buffer {
  return Buffer.allocUnsafe(CHUNK + LONGEST_RECORD);
}

function createScanner(
  { format, width }: Pick<VectorLayout, 'format' | 'width'>,
  wanted: WantedWords,
  index: VectorIndex | null,
): VectorScanner {
  return format === 'word2vec binary' ? new BinaryVectorScanner(width, wanted, index) : new TextVectorScanner(width, wanted, index);
}

/** Scans [start, end) of a file. */
async function scanPart(
  file: OpenVectorFile,
  scanner: VectorScanner,
  buffer: Buffer,
  start: number,
  end: number,
  context: CallContext | undefined,
): Promise<void> {
  let filled = 0;
  let position = start;
  for (let isLast = false; !isLast;) {
    await goOn(context);
    const length = Math.min(CHUNK, end - position);
    const read = await fill(file, buffer, filled, length, position);
    filled += read;
    position += read;
    isLast = position >= Math.min(end, file.size);
    const done = scanner.scan(buffer.subarray(0, filled), position - filled, isLast);
    buffer.copyWithin(0, done, filled);
    filled -= done;
  }
}

/** Reads up to `length` bytes, fewer only at the end of the file. @throws FaultError `stale-run` when that comes sooner than when it was opened */
async function fill({ handle, size }: OpenVectorFile, buffer: Buffer, offset: number, length: number, position: number): Promise<number> {
  const wanted = Math.max(0, Math.min(length, size - position));
  let done = 0;
  while (done < wanted) {
    const { bytesRead } = await handle.read(buffer, offset + done, wanted - done, position + done).catch(refuse);
    if (bytesRead === 0) throw written();
    done += bytesRead;
  }
  return done;
}

function refuse(error: unknown): never {
  throw notOpened(error);
}

function notOpened(error: unknown): FaultError {
  const refused = isMissing(error) ? null : faultOfSystemError(error, 'The file of word vectors');
  if (refused) return new FaultError(refused);
  return new FaultError({
    code: 'model-missing',
    title: 'The file of word vectors was not found',
    cause: 'It was moved or deleted.',
    nextStep: 'Choose the file again.',
    detail: error instanceof Error ? error.message : String(error),
  });
}
