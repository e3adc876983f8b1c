import { resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { feedsOf } from '../../src/engine/runtime/feeds.ts';
import { toFloat32 } from '../../src/engine/runtime/tensors.ts';
import { largestDifference } from '../support/tensors.ts';

/**
 * Making tensors outputs keeps ONNX Runtime from fusing what makes them, which rounds in another order; without its optimisations nothing moves at all.
 */
test.each([
  ['bert-eager', 1e-5],
  ['modernbert', 1e-5],
  ['gpt2', 1e-5],
  ['gpt-nano-sort', 1e-4],
  ['llama-cached', 1e-5],
  ['gemma2', 1e-5],
])('what %s puts out is not moved by what is exposed of it', async (name, tolerance) => {
  const file = findModelFile(resolve('test/fixtures/models', name));
  const { graph, runtime } = readModelGraph(file);
  if (graph.kind !== 'text') throw new Error(graph.fault.cause);
  const ids = [2, 0, 1, 1, 2, 0, 2, 1];
  const feeds = feedsOf(Tensor, { graph, padId: 0, headSize: null }, [ids], ids.length);
  const outputsOf = async (model: string | Uint8Array, graphOptimizationLevel: 'all' | 'disabled') => {
    const extra = { session: { model_external_initializers_file_folder_path: runtime.folder } };
    const options = { logSeverityLevel: 3, intraOpNumThreads: 1, graphOptimizationLevel, extra } as const;
    const session =
      typeof model === 'string' ? await InferenceSession.create(model, options) : await InferenceSession.create(model, options);
    const all = (await InferenceSession.create(file.path, { logSeverityLevel: 3 })).outputNames;
    // Of a cache only what is added is given out.
    const own = all.filter(output => !graph.edits.notGiven.has(output));
    const results = await session.run(feeds, own);
    await session.release();
    return own.map(output => toFloat32(results[output]!));
  };
  for (const [level, most] of [
    ['disabled', 0],
    ['all', tolerance],
  ] as const) {
    const [plain, exposed] = [await outputsOf(file.path, level), await outputsOf(runtime.bytes, level)];
    expect(plain.length).toBeGreaterThan(0);
    for (const [place, values] of plain.entries()) expect(largestDifference(exposed[place]!, values)).toBeLessThanOrEqual(most);
  }
});
