import { resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { wantedOutputs } from '../../src/onnx/rewrite/wantedOutputs.ts';
import { feedsOf } from '../../src/engine/runtime/feeds.ts';
import { toFloat32 } from '../../src/engine/runtime/tensors.ts';
import { withOwnOutputs } from '../support/ownOutputs.ts';
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
])('what %s puts out is not moved by what is exposed of it, nor that by what is left out', async (name, tolerance) => {
  const file = findModelFile(resolve('test/fixtures/models', name));
  const { runtime } = readModelGraph(file);
  const { graph, bytes } = withOwnOutputs(file);
  const { nodes, outputs } = indexModel(bytesSource(runtime.bytes)).graph;
  const used = new Set([...outputs.map(output => output.name), ...nodes.flatMap(node => node.inputs)]);
  for (const node of nodes)
    expect(
      node.outputs.some(output => used.has(output)),
      node.operator,
    ).toBe(true);
  const ids = [2, 0, 1, 1, 2, 0, 2, 1];
  const feeds = feedsOf(Tensor, { graph, padId: 0, headSize: null }, [ids], ids.length);
  const outputsOf = async (model: string | Uint8Array, graphOptimizationLevel: 'all' | 'disabled') => {
    const extra = { session: { model_external_initializers_file_folder_path: runtime.folder } };
    const options = { logSeverityLevel: 3, intraOpNumThreads: 1, graphOptimizationLevel, extra } as const;
    const session =
      typeof model === 'string' ? await InferenceSession.create(model, options) : await InferenceSession.create(model, options);
    const names = session.outputNames;
    const results = await session.run(feeds, names);
    await session.release();
    return new Map(names.map(output => [output, toFloat32(results[output]!)]));
  };
  for (const [level, most] of [
    ['disabled', 0],
    ['all', tolerance],
  ] as const) {
    const [plain, own, wanted] = [await outputsOf(file.path, level), await outputsOf(bytes, level), await outputsOf(runtime.bytes, level)];
    // Of a cache only what is added is given out.
    const outputs = [...plain.keys()].filter(output => !graph.edits.notGiven.has(output));
    expect(outputs.length).toBeGreaterThan(0);
    for (const output of outputs) expect(largestDifference(own.get(output)!, plain.get(output)!), output).toBeLessThanOrEqual(most);
    // What nobody wants moves nothing that somebody does.
    expect([...wanted.keys()].toSorted()).toEqual([...new Set(wantedOutputs(graph))].toSorted());
    for (const [output, values] of wanted) expect(largestDifference(values, own.get(output)!), output).toBe(0);
  }
});
