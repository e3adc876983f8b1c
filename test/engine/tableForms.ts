import { halfOf } from '../../src/engine/runtime/floats.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { integerField, message, varint, type Bytes } from '../onnx/support/protobufParts.ts';
import { createRandom } from '../support/random.ts';

export const ROWS = 9;
export const WIDTH = 64;
export const BLOCK = 16;
export const FLOAT = 1;
export const UINT8 = 2;
export const INT8 = 3;
export const UINT16 = 4;
export const INT64 = 7;
export const FLOAT16 = 10;
export const BFLOAT16 = 16;
export const UINT4 = 21;
export const INT4 = 22;

export interface StoredMatrix {
  readonly type: number;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
  /** Written as a list of numbers of protobuf instead of raw data. */
  readonly isList?: boolean;
}

const asList = (matrix: StoredMatrix): StoredMatrix => ({ ...matrix, isList: true });

/** The fields of a TensorProto that hold its numbers. */
function storageOf({ type, bytes, isList }: StoredMatrix): Bytes {
  if (!isList) return lengthDelimited(9, bytes);
  if (type === FLOAT) return lengthDelimited(4, bytes);
  const wide = type === FLOAT16 || type === UINT16;
  const numbers = wide ? new Uint16Array(Uint8Array.from(bytes).buffer) : type === INT8 ? new Int8Array(bytes) : bytes;
  return lengthDelimited(5, concatenate(Array.from(numbers, value => varint(BigInt(value)))));
}

function halves(dims: readonly number[], seed: number): StoredMatrix {
  const numbers = new Float32Array(Uint8Array.from(floats(dims, seed).bytes).buffer);
  return { type: FLOAT16, dims, bytes: new Uint8Array(Uint16Array.from(numbers, halfOf).buffer) };
}

/** Random bytes; a float in each of them would be anything, so scales are made apart. */
export function randomBytes(type: number, dims: readonly number[], bits: number, seed: number): StoredMatrix {
  const random = createRandom(seed);
  const count = Math.ceil((dims.reduce((a, b) => a * b, 1) * bits) / 8);
  return { type, dims, bytes: Uint8Array.from({ length: count }, () => 256 * random()) };
}

export function floats(dims: readonly number[], seed: number): StoredMatrix {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 0.01 + random());
  return { type: FLOAT, dims, bytes: new Uint8Array(values.buffer) };
}

export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, number>> = {},
): Bytes {
  const [domain, name] = operator.includes(':') ? (operator.split(':') as [string, string]) : ['', operator];
  const integer = 2;
  return message(
    1,
    ...inputs.map(input => lengthDelimited(1, input)),
    lengthDelimited(2, output),
    lengthDelimited(4, name),
    lengthDelimited(7, domain),
    ...Object.entries(attributes).map(([key, value]) =>
      message(5, lengthDelimited(1, key), integerField(3, value), integerField(20, integer)),
    ),
  );
}

/** A model that gives the rows `ids` of a table as `rows`. */
export function lookupModel(nodes: readonly Bytes[], tensors: Readonly<Record<string, StoredMatrix>>): Bytes {
  const initializers = Object.entries(tensors).map(([name, matrix]) =>
    message(5, ...matrix.dims.map(dim => integerField(1, dim)), integerField(2, matrix.type), lengthDelimited(8, name), storageOf(matrix)),
  );
  const shape = message(2, message(1, lengthDelimited(2, 'batch')), message(1, lengthDelimited(2, 'tokens')));
  const input = message(11, lengthDelimited(1, 'ids'), message(2, message(1, integerField(1, 7), shape)));
  const graph = message(7, ...nodes, lengthDelimited(2, 'lookup'), ...initializers, input, message(12, lengthDelimited(1, 'rows')));
  const microsoft = message(8, lengthDelimited(1, 'com.microsoft'), integerField(2, 1));
  return concatenate([integerField(1, 10), graph, message(8, integerField(2, 21)), microsoft]);
}

const gatherFirst = (attributes: Record<string, number>, zeroPoints: boolean): Bytes[] => [
  node('Gather', ['table', 'ids'], 'picked'),
  node('Gather', ['scales', 'ids'], 'pickedScales'),
  ...(zeroPoints ? [node('Gather', ['zeros', 'ids'], 'pickedZeros')] : []),
  node('DequantizeLinear', ['picked', 'pickedScales', ...(zeroPoints ? ['pickedZeros'] : [])], 'rows', { axis: 2, ...attributes }),
];
export const gatherLast = (attributes: Record<string, number>, inputs = ['table', 'scales', 'zeros']): Bytes[] => [
  node('DequantizeLinear', inputs, 'floats', attributes),
  node('Gather', ['floats', 'ids'], 'rows'),
];
const blockGather = (inputs: readonly string[], attributes: Record<string, number>): Bytes[] => [
  node('com.microsoft:GatherBlockQuantized', ['table', 'ids', ...inputs], 'rows', { gather_axis: 0, quantize_axis: 1, ...attributes }),
];

