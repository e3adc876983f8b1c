import { expect, test } from 'vitest';
import { encodeNpz, type NpyArray } from '../../src/engine/files/npz.ts';
import { loadNpz } from '../support/npz.ts';

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
