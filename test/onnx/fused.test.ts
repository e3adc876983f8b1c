import './support/withoutTelemetry.ts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/onnx/analyse.ts';
import type { GraphAnalysis } from '../../src/onnx/analysis.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { indexModel, type OnnxModel } from '../../src/onnx/graph/graph.ts';
import { IN_PLACE } from '../../src/onnx/rewrite/storedTensors.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';
import { integerField, message, modelOf } from './support/protobufParts.ts';

const MICROSOFT = 'com.microsoft';

interface Operator {
  readonly domain?: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  readonly attributes?: Readonly<Record<string, number>>;
}

/** A word table, one operator, and its result: the values `queries`, `keys`, `values` and `past` are there for it. */
function modelWith({ domain = MICROSOFT, name, inputs, outputs = ['mixed'], attributes = {} }: Operator): OnnxModel {
  const text = (field: number, value: string): Uint8Array => lengthDelimited(field, value);
  const node = (operator: string, from: readonly string[], to: readonly string[], ...rest: readonly Uint8Array[]): Uint8Array =>
    message(1, ...from.map(value => text(1, value)), ...to.map(value => text(2, value)), text(4, operator), ...rest);
  const weight = (weightName: string, ...dims: readonly number[]): Uint8Array =>
    message(
      5,
      ...dims.map(dim => integerField(1, dim)),
      integerField(2, 1),
      text(8, weightName),
      lengthDelimited(9, new Uint8Array(4 * dims.reduce((product, dim) => product * dim, 1))),
    );
  const input = (inputName: string, type: number, dims: readonly (string | number)[]): Uint8Array => {
    const shape = message(2, ...dims.map(dim => message(1, typeof dim === 'number' ? integerField(1, dim) : text(2, dim))));
    return message(11, text(1, inputName), message(2, message(1, integerField(1, type), shape)));
  };
  return indexModel(
    bytesSource(
      modelOf(
        node('Gather', ['table', 'ids'], ['hidden']),
        ...['queries', 'keys', 'values'].map(projected => node('MatMul', ['hidden', 'square'], [projected])),
        node(
          name,
          inputs,
          outputs,
          text(7, domain),
          ...Object.entries(attributes).map(([key, value]) => message(5, text(1, key), integerField(3, value), integerField(20, 2))),
        ),
        node('MatMul', ['mixed', 'square'], ['projected']),
        node('Add', ['projected', 'hidden'], ['sum']),
        weight('table', 100, 32),
        weight('square', 32, 32),
        weight('packed', 32, 96),
        weight('norm', 8),
        weight('bias', 96),
        input('ids', 7, ['batch', 'tokens']),
        ...(inputs.includes('past') ? [input('past', 1, ['batch', 2, 'earlier', 8])] : []),
        message(12, text(1, 'sum')),
      ),
    ),
  );
}

const refusalOf = (operator: Operator): string => {
  const analysis = analyse(modelWith(operator));
  return analysis.kind === 'unsupported' ? `${analysis.reason}: ${analysis.fault.cause}` : analysis.kind;
};

/** The operator as the runtime is given it. */
function written(operator: Operator): { readonly graph: GraphAnalysis; readonly nodes: OnnxModel['graph']['nodes'] } {
  const model = modelWith(operator);
  const graph = analyse(model);
  if (graph.kind === 'unsupported') throw new Error(graph.fault.cause);
  return { graph, nodes: indexModel(bytesSource(concatenate([writeModel(model, graph.edits, [], IN_PLACE)]))).graph.nodes };
}

const THREE = ['queries', 'keys', 'values'];

