import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../src/core/faults.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import type { NumberForms } from '../../src/core/model/numberForms.ts';
import { Runner } from '../../src/engine/runner.ts';
import { AttentionSession } from '../../src/engine/runtime/session.ts';
import { toFloat32 } from '../../src/engine/runtime/tensors.ts';
import type { SupportedGraph } from '../../src/onnx/analysis.ts';
import type { AttentionSite } from '../../src/onnx/find/attentionSite.ts';
import { NO_EDITS } from '../../src/onnx/graph/edits.ts';
import { IN_PLACE } from '../../src/onnx/rewrite/storedTensors.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { largestDifference } from '../support/tensors.ts';
import { forwardPass } from '../support/loadedModel.ts';

const DIRECTORY = resolve('test/fixtures/models/bert-eager');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-session-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function openSession(change: Partial<SupportedGraph> = {}): Promise<AttentionSession> {
  const file = findModelFile(DIRECTORY);
  const { graph, runtime } = readModelGraph(file);
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  return AttentionSession.create(runtime, { graph: { ...graph, ...change }, padId: 0, headSize: null });
}

function hiddenName(state: number): string {
  const { graph } = readModelGraph(findModelFile(DIRECTORY));
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  return graph.hidden[state]!;
}

/** The numbers of several texts in the wrong order. */
function turned(outputs: Record<string, Tensor>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data, dims }]) => [
      name,
      new Tensor('float32', Float32Array.from(data as Float32Array).reverse(), dims),
    ]),
  );
}

test('a model of fixed length is padded, and what is padding is cut away again', async () => {
  const ids = [2, 90, 122, 126, 3];
  const [free, fixed] = [await openSession(), await openSession({ fixedLength: 16 })];
  const [expected, padded] = [await forwardPass(free, ids, true), await forwardPass(fixed, ids, true)];
  expect([fixed.outputs.heads, fixed.outputs.width]).toEqual([[4, 4, 4], 32]);
  for (const [layer, map] of expected.maps.entries()) expect(largestDifference(padded.maps[layer]!, map)).toBeLessThan(1e-5);
  for (const [layer, state] of expected.hidden.entries()) expect(largestDifference(padded.hidden[layer]!, state)).toBeLessThan(1e-5);
});

describe('several texts at a time', () => {
  const TEXTS = [
    [2, 90, 122, 126, 3],
    [2, 91, 122, 4, 3],
    [2, 90, 100, 126, 3],
  ];
  const RANGED: NumberForms = { weightBits: [8], floatType: 'float32', activationBits: 8, onePassOnly: true };
  const one = (session: AttentionSession, text: readonly number[], name: string) => session.vectors(text, [name]);

  test.each([
    ['in one pass', {}, 204],
    ['padded to a fixed length, which fewer fill the batch with', { fixedLength: 16 }, 64],
    ['one by one in a file made for one text', { graphInputs: [{ name: 'input_ids', elementType: 'int64', dims: [1, 'tokens'] }] }, 1],
    ['one by one where a range is measured over all of them', { numbers: RANGED }, 1],
  ] as const)('%s give what they give alone', async (_, change, batchSize) => {
    const session = await openSession(change);
    expect(session.batchSize(5)).toBe(batchSize);
    const name = hiddenName(2);
    const together = await session.vectorsOfEach(TEXTS, name);
    expect(together.length).toBe(3);
    const free = await openSession();
    for (const [index, text] of TEXTS.entries())
      expect(largestDifference(together[index]!, (await one(free, text, name))[0]!)).toBeLessThan(1e-5);
    expect(largestDifference(together[0]!, together[1]!)).toBeGreaterThan(0.1);
  });

  test.each([
    ['refuses several', () => Promise.reject(new Error('the input tensor cannot be reshaped'))],
    ['mixes several', (run: () => Promise<Record<string, Tensor>>) => run().then(turned)],
  ])('where a file whose steps were traced for one text %s, they are read one by one', async (_, several) => {
    const session = await openSession();
    const { prototype } = InferenceSession as unknown as { prototype: InferenceSession };
    const proper = Reflect.get(prototype, 'run') as (this: InferenceSession, ...rest: unknown[]) => Promise<Record<string, Tensor>>;
    const spy = vi.spyOn(prototype, 'run').mockImplementation(function (this: InferenceSession, feeds, names) {
      const run = () => proper.call(this, feeds, names);
      return feeds['input_ids']!.dims[0] === 1 ? run() : several(run);
    });
    try {
      const name = hiddenName(2);
      for (const texts of [TEXTS, TEXTS.slice(1)]) {
        const each = await session.vectorsOfEach(texts, name);
        for (const [index, text] of texts.entries()) expect(each[index]).toEqual((await one(session, text, name))[0]);
      }
    } finally {
      spy.mockRestore();
    }
  });

  test('a long text goes alone', async () => {
    expect((await openSession()).batchSize(5000)).toBe(1);
  });
});

test('a graph that ONNX Runtime refuses is an unsupported model, its message for the log only', async () => {
  const error = await openSession({
    inputs: { ids: 'nothing', mask: null, segments: null, positions: null, cache: [], switches: [] },
  }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FaultError);
  const { fault } = error as FaultError;
  expect(fault.code).toBe('unsupported-model');
  expect(fault.detail).toBeTruthy();
});

