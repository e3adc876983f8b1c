import { closeSync, openSync, readSync } from 'node:fs';
import { accessing, FaultError } from '../../core/faults.ts';
import { faultOfFormatError } from '../../onnx/fileFaults.ts';
import { bytesSource, type ByteSource } from '../../onnx/format/byteSource.ts';
import { OnnxFormatError } from '../../onnx/format/formatError.ts';
import { HEAD_BYTES, sizeInPointer, sniffFile } from '../../onnx/format/sniff.ts';
import { readHead, type FolderFile } from './folderFiles.ts';

/** Random access to a file on disk, for the ONNX reader, which looks at a small part of it. */
export function withFileSource<T>(file: FolderFile, use: (source: ByteSource) => T): T {
  if (file.content) return use(bytesSource(file.content));
  const descriptor = accessing(file.name, () => openSync(file.path, 'r'));
  try {
    return use({
      size: file.size,
      read: (start, end) => {
        const bytes = new Uint8Array(end - start);
        const count = accessing(file.name, () => readSync(descriptor, bytes, 0, bytes.length, start));
        return bytes.subarray(0, count);
      },
    });
  } finally {
    closeSync(descriptor);
  }
}

/** The same for a model file. @throws FaultError `file-*` for what is no acceptable model file */
export function withModelSource<T>(file: FolderFile, use: (source: ByteSource) => T): T {
  return withFileSource(file, source => {
    try {
      return use(source);
    } catch (error) {
      throw error instanceof OnnxFormatError ? refused(error, file) : error;
    }
  });
}

function refused(error: OnnxFormatError, file: FolderFile): FaultError {
  const head = readHead(file, HEAD_BYTES);
  const sniffed = sniffFile(head, file.size);
  return new FaultError(faultOfFormatError(error, { label: file.name, sniffed, size: file.size, promisedSize: sizeInPointer(head) }));
}