describe('an operator that keeps its attention', () => {
  it.each([
    ['QAttention', /8 bits.*not quantised/],
    ['PackedAttention', /packed into one row/],
    ['PackedMultiHeadAttention', /packed into one row/],
    ['SparseAttention', /some blocks/],
    ['PagedAttention', /pages that a server fills/],
    ['LongformerAttention', /GPU alone/],
    ['DecoderMaskedMultiHeadAttention', /one token at a time/],
    ['LinearAttention', /linear attention/],
  ])('%s is named, with the reason', (name, reason) => {
    const refusal = refusalOf({ name, inputs: THREE });
    expect(refusal).toMatch(/^fused: This graph computes attention in com\.microsoft:/);
    expect(refusal).toMatch(reason);
    expect(refusal).toContain(name);
  });

  it('DecoderMaskedMultiHeadAttention does read one token, and more are refused by the runtime', async () => {
    const text = (field: number, value: string): Uint8Array => lengthDelimited(field, value);
    const value = (field: number, name: string, type: number, ...dims: readonly (string | number)[]): Uint8Array => {
      const shape = message(2, ...dims.map(dim => message(1, typeof dim === 'number' ? integerField(1, dim) : text(2, dim))));
      return message(field, text(1, name), message(2, message(1, integerField(1, type), shape)));
    };
    const attribute = (name: string, integer: number): Uint8Array =>
      message(5, text(1, name), integerField(3, integer), integerField(20, 2));
    const node = message(
      1,
      ...[...THREE, '', '', 'pastKeys', 'pastValues', 'pastLength'].map(name => text(1, name)),
      ...['mixed', 'presentKeys', 'presentValues'].map(name => text(2, name)),
      text(4, 'DecoderMaskedMultiHeadAttention'),
      text(7, MICROSOFT),
      attribute('num_heads', 2),
      attribute('past_present_share_buffer', 1),
    );
    const bytes = concatenate([
      modelOf(
        node,
        text(2, 'graph'),
        ...THREE.map(name => value(11, name, 1, 1, 'tokens', 32)),
        ...['pastKeys', 'pastValues'].map(name => value(11, name, 1, 1, 2, 8, 16)),
        value(11, 'pastLength', 6, 1),
        value(12, 'mixed', 1, 1, 'tokens', 32),
        ...['presentKeys', 'presentValues'].map(name => value(12, name, 1, 1, 2, 8, 16)),
      ),
      message(8, text(1, MICROSOFT), integerField(2, 1)),
    ]);
    const session = await InferenceSession.create(bytes, { logSeverityLevel: 4 });
    const floats = (...dims: readonly number[]): Tensor =>
      new Tensor('float32', new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(1), [...dims]);
    const read = (tokens: number) =>
      session.run({
        ...Object.fromEntries(THREE.map(name => [name, floats(1, tokens, 32)])),
        pastKeys: floats(1, 2, 8, 16),
        pastValues: floats(1, 2, 8, 16),
        pastLength: new Tensor('int32', Int32Array.of(3), [1]),
      });
    expect((await read(1))['mixed']!.dims).toEqual([1, 1, 32]);
    await expect(read(4)).rejects.toThrow('sequence length should be 1');
    await session.release();
  });

  it.each<[string, Operator, RegExp]>([
    [
      'norms of queries and keys inside',
      { name: 'GroupQueryAttention', inputs: [...THREE, ...Array<string>(11).fill(''), 'norm', 'norm'], attributes: { num_heads: 4 } },
      /normalises queries and keys inside/,
    ],
    [
      'a map that is an output in another form',
      { name: 'GroupQueryAttention', inputs: THREE, outputs: ['mixed', 'a', 'b', 'raw'], attributes: { num_heads: 4, qk_output: 1 } },
      /output already, in another form/,
    ],
    [
      'its past inside',
      { name: 'Attention', inputs: ['hidden', 'packed', '', '', 'past'], attributes: { num_heads: 4 } },
      /earlier tokens/,
    ],
    ['a rotation inside', { name: 'Attention', inputs: ['hidden', 'packed'], attributes: { num_heads: 4, do_rotary: 1 } }, /turns queries/],
    // A plain session of onnxruntime-node 1.30 ends the whole process at such a file.
    ['no bias', { name: 'Attention', inputs: ['hidden', 'packed'], attributes: { num_heads: 4 } }, /no bias.*crashes/],
  ])('%s: the reason is said', (_, operator, reason) => {
    expect(refusalOf(operator)).toMatch(reason);
  });
});

describe('an operator that gives its attention when it is asked', () => {
  it('GroupQueryAttention: behind the softmax; keys and values to be kept have names; a cache as short as the window is not asked for', () => {
    const { graph, nodes } = written({
      name: 'GroupQueryAttention',
      inputs: [...THREE, 'past', 'past'],
      attributes: { num_heads: 4, kv_num_heads: 2, local_window_size: 8, sliding_window_cache: 1, qk_output: 0 },
    });
    const node = nodes.find(({ operator }) => operator === 'GroupQueryAttention')!;
    expect(node.outputs).toEqual(['mixed', 'mixed.unused.1', 'mixed.unused.2', 'mixed.probabilities']);
    expect(Object.fromEntries([...node.attributes].map(([name, { integer }]) => [name, integer]))).toEqual({
      num_heads: 4,
      kv_num_heads: 2,
      local_window_size: 8,
      qk_output: 2,
    });
    expect(graph.sites).toMatchObject([{ probabilities: 'mixed.probabilities', causal: true, window: 8, keyValueHeads: 2 }]);
  });

  it('Attention of ONNX: what is there already is taken as it is', () => {
    const operator = {
      domain: '',
      name: 'Attention',
      inputs: THREE,
      attributes: { q_num_heads: 4, is_causal: 1, qk_matmul_output_mode: 3 },
    };
    const { graph } = written({ ...operator, outputs: ['mixed', '', '', 'map'] });
    expect(graph.sites).toMatchObject([{ probabilities: 'map', route: 'output', causal: true, headCount: 4 }]);
    expect(written(operator).graph.sites).toMatchObject([{ probabilities: 'mixed.probabilities', route: 'rewritten' }]);
  });

  it('MultiHeadAttention: a softmax behind its scores; a name that is taken is not taken again', () => {
    const { graph, nodes } = written({
      name: 'MultiHeadAttention',
      inputs: THREE,
      outputs: ['mixed', 'mixed.shares'],
      attributes: { num_heads: 4, unidirectional: 1 },
    });
    expect(nodes.at(-1)).toMatchObject({ operator: 'Softmax', inputs: ['mixed.probabilities'], outputs: ['mixed.shares_'] });
    expect(graph.sites).toMatchObject([{ probabilities: 'mixed.shares_', causal: true, headCount: 4 }]);
  });

  it('com.microsoft:Attention stays, and the same is computed beside it in parts', () => {
    const { graph, nodes } = written({ name: 'Attention', inputs: ['hidden', 'packed', 'bias'], attributes: { num_heads: 4 } });
    const added = nodes.slice(nodes.findIndex(({ operator }) => operator === 'Attention') + 3);
    expect(nodes.filter(({ operator }) => operator === 'Attention').map(({ outputs }) => outputs)).toEqual([['mixed']]);
    expect(added.map(({ operator }) => operator)).toEqual(['MatMul', 'Add', 'Constant', 'Split', 'MultiHeadAttention', 'Softmax']);
    expect(graph.sites).toMatchObject([{ probabilities: 'mixed.shares', form: 'com.microsoft:Attention', causal: false }]);
  });
});
