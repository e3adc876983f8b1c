import { elementBits, elementTypeName } from './elementTypes.ts';
import { readExternalEntry, type ExternalData, type ExternalEntries } from './externalData.ts';
import { OnnxFormatError } from './formatError.ts';
import { LIMITS } from './limits.ts';
import type { MessageReader } from './wire.ts';

/** A tensor as found in the file: where its bytes are, never the bytes themselves. */
export interface OnnxTensor {
  readonly name: string;
  /** TensorProto.DataType, see elementTypes. */
  readonly elementType: number;
  readonly dims: readonly number[];
  readonly data: TensorData;
}

/** Of a shape without dims, which is one number: 1. */
export function elementCount({ dims }: OnnxTensor): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

export type TensorData =
  /** Little-endian bytes in the model file itself. */
  | { readonly kind: 'raw'; readonly offset: number; readonly length: number }
  | ExternalData
  /** Values in one of the typed protobuf lists; `messageStart`..`messageEnd` is the whole TensorProto. */
  | { readonly kind: 'typed'; readonly field: number; readonly messageStart: number; readonly messageEnd: number }
  | { readonly kind: 'empty' };

/** Fields of TensorProto that hold values; `raw_data` is the usual one. */
const FLOAT_DATA = 4;
const STRING_DATA = 6;
const RAW_DATA = 9;
const DOUBLE_DATA = 10;
const VALUE_FIELDS = new Set([FLOAT_DATA, 5, STRING_DATA, 7, RAW_DATA, DOUBLE_DATA, 11]);

/** What was seen of one TensorProto's values. */
interface StoredValues {
  field: number;
  bytes: number;
  entries: number;
  rawOffset: number;
}

/**
 * Reads one TensorProto and checks by arithmetic alone that its shape and its bytes agree.
 * @throws OnnxFormatError `bad-tensor` (negative or absurd dims, wrong number of bytes), `unsafe-path`, `malformed`, `limit`
 */
export function readTensor(message: MessageReader, start: number, end: number): OnnxTensor {
  message.budget.spend('tensors', start);
  const dims: bigint[] = [];
  const stored: StoredValues = { field: 0, bytes: 0, entries: 0, rawOffset: 0 };
  let elementType = 0;
  let name = '';
  let external: ExternalEntries | null = null;
  let isExternal = false;
  while (message.next()) {
    if (VALUE_FIELDS.has(message.field)) noteValues(message, stored);
    else if (message.field === 1) message.appendSigned(dims, LIMITS.rank);
    else if (message.field === 2) elementType = message.unsigned();
    else if (message.field === 8) name = message.name();
    else if (message.field === 13) readExternalEntry(message.message(), (external ??= { location: null, offset: 0n, length: null }));
    else if (message.field === 14) isExternal = message.unsigned() === 1;
  }

  const bits = elementBits(elementType);
  if (bits === undefined) throw new OnnxFormatError('bad-tensor', start, `a tensor of ${elementTypeName(elementType)}`);
  const elements = countElements(dims, start);
  const shape = { name, elementType, dims: dims.map(Number) };
  const expected = bits === null ? null : (elements * BigInt(bits) + 7n) / 8n;
  if (expected !== null && expected > BigInt(Number.MAX_SAFE_INTEGER))
    throw new OnnxFormatError('bad-tensor', start, 'a tensor larger than any disk');

  if (isExternal || external !== null) {
    if (stored.field !== 0) throw new OnnxFormatError('bad-tensor', start, 'a tensor stored twice');
    return { ...shape, data: externalRange(external, expected, start) };
  }
  checkStored(stored, elements, bits, expected, start);
  if (stored.field === 0) return { ...shape, data: { kind: 'empty' } };
  if (stored.field === RAW_DATA) return { ...shape, data: { kind: 'raw', offset: stored.rawOffset, length: stored.bytes } };
  return { ...shape, data: { kind: 'typed', field: stored.field, messageStart: start, messageEnd: end } };
}

function noteValues(message: MessageReader, stored: StoredValues): void {
  const length = message.valueEnd - message.valueStart;
  const repeatable = message.field !== RAW_DATA;
  if (stored.field !== 0 && (stored.field !== message.field || !repeatable)) {
    // Writers may emit an empty list of another kind; anything else would leave two answers to what the tensor holds.
    if (length === 0) return;
    throw new OnnxFormatError('bad-tensor', message.valueStart, 'a tensor stored twice');
  }
  if (length === 0 && message.field !== STRING_DATA) return;
  stored.field = message.field;
  stored.bytes += length;
  stored.entries++;
  stored.rawOffset = message.valueStart;
}

function countElements(dims: readonly bigint[], offset: number): bigint {
  let elements = 1n;
  for (const dim of dims) {
    if (dim < 0n) throw new OnnxFormatError('bad-tensor', offset, 'a negative dimension');
    if (dim > BigInt(Number.MAX_SAFE_INTEGER)) throw new OnnxFormatError('bad-tensor', offset, 'a dimension beyond 2^53');
    elements *= dim;
  }
  return elements;
}

function checkStored(stored: StoredValues, elements: bigint, bits: number | null, expected: bigint | null, offset: number): void {
  if (!storedSizeFits(stored, elements, bits, expected)) {
    throw new OnnxFormatError('bad-tensor', offset, `a tensor of ${elements} elements in ${stored.bytes} bytes`);
  }
}

function storedSizeFits(stored: StoredValues, elements: bigint, bits: number | null, expected: bigint | null): boolean {
  const bytes = BigInt(stored.bytes);
  if (elements === 0n || stored.field === 0) return elements === 0n && bytes === 0n;
  if (bits === null) return stored.field === STRING_DATA && BigInt(stored.entries) === elements;
  switch (stored.field) {
    case RAW_DATA:
      return bytes === expected;
    case FLOAT_DATA:
      return bytes === (bits === 64 ? elements * 8n : elements * 4n);
    case DOUBLE_DATA:
      return bytes === (bits === 128 ? elements * 16n : elements * 8n);
    case STRING_DATA:
      return false;
    default:
      // Varints of 1 to 10 bytes; types below 8 bits put up to 8 elements into one.
      return bytes <= elements * 10n && bytes * (bits < 8 ? 8n : 1n) >= elements;
  }
}

function externalRange(entries: ExternalEntries | null, expected: bigint | null, offset: number): ExternalData {
  if (entries === null || entries.location === null) throw new OnnxFormatError('bad-tensor', offset, 'an external tensor without a place');
  if (expected === null) throw new OnnxFormatError('bad-tensor', offset, 'strings stored outside the model file');
  const length = entries.length ?? expected;
  if (length !== expected) throw new OnnxFormatError('bad-tensor', offset, `a tensor of ${expected} bytes in ${length} external bytes`);
  return { kind: 'external', location: entries.location, offset: Number(entries.offset), length: Number(length) };
}