/** A table that the graph computes: 8 bits, made floats, less a zero point perhaps, times a scale. */
const computed = (type: number, zeros: boolean): Bytes[] => [
  node('Cast', ['table'], 'wide', { to: type }),
  ...(zeros ? [node('Cast', ['zeros'], 'wideZeros', { to: type }), node('Sub', ['wide', 'wideZeros'], 'centred')] : []),
  node('Mul', ['scales', zeros ? 'centred' : 'wide'], 'floats'),
  node('Gather', ['floats', 'ids'], 'rows'),
];
const integers = (...values: readonly number[]): StoredMatrix => ({
  type: INT64,
  dims: [values.length],
  bytes: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});
/** The table of a MatMulNBits, whose last block is filled up, read by a GatherBlockQuantized as well. */
const tied = (bits: number): readonly [readonly Bytes[], Readonly<Record<string, StoredMatrix>>] => [
  [
    node('Reshape', ['packed', 'shape'], 'table'),
    node('com.microsoft:GatherBlockQuantized', ['table', 'ids', 'scales'], 'filled', {
      gather_axis: 0,
      quantize_axis: 1,
      block_size: BLOCK,
      bits,
    }),
    node('Slice', ['filled', 'start', 'end', 'axis'], 'rows'),
  ],
  {
    packed: randomBytes(UINT8, [ROWS, 3, (BLOCK * bits) / 8], 8, 1),
    shape: integers(ROWS, (3 * BLOCK * bits) / 8),
    scales: floats([ROWS, 3], 2),
    start: integers(0),
    end: integers(40),
    axis: integers(-1),
  },
];

