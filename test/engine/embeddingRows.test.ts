import '../onnx/support/withoutTelemetry.ts';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRowRange, readRows } from '../../src/engine/runtime/embeddingRows.ts';
import type { FolderFile } from '../../src/engine/model/folderFiles.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { findLookups } from '../../src/onnx/find/embeddingLookups.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { GraphIndex } from '../../src/onnx/graph/index.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { bytesSource } from '../../src/onnx/format/wire.ts';
import { floatTensor, integerField, message, type Bytes } from '../onnx/support/protobufParts.ts';
import { createRandom } from '../support/random.ts';
import type { EmbeddingTable } from '../../src/onnx/find/embeddingTables.ts';

const ROWS = 9;
const WIDTH = 64;
const BLOCK = 16;
const FLOAT = 1;
const UINT8 = 2;
const INT8 = 3;
const FLOAT16 = 10;
const BFLOAT16 = 16;
const UINT4 = 21;
const INT4 = 22;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-rows-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface StoredMatrix {
  readonly type: number;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

/** Random bytes; a float in each of them would be anything, so scales are made apart. */
function randomBytes(type: number, dims: readonly number[], bits: number, seed: number): StoredMatrix {
  const random = createRandom(seed);
  const count = Math.ceil((dims.reduce((a, b) => a * b, 1) * bits) / 8);
  return { type, dims, bytes: Uint8Array.from({ length: count }, () => 256 * random()) };
}

function floats(dims: readonly number[], seed: number): StoredMatrix {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 0.01 + random());
  return { type: FLOAT, dims, bytes: new Uint8Array(values.buffer) };
}

