import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { loadRuntime } from '../../src/engine/runtime/runtime.ts';
import { dequantise } from '../support/dequantise.ts';
import type { Figure } from './figure.ts';
import { BUILT_IN_MODEL } from './paths.ts';
import { processorTimeRatios } from './statistics.ts';
import { forwardPass, loadAlone } from '../support/loadedModel.ts';

const MODEL_FILE = path.join(BUILT_IN_MODEL, 'onnx/model.onnx');
const ROUNDS = { 128: 30, 512: 10 };
const LENGTHS = [128, 512] as const;
/** What the tokens are does not change the work; these are words of any BERT vocabulary. */
const anyTokens = (length: number): number[] => Array.from({ length }, (_, index) => 2000 + index);

/** What it costs to take the attention out of a model, and to keep its weights in 8 bits. */
export async function measureModelCost(): Promise<Figure[]> {
  return [...(await measurePatch()), ...(await measureTwin())];
}

/** The patched file against the file as it is, in sessions with the same options. */
async function measurePatch(): Promise<Figure[]> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const file = readFileSync(MODEL_FILE);
  const { graph, runtime } = readModelGraph({ name: 'onnx/model.onnx', path: MODEL_FILE, size: statSync(MODEL_FILE).size });
  if (graph.kind === 'unsupported') throw new Error(graph.fault.title);
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: {
      session: { disable_quant_qdq: graph.disableQuantQdq ? '1' : '0', model_external_initializers_file_folder_path: runtime.folder },
    },
  };
  const plain = await InferenceSession.create(file, options);
  const patched = await InferenceSession.create(runtime.bytes, options);
  const outputs = plain.outputNames;

  const figures: Figure[] = [];
  for (const length of LENGTHS) {
    const values = { ids: anyTokens(length), mask: Array<number>(length).fill(1), segments: Array<number>(length).fill(0) };
    const feeds: Record<string, InstanceType<typeof Tensor>> = {};
    for (const role of ['ids', 'mask', 'segments'] as const) {
      const name = graph.inputs[role];
      if (name !== null) feeds[name] = new Tensor('int64', BigInt64Array.from(values[role], BigInt), [1, length]);
    }
    const [, unfetched, fetched] = await processorTimeRatios(ROUNDS[length], [
      () => plain.run(feeds, outputs),
      () => patched.run(feeds, outputs),
      () => patched.run(feeds),
    ]);
    figures.push(
      { name: `patched/plain, ${length} tokens, nothing fetched`, value: unfetched!, unit: 'ratio', aim: 1.05, note: 'processor time' },
      {
        name: `patched/plain, ${length} tokens, everything fetched`,
        value: fetched!,
        unit: 'ratio',
        note: 'processor time; all maps, all hidden states',
      },
    );
  }
  await plain.release();
  await patched.release();
  return figures;
}

/** The built-in model against its twin with float weights, both as the engine runs them. */
async function measureTwin(): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'attention-lens-twin-'));
  try {
    mkdirSync(path.join(folder, 'onnx'));
    for (const name of ['config.json', 'tokenizer.json']) copyFileSync(path.join(BUILT_IN_MODEL, name), path.join(folder, name));
    writeFileSync(path.join(folder, 'onnx/model.onnx'), dequantise(readFileSync(MODEL_FILE)));
    const twin = await loadAlone(folder);
    const builtIn = await loadAlone(BUILT_IN_MODEL);
    const figures: Figure[] = [];
    for (const length of LENGTHS) {
      const tasks = [twin, builtIn].map(
        ({ session }) =>
          () =>
            forwardPass(session, anyTokens(length), false),
      );
      const [, ratio] = await processorTimeRatios(ROUNDS[length], tasks);
      figures.push({ name: `built-in/float twin, ${length} tokens`, value: ratio!, unit: 'ratio', note: 'processor time' });
    }
    await twin.session.dispose();
    await builtIn.session.dispose();
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
