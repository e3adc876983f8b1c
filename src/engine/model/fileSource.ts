import { closeSync, openSync, readSync } from 'node:fs';
import { accessing } from '../../core/faults.ts';
import type { ByteSource } from '../../onnx/format/byteSource.ts';
import type { FolderFile } from './folderFiles.ts';

/** Random access to a file on disk, for the ONNX reader, which looks at a small part of it. */
export function withFileSource<T>(file: FolderFile, use: (source: ByteSource) => T): T {
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
