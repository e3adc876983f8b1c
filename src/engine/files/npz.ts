import { crc32 } from 'node:zlib';
import { FaultError } from '../../core/faults.ts';

/** An array as NumPy sees it: row-major, little-endian. */
export interface NpyArray {
  readonly data: Float32Array | Int32Array | BigInt64Array;
  readonly shape: readonly number[];
}

const ENTRY_SIGNATURE = 0x04034b50;
const DIRECTORY_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const ZIP_VERSION = 20;
/** File names are UTF-8. */
const UTF8_FLAG = 0x0800;
/** 1 January 1980: the same arrays give the same bytes. */
const FIXED_DATE = 0x21;
/** Without the zip64 extension sizes and offsets have 32 bits. */
const LARGEST_ARCHIVE = 2 ** 32 - 1;

/** A NumPy archive (`np.load(..., allow_pickle=False)`): a zip of `<name>.npy` entries, stored, as chunks to be written in order. */
export function encodeNpz(arrays: ReadonlyMap<string, NpyArray>): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, array] of arrays) {
    const content = encodeNpy(array);
    const fields = commonFields(new TextEncoder().encode(`${name}.npy`), content);
    const entry = joinBytes(uint32(ENTRY_SIGNATURE), uint16(ZIP_VERSION), fields.shared, fields.name);
    directory.push(
      joinBytes(
        uint32(DIRECTORY_SIGNATURE),
        uint16(ZIP_VERSION, ZIP_VERSION),
        fields.shared,
        // No comment, first disk, binary, no attributes.
        uint16(0, 0, 0),
        uint32(0, offset),
        fields.name,
      ),
    );
    chunks.push(entry, content);
    offset += entry.length + content.length;
    if (offset > LARGEST_ARCHIVE) throw tooLarge();
  }
  const directoryBytes = joinBytes(...directory);
  const end = joinBytes(uint32(END_SIGNATURE), uint16(0, 0, arrays.size, arrays.size), uint32(directoryBytes.length, offset), uint16(0));
  return [...chunks, directoryBytes, end];
}

/** The fields that an entry and its line in the directory have in common, from the flags to the lengths. */
function commonFields(name: Uint8Array, content: Uint8Array): { shared: Uint8Array; name: Uint8Array } {
  const stored = 0;
  const shared = joinBytes(
    uint16(UTF8_FLAG, stored, 0, FIXED_DATE),
    uint32(crc32(content), content.length, content.length),
    uint16(name.length, 0),
  );
  return { shared, name };
}

/** NPY format 1.0: magic, version, header length, a Python dictionary padded to 64 bytes, then the numbers. */
function encodeNpy({ data, shape }: NpyArray): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]!},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${dtypeOf(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const preamble = 10;
  const padded = Math.ceil((preamble + header.length + 1) / 64) * 64 - preamble;
  const text = new TextEncoder().encode(`${header.padEnd(padded - 1)}\n`);
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
  return joinBytes(magic, uint16(padded), text, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function dtypeOf(data: NpyArray['data']): string {
  if (data instanceof Float32Array) return '<f4';
  return data instanceof Int32Array ? '<i4' : '<i8';
}

function uint16(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint16(2 * index, value, true);
  return bytes;
}

function uint32(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value, true);
  return bytes;
}

function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function tooLarge(): FaultError {
  return new FaultError({
    code: 'runtime',
    title: 'The result is too large for npz',
    cause: 'It would be larger than 4 GiB.',
    nextStep: 'Run a shorter text.',
  });
}