function node(operator: string, inputs: readonly string[], output: string, attributes: Readonly<Record<string, number>> = {}): Bytes {
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
function lookupModel(nodes: readonly Bytes[], tensors: Readonly<Record<string, StoredMatrix>>): Bytes {
  const initializers = Object.entries(tensors).map(([name, { type, dims, bytes }]) =>
    message(5, ...dims.map(dim => integerField(1, dim)), integerField(2, type), lengthDelimited(8, name), lengthDelimited(9, bytes)),
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
const gatherLast = (attributes: Record<string, number>, inputs = ['table', 'scales', 'zeros']): Bytes[] => [
  node('DequantizeLinear', inputs, 'floats', attributes),
  node('Gather', ['floats', 'ids'], 'rows'),
];
const blockGather = (inputs: readonly string[], attributes: Record<string, number>): Bytes[] => [
  node('com.microsoft:GatherBlockQuantized', ['table', 'ids', ...inputs], 'rows', { gather_axis: 0, quantize_axis: 1, ...attributes }),
];

const scalesOfBlocks = floats([ROWS, WIDTH / BLOCK], 2);
const FORMS: Readonly<Record<string, readonly [nodes: readonly Bytes[], tensors: Readonly<Record<string, StoredMatrix>>]>> = {
  floats: [[node('Gather', ['table', 'ids'], 'rows')], { table: floats([ROWS, WIDTH], 1) }],
  '16-bit floats': [
    [node('Gather', ['table', 'ids'], 'picked'), node('Cast', ['picked'], 'rows', { to: FLOAT })],
    { table: { type: FLOAT16, dims: [ROWS, WIDTH], bytes: randomBytes(UINT8, [ROWS, WIDTH * 2], 8, 1).bytes.map(byte => byte & 0x3b) } },
  ],
  '8 bits, one scale': [
    gatherLast({}),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: floats([], 2), zeros: randomBytes(UINT8, [], 8, 3) },
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
  'GatherBlockQuantized of 8 bits': [
    blockGather(['scales'], { block_size: BLOCK, bits: 8 }),
    { table: randomBytes(UINT8, [ROWS, WIDTH], 8, 1), scales: scalesOfBlocks },
  ],
};

function write(bytes: Uint8Array): FolderFile {
  const path = join(folder, 'model.onnx');
  writeFileSync(path, bytes);
  return { name: 'model.onnx', path, size: bytes.length };
}

const readTable = (file: FolderFile, table: EmbeddingTable): Float32Array => readRowRange(file, table, 0, table.rows);

function tableOf(bytes: Uint8Array): EmbeddingTable {
  const [lookup] = findLookups(new GraphIndex(indexModel(bytesSource(bytes)).graph), 'rows');
  if (!lookup) throw new Error('no lookup was found');
  const { dims } = lookup.storage.values;
  return { rows: dims[0]!, width: dims[1]!, storage: lookup.storage, firstRow: 0 };
}

test.each(Object.keys(FORMS))('rows kept as %s are those that ONNX Runtime gives', async form => {
  const bytes = lookupModel(...FORMS[form]!);
  const [file, table] = [write(bytes), tableOf(bytes)];
  expect([table.rows, table.width]).toEqual([ROWS, WIDTH]);
  const wanted = [8, 0, 3, 3, 5];
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const outputs = await session.run({ ids: new Tensor('int64', BigInt64Array.from(wanted, BigInt), [1, wanted.length]) });
  const expected = outputs['rows']!.data as Float32Array;
  expect(new Set(expected).size).toBeGreaterThan(20);
  expect(readRows(file, table, wanted)).toEqual(expected);
  const all = readTable(file, table);
  expect(all.subarray(8 * WIDTH)).toEqual(expected.subarray(0, WIDTH));
  expect(readRowRange(file, table, 3, 6)).toEqual(all.subarray(3 * WIDTH, 6 * WIDTH));
});

test('bfloat16 is the upper half of a float', () => {
  const bytes = lookupModel([node('Gather', ['table', 'ids'], 'rows')], {
    table: { type: BFLOAT16, dims: [2, 2], bytes: Uint8Array.of(0x80, 0x3f, 0x00, 0xc0, 0x49, 0x40, 0x00, 0x00) },
  });
  expect([...readTable(write(bytes), tableOf(bytes))]).toEqual([1, -2, 3.140625, 0]);
});

test('a list of floats in protobuf form is read, other lists are not', () => {
  const gather = node('Gather', ['w', 'ids'], 'rows');
  const modelWith = (tensor: Bytes): Bytes => {
    const graph = message(7, gather, message(5, tensor), message(11, lengthDelimited(1, 'ids')));
    return concatenate([integerField(1, 8), graph, message(8, integerField(2, 17))]);
  };
  const packed = modelWith(floatTensor([2, 2], lengthDelimited(4, new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer))));
  expect([...readRows(write(packed), tableOf(packed), [1])]).toEqual([3, 4]);
  const single = modelWith(
    floatTensor([1, 2], ...[1, 2].map(value => concatenate([Uint8Array.of(0x25), new Uint8Array(Float32Array.of(value).buffer)]))),
  );
  expect(() => readTable(write(single), tableOf(single))).toThrow('The word embeddings of this model are not read');
});

describe('a table', () => {
  test('beside the model is that inside it', () => {
    const folderOf = (name: string) => findModelFile(resolve('test/fixtures/models', name));
    const graphOf = (file: FolderFile) => {
      const { graph } = readModelGraph(file);
      if (graph.kind !== 'text') throw new Error(graph.fault.cause);
      return graph;
    };
    const file = folderOf('bert-external');
    const { word } = graphOf(file).tables;
    expect(word.storage.values.data.kind).toBe('external');
    const rows = readTable(file, word);
    expect(rows.length).toBe(word.rows * word.width);
    expect(readRows(file, word, [5, 181])).toEqual(Float32Array.of(...rows.subarray(160, 192), ...rows.subarray(181 * 32)));
    expect(rows.every(Number.isFinite)).toBe(true);
  });

  test('has no rows beyond its own', () => {
    const bytes = lookupModel(...FORMS['floats']!);
    const [file, table] = [write(bytes), tableOf(bytes)];
    for (const row of [-1, ROWS, 0.5, NaN]) expect(() => readRows(file, table, [row])).toThrow(RangeError);
    expect(() => readRowRange(file, table, 5, 4)).toThrow(RangeError);
  });

  test('whose file was cut since is a fault', () => {
    const bytes = lookupModel(...FORMS['floats']!);
    const [file, table] = [write(bytes), tableOf(bytes)];
    truncateSync(file.path, 500);
    expect(statSync(file.path).size).toBe(500);
    expect(() => readTable(file, table)).toThrow('The model file has become shorter');
  });

  test('whose scales do not fit is not guessed at', () => {
    const bytes = lookupModel(gatherLast({ axis: 1, block_size: BLOCK }, ['table', 'scales']), {
      table: randomBytes(INT8, [ROWS, WIDTH], 8, 1),
      scales: floats([ROWS, 3], 2),
    });
    expect(() => readTable(write(bytes), tableOf(bytes))).toThrow('The word embeddings of this model are not read');
  });
});
