import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withFileSource } from '../../src/engine/model/fileSource.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { findWeights } from '../../src/engine/model/folderFiles.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { loadModel } from '../../src/engine/model/loader.ts';
import { weightPlaces } from '../../src/engine/model/weightPlaces.ts';
import { NO_EDITS } from '../../src/onnx/graph/edits.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { FileBytes, MessageReader } from '../../src/onnx/format/wire.ts';
import { externalFiles, indexModel } from '../../src/onnx/graph/graph.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';
import { concatenate, lengthDelimited, unsignedField } from '../../src/onnx/format/protobufWriter.ts';
import { createRandom } from '../support/random.ts';
import { forwardPass, loadAlone } from '../support/loadedModel.ts';
import { GraphBuilder } from '../onnx/support/graphBuilder.ts';
import { addLayer } from '../onnx/support/oneLayer.ts';
import '../onnx/support/withoutTelemetry.ts';

const ROOT = resolve('test/fixtures/models');

const DATA = 'bert-external/onnx/model.onnx.data';

let changing = 0;
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-bytes-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const options = (weights: string): InferenceSession.SessionOptions => ({
  intraOpNumThreads: 1,
  logSeverityLevel: 4,
  extra: { session: { model_external_initializers_file_folder_path: weights } },
});

/** Random ids and floats, ones for masks, for whatever a graph asks: 6 tokens where it leaves the number open. */
function feedsOf(session: InferenceSession, seed: number): Record<string, Tensor> {
  const random = createRandom(seed);
  const feeds = session.inputMetadata.map(input => {
    if (!input.isTensor) throw new Error(input.name);
    const dims = input.shape.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? 1 : input.name.includes('past') ? 0 : 6));
    const values = Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, () =>
      input.name.includes('mask') ? 1 : input.name.includes('type') ? 0 : Math.floor(random() * 3),
    );
    const data = {
      int64: () => BigInt64Array.from(values, BigInt),
      float32: () => Float32Array.from(values),
      bool: () => Uint8Array.from(values),
    };
    const make = data[input.type as keyof typeof data];
    return [input.name, new Tensor(input.type as 'int64', make() as BigInt64Array, dims)] as const;
  });
  return Object.fromEntries(feeds);
}

test.each(readdirSync(ROOT))('%s without its weights gives bit for bit what the file gives', async name => {
  const file = findModelFile(join(ROOT, name));
  const { bytes, weights } = withFileSource(file, source => {
    const model = indexModel(source);
    const places = weightPlaces(
      file,
      [...externalFiles(model).keys()].map(location => findWeights(file, location)!),
    );
    return { bytes: writeModel(model, NO_EDITS, [], places), weights: places.folder };
  });
  const plain = await InferenceSession.create(file.path, options(weights));
  const skeleton = await InferenceSession.create(bytes, options(weights));
  expect(skeleton.outputNames).toEqual(plain.outputNames);
  for (const seed of [1, 2]) {
    const feeds = feedsOf(plain, seed);
    const [expected, found] = [await plain.run(feeds), await skeleton.run(feeds)];
    for (const output of plain.outputNames) expect(found[output]!.data, output).toEqual(expected[output]!.data);
  }
  await Promise.all([plain.release(), skeleton.release()]);
});

/** A layer over a word table of 2 GiB and a little, in one file: all zeros, and none of them is on the disk. */
function writeLargeModel(path: string): void {
  const builder = new GraphBuilder();
  const table = 'table';
  builder.output(addLayer(builder, builder.node('Gather', [table, builder.input('ids')]), name => name));
  const around: Uint8Array[] = [];
  let graph = new Uint8Array(0);
  const small = builder.model();
  for (const message = new MessageReader(new FileBytes(bytesSource(small))); message.next();) {
    if (message.field === 7) graph = small.slice(message.valueStart, message.valueEnd);
    else around.push(message.whole());
  }
  const rows = 2 ** 24 + 1_000;
  const zeros = rows * 32 * 4;
  // The length of a message says how much is in it, the zeros at the end of the file included.
  const raw = concatenate([...dimensions(rows, 32), unsignedField(2, 1), lengthDelimited(8, table), lengthHead(9, zeros)]);
  const initializer = concatenate([lengthHead(5, raw.length + zeros), raw]);
  const start = concatenate([...around, lengthHead(7, graph.length + initializer.length + zeros), graph, initializer]);
  writeFileSync(path, start);
  truncateSync(path, start.length + zeros);
}

