import { OnnxFormatError } from './formatError.ts';

/** Random access to the bytes of one file. Reads are small and mostly sequential, so a paged file descriptor serves well. */
export interface ByteSource {
  readonly size: number;
  /** Bytes [start, end). Callers never ask beyond `size`. The result is read before the next call and never changed. */
  read(start: number, end: number): Uint8Array;
}

/** A source over bytes that are already in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** A source whose file must not shrink: less than was asked for is no answer. @throws OnnxFormatError `truncated` */
export function exactSource(source: ByteSource): ByteSource {
  return {
    size: source.size,
    read: (start, end) => {
      const bytes = source.read(start, end);
      if (bytes.length !== end - start) throw new OnnxFormatError('truncated', start + bytes.length, 'the file ends early');
      return bytes;
    },
  };
}
