import { formatCount } from '../../core/describe/numbers.ts';
import { OnnxFormatError } from './formatError.ts';
import { bytesSource, exactSource, type ByteSource } from './byteSource.ts';
import { Budget, LIMITS } from './limits.ts';

/** Protobuf wire types (https://protobuf.dev/programming-guides/encoding/). Groups (3, 4) are not used by ONNX. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** A varint holds 64 bits in groups of 7. */
const MAXIMUM_VARINT_BYTES = 10;
/** Groups that plain number arithmetic holds without loss (7 x 7 = 49 bits). */
const EXACT_VARINT_BYTES = 7;
const WINDOW_BYTES = 4_096;

/** One file being read: its source, a small window of it, and what it has used of the limits. */
export class FileBytes {
  readonly size: number;
  readonly budget = new Budget();
  private readonly source: ByteSource;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;

  constructor(source: ByteSource) {
    this.source = exactSource(source);
    this.size = source.size;
  }

  byteAt(position: number): number {
    let index = position - this.windowStart;
    if (index < 0 || index >= this.window.length) {
      this.window = this.slice(position, Math.min(this.size, position + WINDOW_BYTES));
      this.windowStart = position;
      index = 0;
    }
    return this.window[index]!;
  }

  slice(start: number, end: number): Uint8Array {
    const inWindow = start >= this.windowStart && end <= this.windowStart + this.window.length;
    return inWindow ? this.window.subarray(start - this.windowStart, end - this.windowStart) : this.source.read(start, end);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Walks the fields of one protobuf message inside [start, end) of a file. Payloads are skipped, not read, until asked for.
 * Every method throws OnnxFormatError and nothing else.
 */
export class MessageReader {
  /** Number of the current field; 0 before the first {@link next}. */
  field = 0;
  /** First byte of the current field's value (behind its length) and the byte after its last. */
  valueStart = 0;
  valueEnd = 0;

  readonly file: FileBytes;
  private readonly end: number;
  /** Only what runs past the outermost message was cut off with the file; inside, it is nonsense. */
  private readonly outermost: boolean;
  private position: number;
  private fieldStart = 0;
  private wireType = VARINT;

  constructor(file: FileBytes, start = 0, end = file.size) {
    this.file = file;
    this.position = start;
    this.end = end;
    this.outermost = start === 0 && end === file.size;
  }

  /** Moves to the next field; false at the end of the message. */
  next(): boolean {
    if (this.position >= this.end) return false;
    const start = this.position;
    this.fieldStart = start;
    this.file.budget.spend('fields', start);
    const tag = this.smallVarint();
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    if (this.field === 0) throw new OnnxFormatError('malformed', start, 'field number 0');
    const length = this.valueLength(start);
    this.valueStart = this.position;
    this.valueEnd = this.position + length;
    if (this.valueEnd > this.end) {
      throw new OnnxFormatError(this.outermost ? 'truncated' : 'malformed', start, `field ${this.field} runs past its parent`);
    }
    this.position = this.valueEnd;
    return true;
  }

  /** The current field as an unsigned number; beyond 2^53 it loses low bits. */
  unsigned(): number {
    return Number(BigInt.asUintN(64, this.integer()));
  }

  /** The current field as int64. */
  signed(): bigint {
    return BigInt.asIntN(64, this.integer());
  }

  float32(): number {
    this.expect(FIXED32);
    return viewOf(this.file.slice(this.valueStart, this.valueEnd)).getFloat32(0, true);
  }

  /** The current field as a name: valid UTF-8 of bounded length. */
  name(): string {
    this.expect(LENGTH_DELIMITED);
    const length = this.valueEnd - this.valueStart;
    if (length > LIMITS.nameBytes) throw new OnnxFormatError('limit', this.valueStart, `a name of ${length} bytes`);
    this.file.budget.spend('names', this.valueStart);
    // What fails here is the disk, not the name.
    const bytes = this.file.slice(this.valueStart, this.valueEnd);
    try {
      return decoder.decode(bytes);
    } catch {
      throw new OnnxFormatError('malformed', this.valueStart, 'a name that is not UTF-8');
    }
  }

  /** The current field as free text: null when it is longer than a name may be, and no error when it is not UTF-8. */
  text(): string | null {
    this.expect(LENGTH_DELIMITED);
    if (this.valueEnd - this.valueStart > LIMITS.nameBytes) return null;
    return lenientDecoder.decode(this.file.slice(this.valueStart, this.valueEnd));
  }

  /** A copy of the current field as it stands in the file: tag, length and value. */
  whole(): Uint8Array<ArrayBuffer> {
    return this.file.slice(this.fieldStart, this.valueEnd).slice();
  }

  /** A copy of the current field's value: the fields of a nested message. */
  content(): Uint8Array<ArrayBuffer> {
    this.expect(LENGTH_DELIMITED);
    return this.file.slice(this.valueStart, this.valueEnd).slice();
  }

  /** A reader of the current field as a nested message. */
  message(): MessageReader {
    this.expect(LENGTH_DELIMITED);
    return new MessageReader(this.file, this.valueStart, this.valueEnd);
  }

  /** Appends the current field, one int64 or a packed list of them, to `values`. */
  appendSigned(values: bigint[], limit: number): void {
    if (this.wireType === VARINT) {
      values.push(this.signed());
    } else {
      this.expect(LENGTH_DELIMITED);
      const packed = new MessageReader(this.file, this.valueStart, this.valueEnd);
      while (packed.position < packed.end && values.length <= limit) values.push(BigInt.asIntN(64, packed.wideVarint()));
    }
    if (values.length > limit) throw new OnnxFormatError('limit', this.valueStart, `a list of more than ${formatCount(limit)} numbers`);
  }

  /** True when the current field is a string, a message or a packed list. */
  get isLengthDelimited(): boolean {
    return this.wireType === LENGTH_DELIMITED;
  }

  get budget(): Budget {
    return this.file.budget;
  }

  private valueLength(fieldStart: number): number {
    switch (this.wireType) {
      case VARINT: {
        const start = this.position;
        this.skipVarint();
        const length = this.position - start;
        this.position = start;
        return length;
      }
      case FIXED64:
        return 8;
      case LENGTH_DELIMITED:
        return this.smallVarint();
      case FIXED32:
        return 4;
      default:
        throw new OnnxFormatError('malformed', fieldStart, `wire type ${this.wireType}`);
    }
  }

  private integer(): bigint {
    this.expect(VARINT);
    return new MessageReader(this.file, this.valueStart, this.valueEnd).wideVarint();
  }

  /** A varint used as a tag or a length: far below 2^49 in a real file, so plain numbers hold it. */
  private smallVarint(): number {
    const start = this.position;
    let value = 0;
    let scale = 1;
    for (let count = 0; count < EXACT_VARINT_BYTES; count++) {
      const byte = this.varintByte(start);
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new OnnxFormatError('malformed', start, 'a length beyond any file');
  }

  private wideVarint(): bigint {
    const start = this.position;
    let value = 0n;
    for (let count = 0; count < MAXIMUM_VARINT_BYTES; count++) {
      const byte = this.varintByte(start);
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) return value;
    }
    throw new OnnxFormatError('malformed', start, 'a number of more than 10 bytes');
  }

  private skipVarint(): void {
    const start = this.position;
    for (let count = 0; count < MAXIMUM_VARINT_BYTES; count++) if (this.varintByte(start) < 0x80) return;
    throw new OnnxFormatError('malformed', start, 'a number of more than 10 bytes');
  }

  private varintByte(start: number): number {
    if (this.position >= this.end) {
      throw new OnnxFormatError(this.outermost ? 'truncated' : 'malformed', start, 'an unfinished number');
    }
    return this.file.byteAt(this.position++);
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType)
      throw new OnnxFormatError('malformed', this.valueStart, `field ${this.field} has wire type ${this.wireType}`);
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Of a message in memory. */
export function messageOf(bytes: Uint8Array): MessageReader {
  return new MessageReader(new FileBytes(bytesSource(bytes)));
}
