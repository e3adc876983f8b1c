import { OnnxFormatError } from './formatError.ts';
import type { MessageReader } from './wire.ts';

/** Where a tensor's bytes are when they are not in the model file itself. */
export interface ExternalData {
  readonly kind: 'external';
  /** Relative path with `/`, inside the model file's folder: checked by {@link assertSafeLocation}. */
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** What the `external_data` entries of one tensor say, before the shape completes a missing length. */
export interface ExternalEntries {
  location: string | null;
  offset: bigint;
  length: bigint | null;
}

/** `checksum` is allowed by the format and not needed by any reader. */
const IGNORED_KEYS = new Set(['checksum']);
const MAXIMUM_LOCATION_LENGTH = 1_024;

/** Reads one StringStringEntryProto of `TensorProto.external_data` into `entries`. */
export function readExternalEntry(entry: MessageReader, entries: ExternalEntries): void {
  const start = entry.valueStart;
  let key = '';
  let value = '';
  while (entry.next()) {
    if (entry.field === 1) key = entry.name();
    else if (entry.field === 2) value = entry.name();
  }
  if (key === 'location') {
    assertSafeLocation(value, entry.valueStart);
    entries.location = value;
  } else if (key === 'offset') entries.offset = parseCount(value, entry.valueStart);
  else if (key === 'length') entries.length = parseCount(value, entry.valueStart);
  else if (!IGNORED_KEYS.has(key)) throw new OnnxFormatError('malformed', start, 'an external data entry that ONNX does not know');
}

function parseCount(value: string, offset: number): bigint {
  if (!/^[0-9]{1,15}$/.test(value)) throw new OnnxFormatError('bad-tensor', offset, 'an external data position that is no count of bytes');
  return BigInt(value);
}

/**
 * Accepts only names and sub-folders below the model's own folder: no absolute path, drive, `..`, backslash, control character,
 * percent-encoded separator or dot, and not onnxruntime's in-memory marker. Links are for the caller to refuse, who sees the disk.
 */
export function assertSafeLocation(location: string, offset: number): void {
  const segments = location.split('/');
  const safe =
    location.length > 0 &&
    location.length <= MAXIMUM_LOCATION_LENGTH &&
    segments.every(segment => segment !== '' && segment !== '.' && segment !== '..') &&
    // oxlint-disable-next-line no-control-regex -- control characters are what it must find
    !/[\u0000-\u001f\u007f\\:*?"<>|]/.test(location) &&
    !/%(?:2e|2f|5c|00)/i.test(location) &&
    !location.includes('_ORT_MEM_ADDR_');
  if (!safe) throw new OnnxFormatError('unsafe-path', offset, 'external data outside the folder of the model');
}

/**
 * Two tensors may share one range (tied weights), but ranges that overlap in part are no work of an exporter.
 * @throws OnnxFormatError `bad-tensor`
 */
export function assertNoPartialOverlap(tensors: readonly ExternalData[]): void {
  const sorted = tensors.toSorted((a, b) =>
    a.location < b.location ? -1 : a.location > b.location ? 1 : a.offset - b.offset || a.length - b.length,
  );
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1]!;
    const after = sorted[i]!;
    const same = before.offset === after.offset && before.length === after.length;
    if (before.location === after.location && !same && after.offset < before.offset + before.length) {
      throw new OnnxFormatError('bad-tensor', 0, 'external tensors that overlap in part');
    }
  }
}