test('a head with NaN in its weights is named, and the other heads are as before', async () => {
  const directory = join(folder, 'nan');
  cpSync(DIRECTORY, directory, { recursive: true });
  const file = join(directory, 'onnx/model.onnx');
  const bytes = readFileSync(file);
  const { data } = indexModel(bytesSource(bytes)).graph.initializers.get('model.encoder.layer.2.attention.self.query.bias')!;
  if (data.kind !== 'raw') throw new Error('the bias is stored in another way');
  // The third head of four, 8 wide.
  bytes.writeFloatLE(NaN, data.offset + 4 * 17);
  writeFileSync(file, bytes);

  const runner = new Runner();
  const run = (place: string) => runner.run({ directory: place, text: 'The cat sat.', fit: 'start', caret: 0 });
  const [expected, summary] = [await run(DIRECTORY), await run(directory)];
  expect(summary.invalidHeads).toEqual([[2, 2]]);
  const matrix = async (runId: number, head: number) =>
    (await runner.matrix({ runId, level: 'words', selection: { kind: 'heads', heads: [[2, head]] }, combine: 'mean' })).values;
  expect((await matrix(summary.runId, 2)).every(Number.isNaN)).toBe(true);
  expect(await matrix(summary.runId, 3)).toEqual(await matrix(expected.runId, 3));
  const mean = await runner.matrix({ runId: summary.runId, level: 'words', selection: { kind: 'layer', layer: 2 }, combine: 'mean' });
  expect([mean.headCount, mean.values.some(Number.isNaN)]).toEqual([3, false]);
});

describe('the check of a few tokens', () => {
  const refusal = async (change: (graph: SupportedGraph) => Partial<SupportedGraph>, bytes?: (file: Buffer) => void): Promise<string> => {
    const file = findModelFile(DIRECTORY);
    const { graph } = readModelGraph(file);
    if (graph.kind !== 'text') throw new Error(graph.fault.cause);
    const changed = { ...graph, ...change(graph) };
    const content = readFileSync(file.path);
    bytes?.(content);
    const names = [...changed.sites.map(site => site.probabilities), ...graph.hidden];
    const exposed = writeModel(indexModel(bytesSource(content)), NO_EDITS, names, IN_PLACE);
    const fed = { graph: changed, padId: 0, headSize: null };
    const error = await AttentionSession.create({ bytes: exposed, folder: dirname(file.path) }, fed).then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof FaultError ? `${error.fault.title}: ${error.fault.cause}` : String(error);
  };
  const withSite = (layer: number, change: (site: AttentionSite) => Partial<AttentionSite>) => (graph: SupportedGraph) => ({
    sites: graph.sites.map(site => (site.layer === layer ? { ...site, ...change(site) } : site)),
  });

  test('passes what is attention', async () => {
    expect(await refusal(() => ({}))).toBe('null');
  });

  test('names the layer whose scores were taken for its probabilities', async () => {
    const { nodes } = indexModel(bytesSource(readFileSync(findModelFile(DIRECTORY).path))).graph;
    const scores = (site: AttentionSite) => nodes.find(node => node.outputs.includes(site.probabilities))!.inputs[0]!;
    expect(await refusal(withSite(1, site => ({ probabilities: scores(site) })))).toMatch(
      /layer 1 failed: the rows of its head 0 do not sum to 1/,
    );
  });

  test('names the layer whose tensor is none of tokens by tokens', async () => {
    const result = ({ hidden }: SupportedGraph) => hidden[0]!;
    expect(await refusal(graph => withSite(2, () => ({ probabilities: result(graph) }))(graph))).toMatch(/layer 2 failed/);
  });

  test('names the layer that looks ahead although its graph was read as causal', async () => {
    expect(await refusal(withSite(0, () => ({ causal: true })))).toMatch(/layer 0 failed: it attends to later tokens/);
  });

  test('knows a sink', async () => {
    expect(await refusal(withSite(0, () => ({ sink: true })))).toBe('null');
  });

  test('says when no weights are there', async () => {
    const zeros = (file: Buffer) => {
      for (const { data } of indexModel(bytesSource(file)).graph.initializers.values())
        if (data.kind === 'raw' && data.length > 1000) file.fill(0, data.offset, data.offset + data.length);
    };
    expect(await refusal(() => ({}), zeros)).toMatch(/weights of this model did not load/);
  });
});

describe('numbers', () => {
  test('16-bit floats are read by their bits', () => {
    const bits = Uint16Array.of(0x0000, 0x8000, 0x3c00, 0xc000, 0x3555, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x7c00, 0xfc00, 0x7e00);
    const numbers = toFloat32({ type: 'float16', data: bits } as unknown as Tensor);
    const smallest = 2 ** -24;
    const third = 0.333251953125;
    expect([...numbers]).toEqual([0, -0, 1, -2, third, smallest, 1023 * smallest, 1024 * smallest, 65504, Infinity, -Infinity, NaN]);
  });

  test('so are those that are the upper half of a float, here and from a file', () => {
    const bits = Uint16Array.of(0x0000, 0x8000, 0x3f80, 0xc000, 0x4049, 0x0001, 0x7f7f, 0x7f80, 0xff80, 0x7fc0);
    const numbers = toFloat32({ type: 'bfloat16', data: bits } as unknown as Tensor);
    expect([...numbers]).toEqual([0, -0, 1, -2, 3.140625, 2 ** -133, 255 * 2 ** 120, Infinity, -Infinity, NaN]);
    // A view that begins inside its buffer.
    expect([...toFloat32({ type: 'bfloat16', data: bits.subarray(2, 4) } as unknown as Tensor)]).toEqual([1, -2]);
  });

  test('32-bit floats are not copied, 64-bit ones are rounded, others refused', () => {
    const data = Float32Array.of(1);
    expect(toFloat32({ type: 'float32', data } as unknown as Tensor)).toBe(data);
    expect(toFloat32({ type: 'float64', data: Float64Array.of(0.1) } as unknown as Tensor)).toEqual(Float32Array.of(0.1));
    expect(() => toFloat32({ type: 'int32', data: Int32Array.of(1) } as unknown as Tensor)).toThrow(FaultError);
  });
});