function dimensions(...dims: readonly number[]): Uint8Array[] {
  return dims.map(dim => unsignedField(1, dim));
}

/** Tag and length of a field whose value comes behind. */
function lengthHead(field: number, length: number): Uint8Array {
  const tag = unsignedField(1, length);
  return concatenate([Uint8Array.of(field * 8 + 2), tag.subarray(1)]);
}

test('a single file of more than 2 GiB loads, and costs no memory for what it does not read', async () => {
  mkdirSync(join(folder, 'large'));
  writeLargeModel(join(folder, 'large', 'model.onnx'));
  const file = findModelFile(join(folder, 'large'));
  expect(file.size).toBeGreaterThan(2 ** 31);
  const { graph, runtime } = readModelGraph(file);
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  expect(runtime.bytes.length).toBeLessThan(10_000);
  const before = process.memoryUsage.rss();
  const session = await InferenceSession.create(runtime.bytes, options(runtime.folder));
  const ids = BigInt64Array.of(0n, 1n, BigInt(graph.tables.word.rows) - 1n, 3n);
  const outputs = await session.run({ ids: new Tensor('int64', ids, [1, 4]) });
  expect([...(outputs[graph.sites[0]!.probabilities]!.data as Float32Array)]).toEqual(Array.from({ length: 4 * 16 }, () => 0.25));
  expect(process.memoryUsage.rss() - before).toBeLessThan(500e6);
  await session.release();
});

test('weights that are blobs and weights that are files of the snapshot, both below the folder of the model', async () => {
  const cache = join(folder, 'models--a--b');
  const [snapshot, blobs] = [join(cache, 'snapshots', 'r'), join(cache, 'blobs')];
  cpSync(join(ROOT, 'bert-external'), snapshot, { recursive: true });
  mkdirSync(blobs);
  renameSync(join(snapshot, 'onnx/model.onnx'), join(blobs, 'c3d4'));
  symlinkSync('../../../blobs/c3d4', join(snapshot, 'onnx/model.onnx'));
  const [linked, plain] = [await loadAlone(snapshot), await loadAlone(join(ROOT, 'bert-external'))];
  const ids = [2, 5, 6, 3];
  expect(await forwardPass(linked.session, ids)).toEqual(await forwardPass(plain.session, ids));
  await Promise.all([linked.session.dispose(), plain.session.dispose()]);
});

test.each<[string, (directory: string) => void]>([
  ['the model file is longer', directory => appendFileSync(join(directory, 'onnx/model.onnx'), 'x')],
  ['the model file is shorter', directory => truncateSync(join(directory, 'onnx/model.onnx'), 100)],
  ['the weights are written again', directory => cpSync(join(ROOT, DATA), join(directory, 'onnx/model.onnx.data'))],
  ['the weights are gone', directory => rmSync(join(directory, 'onnx/model.onnx.data'))],
])('%s: other than when the graph was read, nothing is loaded', async (_, change) => {
  const directory = join(folder, `changing-${changing++}`);
  cpSync(join(ROOT, 'bert-external'), directory, { recursive: true });
  const makeRoom = (): Promise<void> => Promise.resolve(change(directory));
  await expect(loadModel(directory, { makeRoom, runBytes: 1e9 })).rejects.toMatchObject({ fault: { code: 'stale-run' } });
});
