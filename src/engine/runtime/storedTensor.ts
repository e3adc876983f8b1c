import { closeSync, openSync, readSync } from 'node:fs';
import { accessing, FaultError } from '../../core/faults.ts';
import { elementBits, elementTypeName } from '../../onnx/format/elementTypes.ts';
import type { OnnxTensor } from '../../onnx/format/tensor.ts';
import { withFileSource } from '../model/fileSource.ts';
import { TO_FLOATS } from './floats.ts';
import { packedOffset, rawFromList } from './typedList.ts';
import { findWeights, type FolderFile } from '../model/folderFiles.ts';

/** Random access to the numbers of one tensor on disk. */
export interface StoredTensor {
  /** Elements [start, end) in row-major order. @throws FaultError `file-truncated` when the file has become shorter */
  read(start: number, end: number): Float32Array;
  close(): void;
}

/**
 * Opens a tensor of a model file, wherever its bytes are.
 * @throws FaultError `unavailable` when its numbers are kept in a form that is not read, or its file has gone
 */
export function openStoredTensor(model: FolderFile, tensor: OnnxTensor): StoredTensor {
  const decode = DECODERS[elementTypeName(tensor.elementType)];
  const bits = elementBits(tensor.elementType);
  if (!decode || !bits) throw unreadable(`numbers of the type ${elementTypeName(tensor.elementType)}`);
  const { read, close } = openBytes(model, tensor);
  return {
    read: (start, end) => {
      const first = Math.floor((start * bits) / 8);
      return decode(read(first, Math.ceil((end * bits) / 8)), start, end - start);
    },
    close,
  };
}

/** The bytes of a tensor as raw data has them. */
interface RawBytes {
  /** Bytes [start, end), in memory of their own. */
  readonly read: (start: number, end: number) => Uint8Array<ArrayBuffer>;
  readonly close: () => void;
}

function openBytes(model: FolderFile, tensor: OnnxTensor): RawBytes {
  const { data } = tensor;
  switch (data.kind) {
    case 'raw':
      return openOwn(model, data.offset);
    case 'external': {
      const file = findWeights(model, data.location);
      if (!file) throw unreadable('a file that is no longer there');
      return openFile(file, data.offset);
    }
    case 'typed': {
      const found = withFileSource(model, source => packedOffset(source, tensor, data) ?? rawFromList(source, tensor, data));
      if (found === null) throw unreadable('a list of numbers that does not fit its shape');
      return typeof found === 'number' ? openOwn(model, found) : inMemory(found);
    }
    case 'empty':
      throw unreadable('no numbers at all');
  }
}

/** From an offset on in the model file itself. */
function openOwn(model: FolderFile, offset: number): RawBytes {
  return model.content ? inMemory(model.content.subarray(offset)) : openFile(model, offset);
}

function inMemory(bytes: Uint8Array<ArrayBuffer>): RawBytes {
  return { read: (start, end) => bytes.slice(start, end), close: () => {} };
}

function openFile({ name, path }: FolderFile, offset: number): RawBytes {
  const descriptor = accessing(name, () => openSync(path, 'r'));
  return {
    read: (start, end) => accessing(name, () => readExactly(descriptor, offset + start, end - start)),
    close: () => {
      closeSync(descriptor);
    },
  };
}

type Decode = (bytes: Uint8Array<ArrayBuffer>, start: number, count: number) => Float32Array;

/** By element type; the machine is little-endian, as every one that Node.js has builds for. */
const DECODERS: Readonly<Record<string, Decode>> = {
  ...TO_FLOATS,
  int8: ({ buffer }) => Float32Array.from(new Int8Array(buffer)),
  uint8: bytes => Float32Array.from(bytes),
  int16: ({ buffer }) => Float32Array.from(new Int16Array(buffer)),
  uint16: ({ buffer }) => Float32Array.from(new Uint16Array(buffer)),
  int32: ({ buffer }) => Float32Array.from(new Int32Array(buffer)),
  int4: (bytes, start, count) => unpack(bytes, start, count, 4, true),
  uint4: (bytes, start, count) => unpack(bytes, start, count, 4, false),
  int2: (bytes, start, count) => unpack(bytes, start, count, 2, true),
  uint2: (bytes, start, count) => unpack(bytes, start, count, 2, false),
};

/** Numbers of a few bits, the first in the lowest bits of a byte; `bytes` begins with the byte that element `start` is in. */
function unpack(bytes: Uint8Array, start: number, count: number, bits: number, signed: boolean): Float32Array {
  const perByte = 8 / bits;
  const [mask, half] = [2 ** bits - 1, 2 ** (bits - 1)];
  const skipped = start % perByte;
  return Float32Array.from({ length: count }, (_, index) => {
    const position = skipped + index;
    const value = (bytes[Math.floor(position / perByte)]! >> (bits * (position % perByte))) & mask;
    return signed && value >= half ? value - 2 * half : value;
  });
}

function readExactly(descriptor: number, position: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = readSync(descriptor, bytes, done, length - done, position + done);
    if (count === 0) throw shortened();
    done += count;
  }
  return bytes;
}

export function unreadable(form: string): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'The word embeddings of this model are not read',
    cause: `The model keeps the table as ${form}.`,
    nextStep: 'Attention works; use the built-in model for word embeddings.',
  });
}

function shortened(): FaultError {
  return new FaultError({
    code: 'file-truncated',
    title: 'The model file has become shorter',
    cause: 'It ends before the end of a table that was there when it was opened.',
    nextStep: 'Explore again; if that fails, copy the file again.',
  });
}
