import type { ByteSource } from '../../../src/onnx/format/byteSource.ts';

/** A source that notes how much is asked of it, and refuses to be asked beyond its end. */
export class CountingSource implements ByteSource {
  readonly size: number;
  totalBytes = 0;
  largestRead = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.size = bytes.length;
  }

  read(start: number, end: number): Uint8Array {
    if (start < 0 || end < start || end > this.size) throw new RangeError(`read of ${start} to ${end} in ${this.size} bytes`);
    this.totalBytes += end - start;
    this.largestRead = Math.max(this.largestRead, end - start);
    return this.bytes.subarray(start, end);
  }
}
