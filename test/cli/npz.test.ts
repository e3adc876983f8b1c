import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from '../../src/cli/output/crc32.ts';
import { encodeNpz, type NpyArray } from '../../src/cli/output/npz.ts';
import { createRandom } from '../support/random.ts';
import { loadNpz } from '../support/npz.ts';

test('CRC-32 is the one of zlib, for every length around the step of eight', () => {
  const random = createRandom(5);
  // The check value of the standard.
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, () => Math.floor(random() * 256));
    expect(crc32(bytes)).toBe(zlibCrc32(bytes));
  }
});

test('arrays come back with their names, types, shapes and numbers', () => {
  const shared = Float32Array.of(9, 1.5, -2, NaN, Infinity, 1e-40);
  const arrays = new Map<string, NpyArray>([
    ['encoder.input_ids', { data: BigInt64Array.of(101n, -1n), shape: [2] }],
    ['encoder.offsets', { data: Int32Array.of(-1, -1, 0, 5), shape: [2, 2] }],
    ['encoder.attention.0', { data: shared.subarray(1, 5), shape: [1, 2, 2] }],
    ['empty', { data: new Float32Array(0), shape: [0, 3] }],
  ]);
  const loaded = loadNpz(Buffer.concat(encodeNpz(arrays)));
  expect([...loaded.keys()]).toEqual([...arrays.keys()]);
  expect([...loaded.values()].map(array => array.dtype)).toEqual(['<i8', '<i4', '<f4', '<f4']);
  for (const [name, { data, shape }] of arrays) {
    expect(loaded.get(name)!.shape).toEqual(shape);
    expect(Buffer.from(loaded.get(name)!.bytes)).toEqual(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }
});

test('the same arrays give the same bytes', () => {
  const arrays = new Map([['a', { data: Float32Array.of(1), shape: [1] }]]);
  expect(Buffer.concat(encodeNpz(arrays))).toEqual(Buffer.concat(encodeNpz(arrays)));
});
