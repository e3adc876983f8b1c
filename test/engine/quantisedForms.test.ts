import '../onnx/support/withoutTelemetry.ts';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeNumbers } from '../../src/core/model/numberForms.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { Runner } from '../../src/engine/runner.ts';
import { readRows } from '../../src/engine/runtime/embeddingRows.ts';
import { toFloat32 } from '../../src/engine/runtime/tensors.ts';
import { analyse } from '../../src/onnx/analyse.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { NO_EDITS } from '../../src/onnx/graph/edits.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { IN_PLACE } from '../../src/onnx/rewrite/storedTensors.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';
import { withOwnOutputs } from '../support/ownOutputs.ts';
import { largestDifference } from '../support/tensors.ts';

const FILES = resolve('test/fixtures/quantised');
/** The model that all files were made of; made by training/make_quantised_models.py, as are the references. */
const FLOAT_MODEL = resolve('test/fixtures/models/bert-sdpa-dynamo');

interface Form {
  /** Names of the outputs of its Softmax nodes, found by operator in Python. */
  readonly softmax: readonly string[];
  readonly offset: number;
}
const { text, ids, rows, forms } = JSON.parse(readFileSync(join(FILES, 'reference.json'), 'utf8')) as {
  readonly text: string;
  readonly ids: readonly number[];
  readonly rows: readonly number[];
  readonly forms: Readonly<Record<string, Form>>;
};
const reference = new Float32Array(Uint8Array.from(readFileSync(join(FILES, 'reference.bin'))).buffer);
const [HEADS, WIDTH] = [4, 32];
const MAP = HEADS * ids.length ** 2;

const COMPUTES = 'This model computes in 8 bits, which moves its attention weights away from those of the original.';
/**
 * What is said of each file; how far its maps are from those of Python's ONNX Runtime, another version: of its rounding, not of ours; and how far
 * cosines of its word vectors are from those of the float model.
 */
const SAID: Readonly<
  Record<string, { readonly numbers: string; readonly warning: string | null; readonly bound: number; readonly apart: number }>
> = {
  dynamic: { numbers: '8-bit weights, computes in 8 bits', warning: COMPUTES, bound: 1e-3, apart: 0.02 },
  qdq: { numbers: '8-bit weights, computes in 8 bits', warning: COMPUTES, bound: 1e-3, apart: 0.02 },
  q8: { numbers: '8-bit weights', warning: null, bound: 1e-6, apart: 0 },
  q4: {
    numbers: '4-bit weights, computes in 8 bits',
    warning: 'This model computes in 8 bits, with weights of 4 bits, which moves its attention weights away from those of the original.',
    bound: 1e-3,
    apart: 0.2,
  },
  q2: {
    numbers: '2-bit weights',
    warning: 'This model has weights of 2 bits, which moves its attention weights away from those of the original.',
    bound: 1e-6,
    apart: 0,
  },
  bnb4: {
    numbers: '4-bit weights',
    warning: 'This model has weights of 4 bits, which moves its attention weights away from those of the original.',
    bound: 1e-6,
    apart: 0,
  },
  fp16: { numbers: 'floats of the type float16', warning: null, bound: 5e-3, apart: 0.001 },
  q4f16: {
    numbers: '4-bit weights, floats of the type float16',
    warning: 'This model has weights of 4 bits, which moves its attention weights away from those of the original.',
    bound: 1e-3,
    apart: 0.2,
  },
  bf16: { numbers: 'floats of the type bfloat16', warning: null, bound: 1e-6, apart: 0.01 },
  qlinear: { numbers: '8-bit weights, computes in 8 bits', warning: COMPUTES, bound: 1e-3, apart: 0.02 },
  computed: { numbers: '8-bit weights', warning: null, bound: 1e-6, apart: 0.02 },
};

let folder = '';
const folderOf = (form: string): string => join(folder, form);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-forms-'));
  for (const form of Object.keys(forms)) {
    mkdirSync(join(folderOf(form), 'onnx'), { recursive: true });
    for (const name of ['config.json', 'tokenizer.json']) cpSync(join(FLOAT_MODEL, name), join(folderOf(form), name));
    cpSync(join(FILES, `${form}.onnx`), join(folderOf(form), 'onnx/model.onnx'));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/**
 * Of the last hidden state, whose numbers go up to 3: between the roundings of a QDQ file, ONNX Runtime computes in whole numbers where nobody
 * looks and in floats where somebody does, a few steps of 8 bits; in 16-bit floats it rounds at other places; around a Softmax in floats between products
 * in whole numbers a last bit is another (7e-7). All other forms are equal to the last bit.
 */
const MOVED_BY_EXPOSING: Readonly<Record<string, number>> = { qdq: 0.2, qlinear: 1e-6, fp16: 1e-2 };

/** Outputs of a file for the text, in this runtime. */
async function outputsOf(bytes: Uint8Array, names: readonly string[], computesInFloats: boolean, folder = ''): Promise<Float32Array[]> {
  const session = await InferenceSession.create(bytes, {
    logSeverityLevel: 4,
    extra: {
      session: {
        ...(computesInFloats ? { disable_quant_qdq: '1' } : {}),
        ...(folder ? { model_external_initializers_file_folder_path: folder } : {}),
      },
    },
  });
  const input = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length]);
  const ones = ids.map(() => 1);
  const feeds = { input_ids: input(ids), attention_mask: input(ones), token_type_ids: input(ones.map(() => 0)) };
  const outputs = await session.run(feeds, [...names]);
  return names.map(name => toFloat32(outputs[name]!));
}

