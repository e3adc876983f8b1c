import '../onnx/support/withoutTelemetry.ts';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRowRange, readRows } from '../../src/engine/runtime/embeddingRows.ts';
import { toFloat32 } from '../../src/engine/runtime/tensors.ts';
import type { FolderFile } from '../../src/engine/model/folderFiles.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { findLookups } from '../../src/onnx/find/embeddingLookups.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { GraphIndex } from '../../src/onnx/graph/index.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { floatTensor, integerField, message, type Bytes } from '../onnx/support/protobufParts.ts';
import {
  BFLOAT16,
  BLOCK,
  FLOAT,
  FLOAT16,
  floats,
  FORMS,
  gatherLast,
  INT8,
  lookupModel,
  node,
  randomBytes,
  ROWS,
  WIDTH,
} from './tableForms.ts';
import type { EmbeddingTable } from '../../src/onnx/find/embeddingTables.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-rows-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(bytes: Uint8Array): FolderFile {
  const path = join(folder, 'model.onnx');
  writeFileSync(path, bytes);
  return { name: 'model.onnx', path, size: bytes.length };
}

const readTable = (file: FolderFile, table: EmbeddingTable): Float32Array => readRowRange(file, table, 0, table.rows);

function tableOf(bytes: Uint8Array): EmbeddingTable {
  const model = indexModel(bytesSource(bytes));
  const [lookup] = findLookups(model, new GraphIndex(model.graph), 'rows');
  if (!lookup) throw new Error('no lookup was found');
  return { ...lookup, firstRow: 0, added: 0 };
}

test.each(Object.keys(FORMS))('rows kept as %s are those that ONNX Runtime gives', async form => {
  const bytes = lookupModel(...FORMS[form]!);
  const [file, table] = [write(bytes), tableOf(bytes)];
  const { width } = table;
  const wanted = [8, 0, 3, 3, 5];
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const outputs = await session.run({ ids: new Tensor('int64', BigInt64Array.from(wanted, BigInt), [1, wanted.length]) });
  const expected = toFloat32(outputs['rows']!);
  expect([outputs['rows']!.dims.at(-1), new Set(expected).size > 20]).toEqual([width, true]);
  expect(readRows(file, table, wanted)).toEqual(expected);
  const all = readTable(file, table);
  expect(all.length).toBe(table.rows * width);
  expect(all.subarray(8 * width, 9 * width)).toEqual(expected.subarray(0, width));
  expect(readRowRange(file, table, 3, 6)).toEqual(all.subarray(3 * width, 6 * width));
});

test('bfloat16 is the upper half of a float', () => {
  const bytes = lookupModel([node('Gather', ['table', 'ids'], 'rows')], {
    table: { type: BFLOAT16, dims: [2, 2], bytes: Uint8Array.of(0x80, 0x3f, 0x00, 0xc0, 0x49, 0x40, 0x00, 0x00) },
  });
  expect([...readTable(write(bytes), tableOf(bytes))]).toEqual([1, -2, 3.140625, 0]);
});

test('lists of protobuf are read in one piece and number by number, and only with as many as the shape says', () => {
  const gather = node('Gather', ['w', 'ids'], 'rows');
  const modelWith = (tensor: Bytes): Bytes => {
    const graph = message(7, gather, message(5, tensor), message(11, lengthDelimited(1, 'ids')));
    return concatenate([integerField(1, 8), graph, message(8, integerField(2, 17))]);
  };
  const numbers = (count: number) =>
    [1, 2, 3, 4].slice(0, count).map(value => concatenate([Uint8Array.of(0x25), new Uint8Array(Float32Array.of(value).buffer)]));
  const packed = modelWith(floatTensor([2, 2], lengthDelimited(4, new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer))));
  const single = modelWith(floatTensor([2, 2], ...numbers(4)));
  for (const bytes of [packed, single]) expect([...readRows(write(bytes), tableOf(bytes), [1])]).toEqual([3, 4]);
  const half = modelWith(
    concatenate([
      integerField(1, 2),
      integerField(1, 2),
      integerField(2, FLOAT16),
      lengthDelimited(8, 'w'),
      ...[0x3c00, 0xc000, 0x3555, 0].map(value => integerField(5, value)),
    ]),
  );
  expect([...readRows(write(half), tableOf(half), [0])]).toEqual([1, -2]);
  const table = tableOf(single);
  const storage = table.storage!;
  const larger = { ...table, rows: 3, storage: { ...storage, values: { ...storage.values, dims: [3, 2] } } };
  expect(() => readTable(write(single), larger)).toThrow('The word embeddings of this model are not read');
});

test('a table that is computed in another way is said to be not read, and its indices are known all the same', () => {
  const bytes = lookupModel(
    [node('Cast', ['table'], 'wide', { to: FLOAT }), node('Exp', ['wide'], 'floats'), node('Gather', ['floats', 'ids'], 'rows')],
    { table: randomBytes(INT8, [ROWS, WIDTH], 8, 1) },
  );
  const model = indexModel(bytesSource(bytes));
  const [lookup, ...others] = findLookups(model, new GraphIndex(model.graph), 'rows');
  expect([lookup, others]).toEqual([{ rows: ROWS, width: WIDTH, storage: null, indices: 'ids' }, []]);
  expect(() => readTable(write(bytes), tableOf(bytes))).toThrow('The word embeddings of this model are not read');
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
    expect(word.storage?.values.data.kind).toBe('external');
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
