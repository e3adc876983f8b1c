import { FaultError } from '../../core/faults.ts';
import { HEAD_BYTES, sniffFile } from '../../onnx/format/sniff.ts';
import type { VectorFormat } from '../../protocol/embeddingApi.ts';
import { numbersAtEnd } from './text.ts';
import type { FaultCode } from '../../core/fault.ts';

/** What the start of a file of word vectors tells. */
export interface VectorLayout {
  readonly format: VectorFormat;
  /** Numbers of a vector: of the lines that are there, not of what the header says. */
  readonly width: number;
  /** First byte of the first line or record. */
  readonly start: number;
  /** Null: no header. */
  readonly header: { readonly count: number; readonly width: number } | null;
}

const HEADER = /^[ \t]*([0-9]{1,12})[ \t]+([0-9]{1,6})[ \t]*\r?$/;
const LINES_LOOKED_AT = 50;
/** The widest vectors in use have 4,096 numbers. */
const LARGEST_WIDTH = 65_536;

/**
 * Tells the formats apart by content, whatever the file is called.
 * @param head the start of the file, a megabyte or all of it
 * @param size of the whole file in bytes
 * @throws FaultError `file-empty`, `file-html`, `file-lfs`, `file-corrupt`
 */
export function readVectorLayout(head: Uint8Array, size: number): VectorLayout {
  refuseOthers(head, size);
  const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const lineEnd = head.indexOf(0x0a, mark);
  const firstLine = new TextDecoder('latin1').decode(head.subarray(mark, lineEnd < 0 ? mark : Math.min(lineEnd, mark + 100)));
  const match = HEADER.exec(firstLine);
  const header = match && { count: Number(match[1]), width: Number(match[2]) };
  const start = header ? lineEnd + 1 : mark;
  const rest = head.subarray(start);
  const width = usualWidth(rest, head.length === size);
  // One number behind a word is prose, unless a header says that it is a vector.
  if (width !== null && (width > 1 || header?.width === width)) return { format: header ? 'word2vec text' : 'GloVe', width, start, header };
  if (!header || header.width < 1 || header.width > LARGEST_WIDTH || isText(rest)) throw noVectors();
  return { format: 'word2vec binary', width: header.width, start, header };
}

/** UTF-8 (that may be cut at the end) without control characters. Floats in binary form are never that for long. */
function isText(bytes: Uint8Array): boolean {
  try {
    // oxlint-disable-next-line no-control-regex -- control characters are what it must find
    return !/[\u0000-\u0008\u000e-\u001f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }));
  } catch {
    return false;
  }
}

/** How many numbers most of the first lines end with; null when it is not half of them. */
function usualWidth(bytes: Uint8Array, isWhole: boolean): number | null {
  const counts = new Map<number, number>();
  let lines = 0;
  for (let start = 0; start < bytes.length && lines < LINES_LOOKED_AT;) {
    const found = bytes.indexOf(0x0a, start);
    if (found < 0 && !isWhole && lines > 0) break;
    const end = found < 0 ? bytes.length : found;
    const width = numbersAtEnd(bytes, start, end);
    start = end + 1;
    if (width === null) continue;
    counts.set(width, (counts.get(width) ?? 0) + 1);
    lines++;
  }
  const [usual] = [...counts].sort(([, a], [, b]) => b - a);
  return usual && usual[0] > 0 && usual[0] <= LARGEST_WIDTH && usual[1] * 2 >= lines ? usual[0] : null;
}

const CHOOSE = 'Choose a file of word2vec (.bin or .txt), GloVe or fastText (.vec).';

function refuseOthers(head: Uint8Array, size: number): void {
  if (isGzip(head)) throw refusal('file-corrupt', 'The file of word vectors is compressed', 'It is a gzip file.', UNPACK);
  if (isFastTextModel(head)) {
    throw refusal(
      'file-corrupt',
      'This is a whole fastText model',
      'Its vectors cannot be read alone.',
      'Choose the .vec file that comes with it.',
    );
  }
  switch (sniffFile(head.subarray(0, HEAD_BYTES), size)) {
    case 'empty':
      throw refusal('file-empty', 'The file of word vectors is empty', 'It holds no data.', 'Download or copy the file again.');
    case 'html':
      throw refusal(
        'file-html',
        'The file of word vectors is a web page',
        'The download probably ended on a sign-in or error page.',
        'Download the file again.',
      );
    case 'lfs-pointer':
      throw refusal(
        'file-lfs',
        'The file of word vectors is only a pointer',
        'It is a Git LFS pointer; the file itself was not downloaded.',
        'Run "git lfs pull" in its repository.',
      );
    case 'zip':
      throw refusal('file-corrupt', 'The file of word vectors is compressed', 'It is a zip file.', UNPACK);
    case 'pickle':
      throw refusal(
        'file-corrupt',
        'The word vectors are stored as Python objects',
        'Reading such a file could run code in it.',
        'Save them with save_word2vec_format of gensim, and choose that file.',
      );
    case 'safetensors':
    case 'zeros':
      throw noVectors();
    case 'json':
    case 'onnx-like':
    case 'unknown':
      // Lines of text may look like these: `[` is a word, and a count that begins with 2 a tag of protobuf.
      return;
  }
}

const UNPACK = 'Unpack it, and choose the file inside.';

function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** FASTTEXT_FILEFORMAT_MAGIC_INT32 of its source, little-endian. */
function isFastTextModel(head: Uint8Array): boolean {
  return head[0] === 0xba && head[1] === 0x16 && head[2] === 0x4f && head[3] === 0x2f;
}

export function noVectors(): FaultError {
  return refusal('file-corrupt', 'No word vectors were found in the file', 'Its lines are not a word and the numbers of a vector.', CHOOSE);
}

function refusal(code: FaultCode, title: string, cause: string, nextStep: string): FaultError {
  return new FaultError({ code, title, cause, nextStep });
}
