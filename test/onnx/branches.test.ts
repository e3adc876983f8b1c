import './support/withoutTelemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/onnx/analyse.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { takeBranch } from '../../src/onnx/graph/branches.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { IN_PLACE } from '../../src/onnx/rewrite/storedTensors.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';
import { analyseEncoder, modelBytes } from './support/tinyModels.ts';

const IDS = [2, 90, 122, 126, 3];

async function run(bytes: Uint8Array, names: readonly string[]): Promise<Record<string, Float32Array>> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const feeds = {
    input_ids: new Tensor('int64', BigInt64Array.from(IDS, BigInt), [1, IDS.length]),
    flag: new Tensor('bool', Uint8Array.of(0), []),
  };
  const results = await session.run(feeds, names);
  return Object.fromEntries(names.map(name => [name, results[name]!.data as Float32Array]));
}

describe('a model with its attention in the branches of an If', () => {
  const bytes = modelBytes('branches');
  const model = indexModel(bytesSource(bytes));

  it('is read in one of them, without what steers it', () => {
    const graph = analyseEncoder(bytes);
    expect(graph.sites.length).toBe(1);
    expect(graph.inputs).toMatchObject({ ids: 'input_ids', switches: [{ name: 'flag', elementType: 'bool', dims: [] }] });
    expect([...graph.edits.branches.values()]).toEqual(['else_branch']);
    expect(graph.operators.find(({ name }) => name === 'If')?.count).toBe(1);
  });

  it('computes there what the file computes, to the last bit, and shows its attention', async () => {
    const graph = analyse(model);
    if (graph.kind !== 'text') throw new Error(graph.fault.cause);
    const [output = ''] = model.graph.outputs.map(({ name }) => name);
    const { probabilities } = graph.sites[0]!;
    const written = writeModel(model, graph.edits, [probabilities], IN_PLACE);
    const inside = await run(written, [output, probabilities]);
    expect(inside[output]).toEqual((await run(bytes, [output]))[output]);
    const map = inside[probabilities]!;
    expect(map.length % IDS.length ** 2).toBe(0);
    const firstRow = map.subarray(0, IDS.length).reduce((sum, weight) => sum + weight, 0);
    expect(firstRow).toBeCloseTo(1, 5);
  });

  it('is not taken apart where a name would stand for two values', () => {
    const [node] = model.graph.nodes.filter(({ operator }) => operator === 'If');
    const body = node!.attributes.get('else_branch')!.graphs[0]!;
    const [name, tensor] = [...body.initializers][0]!;
    const initializers = new Map([...model.graph.initializers, [name, tensor] as const]);
    expect(takeBranch({ ...model, graph: { ...model.graph, initializers } }, 'else_branch')).toBeNull();
    expect(takeBranch(model, 'else_branch')).not.toBeNull();
    expect(takeBranch(indexModel(bytesSource(modelBytes('gpt2'))), 'else_branch')).toBeNull();
  });
});