const scalesOfBlocks = floats([ROWS, WIDTH / BLOCK], 2);
/** Ways to keep a table, each of all that a file may say about it. */
export const FORMS: Readonly<Record<string, readonly [nodes: readonly Bytes[], tensors: Readonly<Record<string, StoredMatrix>>]>> = {
  floats: [[node('Gather', ['table', 'ids'], 'rows')], { table: floats([ROWS, WIDTH], 1) }],
  '16-bit floats': [
    [node('Gather', ['table', 'ids'], 'picked'), node('Cast', ['picked'], 'rows', { to: FLOAT })],
    { table: { type: FLOAT16, dims: [ROWS, WIDTH], bytes: randomBytes(UINT8, [ROWS, WIDTH * 2], 8, 1).bytes.map(byte => byte & 0x3b) } },
  ],
  'floats, as the head that shares them needs them': [
    [node('Transpose', ['table'], 'turned'), node('Gather', ['turned', 'ids'], 'rows')],
    { table: floats([WIDTH, ROWS], 1) },
  ],
  '16-bit floats, as the head that shares them needs them': [
    [node('Transpose', ['table'], 'turned'), node('Gather', ['turned', 'ids'], 'picked'), node('Cast', ['picked'], 'rows', { to: FLOAT })],
    { table: halves([WIDTH, ROWS], 1) },
  ],
  '8 bits, one scale': [
    gatherLast({}),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: floats([], 2), zeros: randomBytes(UINT8, [], 8, 3) },
  ],
  '8 bits, one scale and zero point in lists': [
    [node('Gather', ['table', 'ids'], 'picked'), node('DequantizeLinear', ['picked', 'scales', 'zeros'], 'rows')],
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: asList(floats([], 2)), zeros: asList(randomBytes(UINT8, [], 8, 3)) },
  ],
  '8 bits with a sign, everything in lists': [
    gatherLast({ axis: 0 }),
    {
      table: asList(randomBytes(INT8, [ROWS, WIDTH], 8, 1)),
      scales: asList(floats([ROWS], 2)),
      zeros: asList(randomBytes(INT8, [ROWS], 8, 3)),
    },
  ],
  '8 bits, one zero point for a scale per row': [
    computed(FLOAT, true),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: floats([ROWS, 1], 2), zeros: randomBytes(UINT8, [1], 8, 3) },
  ],
  '8 bits, a scale per row of as many as columns': [
    gatherLast({ axis: 0 }, ['table', 'scales']),
    { table: randomBytes(INT8, [WIDTH, WIDTH], 8, 1), scales: floats([WIDTH], 2) },
  ],
  '16 bits, one scale': [
    gatherLast({}),
    { table: asList(randomBytes(UINT16, [ROWS, WIDTH], 16, 1)), scales: floats([], 2), zeros: asList(randomBytes(UINT16, [], 16, 3)) },
  ],
  '8 bits with a scale of 16': [
    gatherLast({ axis: 0 }, ['table', 'scales']),
    { table: randomBytes(INT8, [ROWS, WIDTH], 8, 1), scales: asList(halves([ROWS], 2)) },
  ],
  '8 bits, computed by a scale per row': [
    computed(FLOAT, false),
    { table: randomBytes(INT8, [ROWS, WIDTH], 8, 1), scales: floats([ROWS, 1], 2) },
  ],
  '8 bits, computed in 16-bit floats by a zero point and a scale per row': [
    computed(FLOAT16, true),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: halves([ROWS, 1], 2), zeros: randomBytes(UINT8, [ROWS, 1], 8, 3) },
  ],
  '8 bits, picked first and computed by the scale of each row': [
    [
      node('Gather', ['table', 'ids'], 'picked'),
      node('Gather', ['scales', 'ids'], 'pickedScales'),
      node('Cast', ['picked'], 'wide', { to: FLOAT }),
      node('Mul', ['wide', 'pickedScales'], 'rows'),
    ],
    { table: randomBytes(INT8, [ROWS, WIDTH], 8, 1), scales: floats([ROWS, 1], 2) },
  ],
  '8 bits, a scale per row': [
    gatherLast({ axis: 0 }),
    { table: randomBytes(INT8, [ROWS, WIDTH], 8, 1), scales: floats([ROWS], 2), zeros: randomBytes(INT8, [ROWS], 8, 3) },
  ],
  '8 bits, a scale per column': [
    gatherLast({ axis: 1 }, ['table', 'scales']),
    { table: randomBytes(INT8, [ROWS, WIDTH], 8, 1), scales: floats([WIDTH], 2) },
  ],
  '8 bits, blocks down the rows': [
    gatherLast({ axis: 0, block_size: 4 }, ['table', 'scales']),
    { table: randomBytes(INT8, [ROWS, WIDTH], 8, 1), scales: floats([3, WIDTH], 2) },
  ],
  '8 bits, blocks of a row, picked first': [
    gatherFirst({ block_size: BLOCK }, true),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: scalesOfBlocks, zeros: randomBytes(UINT8, [ROWS, WIDTH / BLOCK], 8, 3) },
  ],
  '4 bits with a sign, blocks of a row': [
    gatherLast({ axis: 1, block_size: BLOCK }),
    { table: randomBytes(INT4, [ROWS, WIDTH], 4, 1), scales: scalesOfBlocks, zeros: randomBytes(INT4, [ROWS, WIDTH / BLOCK], 4, 3) },
  ],
  'GatherBlockQuantized of 4 bits': [
    blockGather(['scales', 'zeros'], { block_size: BLOCK }),
    { table: randomBytes(UINT4, [ROWS, WIDTH], 4, 1), scales: scalesOfBlocks, zeros: randomBytes(UINT4, [ROWS, WIDTH / BLOCK], 4, 3) },
  ],
  'GatherBlockQuantized of 4 bits in bytes': [
    blockGather(['scales'], { block_size: BLOCK, bits: 4 }),
    { table: randomBytes(UINT8, [ROWS, WIDTH / 2], 8, 1), scales: scalesOfBlocks },
  ],
  'GatherBlockQuantized of 4 bits in bytes, with zero points': [
    blockGather(['scales', 'zeros'], { block_size: BLOCK, bits: 4 }),
    { table: randomBytes(UINT8, [ROWS, WIDTH / 2], 8, 1), scales: scalesOfBlocks, zeros: randomBytes(UINT8, [ROWS, 2], 8, 3) },
  ],
  'GatherBlockQuantized of 4 bits in bytes, an odd number of blocks with zero points': [
    blockGather(['scales', 'zeros'], { block_size: BLOCK, bits: 4 }),
    {
      table: randomBytes(UINT8, [ROWS, (3 * BLOCK) / 2], 8, 1),
      scales: floats([ROWS, 3], 2),
      zeros: randomBytes(UINT8, [ROWS, 2], 8, 3),
    },
  ],
  'GatherBlockQuantized of 4 bits with scales of 16': [
    blockGather(['scales'], { block_size: BLOCK, bits: 4 }),
    { table: randomBytes(UINT8, [ROWS, WIDTH / 2], 8, 1), scales: halves([ROWS, WIDTH / BLOCK], 2) },
  ],
  'GatherBlockQuantized of 4 bits, which is the head as well': tied(4),
  'GatherBlockQuantized of 8 bits, which is the head as well': tied(8),
  'GatherBlockQuantized of 8 bits with zero points': [
    blockGather(['scales', 'zeros'], { block_size: BLOCK, bits: 8 }),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: scalesOfBlocks, zeros: randomBytes(UINT8, [ROWS, 4], 8, 3) },
  ],
  'GatherBlockQuantized of 8 bits': [
    blockGather(['scales'], { block_size: BLOCK, bits: 8 }),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: scalesOfBlocks },
  ],
};