/** The maps of a file with its Softmax outputs exposed, without the analysis. */
function softmaxOutputs(form: string, computesInFloats: boolean): Promise<Float32Array[]> {
  const bytes = new Uint8Array(readFileSync(join(FILES, `${form}.onnx`)));
  const names = forms[form]!.softmax;
  return outputsOf(writeModel(indexModel(bytesSource(bytes)), NO_EDITS, names, IN_PLACE), names, computesInFloats);
}

/** What the pages make of the rows of the word table. */
async function wordEmbeddings(directory: string) {
  const runner = new Runner({ hidden: true });
  const { runId } = await runner.run({ directory, text, fit: 'start', caret: 0 });
  const { fixed } = await runner.likeness({ runId, level: 'words', state: 1 });
  const { entries } = await runner.neighbours({ runId, level: 'words', stream: 'text', unit: 1, state: null, top: 5 });
  const { wordNorms } = await runner.inputs({ runId });
  const { hidden } = await runner.tensors(runId);
  return {
    fixed,
    neighbours: entries,
    norms: [...wordNorms],
    states: hidden.length === 4 && hidden.every(state => state.every(Number.isFinite)),
  };
}

test('attention in whole numbers is named, not missed', async () => {
  await expect(new Runner().open({ directory: folderOf('qoperator') })).rejects.toMatchObject({
    fault: { title: 'Attention in whole numbers is not supported', cause: expect.stringContaining('QLinearSoftmax') as string },
  });
});

test.each([1, 3])('weights of %i bits, for which ONNX Runtime has no kernel, are named', async bits => {
  const bytes = readFileSync(join(FILES, 'q2.onnx'));
  const attribute = Buffer.from('bits\x18\x02', 'latin1');
  for (let at = bytes.indexOf(attribute); at >= 0; at = bytes.indexOf(attribute)) bytes[at + attribute.length - 1] = bits;
  await expect(InferenceSession.create(bytes, { logSeverityLevel: 4 })).rejects.toThrow('Only 2b, 4b and 8b');
  const analysis = analyse(indexModel(bytesSource(bytes)));
  const cause = `Its weights are of ${bits} ${bits === 1 ? 'bit' : 'bits'}; ONNX Runtime computes with packed weights of 2, 4 and 8 bits on this machine.`;
  expect(analysis).toMatchObject({ kind: 'unsupported', reason: 'bits', numbers: { weightBits: [bits] }, fault: { cause } });
});

test('there is a file of every form, and what is said of each', () => {
  expect(
    Object.keys(forms)
      .filter(form => form !== 'qoperator')
      .toSorted(),
  ).toEqual(Object.keys(SAID).toSorted());
});

describe.each(Object.keys(SAID))('a model in the form %s', form => {
  const { numbers, warning, bound, apart } = SAID[form]!;
  const { offset } = forms[form]!;

  test('shows the weights of its own Softmax and says what it computes with', async () => {
    const runner = new Runner();
    const { layers, warnings } = await runner.open({ directory: folderOf(form) });
    const { graph } = readModelGraph(findModelFile(folderOf(form)));
    expect([layers, warnings, describeNumbers(graph.numbers)]).toEqual([3, warning === null ? [] : [warning], numbers]);
    expect(graph.numbers.onePassOnly).toBe(form === 'dynamic');
    const summary = await runner.run({ directory: folderOf(form), text, fit: 'start', caret: 0 });
    const { attention } = await runner.tensors(summary.runId);
    const own = await softmaxOutputs(form, graph.numbers.activationBits === null);
    for (const [layer, map] of attention.maps.entries()) {
      // In 16-bit floats, ONNX Runtime rounds at other places when other values are looked at.
      expect(largestDifference(map, own[layer]!)).toBeLessThanOrEqual(form === 'fp16' ? bound : 0);
      expect(largestDifference(map, reference.subarray(offset + layer * MAP, offset + (layer + 1) * MAP))).toBeLessThanOrEqual(bound);
    }
  });

  test('puts out what it puts out without anything exposed', async () => {
    const file = findModelFile(folderOf(form));
    const { graph, bytes } = withOwnOutputs(file);
    const inFloats = graph.numbers.activationBits === null;
    const own = ['last_hidden_state'];
    const [plain] = await outputsOf(new Uint8Array(readFileSync(file.path)), own, inFloats);
    const [exposed] = await outputsOf(bytes, own, inFloats, dirname(file.path));
    expect(largestDifference(plain!, exposed!)).toBeLessThanOrEqual(MOVED_BY_EXPOSING[form] ?? 0);
  });

  test('has the word vectors that its nodes compute', () => {
    const file = findModelFile(folderOf(form));
    const { graph } = readModelGraph(file);
    if (graph.kind === 'unsupported') throw new Error(graph.fault.cause);
    const start = offset + 3 * MAP;
    expect(readRows(file, graph.tables.word, rows)).toEqual(reference.subarray(start, start + rows.length * WIDTH));
  });

  test('gives neighbours, likeness and input of a word as the float model does, within its rounding', async () => {
    const [own, float] = [await wordEmbeddings(folderOf(form)), await wordEmbeddings(FLOAT_MODEL)];
    expect(largestDifference(own.fixed, float.fixed)).toBeLessThanOrEqual(apart);
    const nearest = ({ neighbours }: typeof own): Float32Array => Float32Array.from(neighbours, ({ cosine }) => cosine);
    expect(largestDifference(nearest(own), nearest(float))).toBeLessThanOrEqual(apart);
    for (const [token, norm] of own.norms.entries()) expect(Math.abs(norm / float.norms[token]! - 1)).toBeLessThanOrEqual(apart);
    expect(own.states).toBe(true);
  });
});
