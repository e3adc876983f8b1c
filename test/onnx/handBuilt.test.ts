import { describe, expect, it } from 'vitest';
import type { SupportedGraph, UnsupportedGraph } from '../../src/onnx/analysis.ts';
import { analyse } from '../../src/onnx/analyse.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { GraphBuilder } from './support/graphBuilder.ts';
import { addLayer, addRows, headMask, oneLayer, wordVectors, type Changes } from './support/oneLayer.ts';
import { message } from './support/protobufParts.ts';
import { analyseEncoder } from './support/tinyModels.ts';
import { SINK } from './support/sinks.ts';

function refusalOf(bytes: Uint8Array): UnsupportedGraph {
  const analysis = analyse(indexModel(bytesSource(bytes)));
  if (analysis.kind !== 'unsupported') throw new Error('the graph was accepted');
  return analysis;
}

const isCausal = (changes: Changes): boolean | undefined => encoder(changes).sites[0]?.causal;
const encoder = (changes?: Changes): SupportedGraph => analyseEncoder(oneLayer(changes));
const refusal = (changes: Changes): UnsupportedGraph => refusalOf(oneLayer(changes));
const positions = (builder: GraphBuilder, scores: string): string => {
  const tokens = builder.node('Squeeze', [builder.node('Shape', [scores], { start: 3, end: 4 })]);
  return builder.node('Range', [builder.integers(0), tokens, builder.integers(1)]);
};

describe('a graph written by hand', () => {
  it('is an encoder of one layer', () => {
    const graph = encoder();
    expect(graph.sites.map(site => [site.headCount, site.form])).toEqual([[4, 'Softmax']]);
    expect(graph.hidden.length).toBe(2);
    expect(graph.tables.word.rows).toBe(100);
    expect(graph.inputs).toEqual({ ids: 'ids', mask: null, segments: null, positions: null, cache: [], switches: [] });
  });
});

describe('the Softmax', () => {
  it('may be written out as Exp, ReduceSum and Div', () => {
    const softmax = (builder: GraphBuilder, scores: string): string => {
      const largest = builder.node('ReduceMax', [scores], { axes: [-1] });
      const exponentials = builder.node('Exp', [builder.node('Sub', [scores, largest])]);
      return builder.node('Div', [exponentials, builder.node('ReduceSum', [exponentials, builder.integers(-1)])]);
    };
    expect(encoder({ softmax }).sites.map(site => [site.form, site.sink])).toEqual([['decomposed', false]]);
  });

  it('may stand among QuantizeLinear and DequantizeLinear, behind a soft cap and a mask', () => {
    const rounded = (builder: GraphBuilder, name: string): string =>
      builder.node('DequantizeLinear', [builder.node('QuantizeLinear', [name, builder.weight()]), builder.weight()]);
    const scores = (builder: GraphBuilder, plain: string): string =>
      ['Mul', 'Div', 'Tanh', 'Mul', 'Add'].reduce(
        (name, operator) => rounded(builder, builder.node(operator, operator === 'Tanh' ? [name] : [name, builder.floats([], [5])])),
        rounded(builder, plain),
      );
    const probabilities = (builder: GraphBuilder, shares: string): string =>
      ['Cast', 'Cast', 'Cast'].reduce(
        (name, operator) => rounded(builder, builder.node(operator, [name], { to: 1 })),
        rounded(builder, shares),
      );
    expect(encoder({ scores, probabilities }).sites.map(site => site.form)).toEqual(['Softmax']);
  });

  it.each([
    [1e-9, false],
    [1, true],
  ])('may divide by its sum and %d: a guard, or a sink', (added, sink) => {
    const softmax = (builder: GraphBuilder, scores: string): string => {
      const exponentials = builder.node('Exp', [scores]);
      const sum = builder.node('ReduceSum', [exponentials, builder.integers(-1)]);
      return builder.node('Div', [exponentials, builder.node('Add', [builder.floats([], [added]), sum])]);
    };
    expect(encoder({ softmax }).sites.map(site => site.sink)).toEqual([sink]);
  });

  it.each([
    [-1, 17, true],
    [3, 17, true],
    [2, 17, false],
    [1, 17, false],
    [3, 11, true],
  ])('on axis %i in opset %i: attention is %s', (axis, opset, isAttention) => {
    const analysis = analyse(
      indexModel(bytesSource(oneLayer({ softmax: (builder, scores) => builder.node('Softmax', [scores], { axis }), opset }))),
    );
    expect(analysis.sites.length).toBe(isAttention ? 1 : 0);
    if (analysis.kind === 'unsupported') expect(analysis.fault.cause).toContain('it does not sum over the keys');
  });

  it('without an axis sums over the last one from opset 13 on, and over all but the first before', () => {
    const softmax = (builder: GraphBuilder, scores: string): string => builder.node('Softmax', [scores]);
    expect(encoder({ softmax, opset: 13 }).sites.length).toBe(1);
    expect(refusal({ softmax, opset: 12 }).reason).toBe('no-attention');
  });
});

describe('probabilities', () => {
  it('may be multiplied with a mask over heads, which is then an input too many', () => {
    const graph = refusal({ probabilities: (builder, shares) => builder.node('Mul', [shares, headMask(builder)]) });
    expect(graph.sites.map(site => site.path)).toEqual([['Mul']]);
    expect(graph.reason).toBe('inputs');
    expect(graph.fault.cause).toContain('heads');
  });

  it('are cut off behind a sink', () => {
    const graph = encoder(SINK);
    expect(graph.sites.map(site => site.path)).toEqual([['Slice']]);
    expect(graph.sites.map(site => site.sink)).toEqual([true]);
  });

  it('in the order of an Einsum are taken only as batch, head, query, key', () => {
    const einsum = (equation: string): Uint8Array => {
      const builder = new GraphBuilder();
      const entering = wordVectors(builder, builder.input('ids'));
      const split = (): string =>
        builder.node('Reshape', [builder.node('MatMul', [entering, builder.weight(32, 32)]), builder.integers(0, 0, 4, 8)]);
      const shares = builder.node('Softmax', [builder.node('Einsum', [split(), split()], { equation })], { axis: -1 });
      const mixed = builder.node('Einsum', [shares, split()], { equation: 'bhqk,bkhd->bqhd' });
      const joined = builder.node('MatMul', [builder.node('Reshape', [mixed, builder.integers(0, 0, 32)]), builder.weight(32, 32)]);
      builder.node('Add', [joined, entering]);
      return builder.model();
    };
    expect(analyseEncoder(einsum('bqhd,bkhd->bhqk')).sites.map(site => site.headCount)).toEqual([4]);
    expect(refusalOf(einsum('bqhd,bkhd->bqhk')).rejected[0]?.reason).toBe('its axes are not in the order batch, head, query, key');
  });

  it('may have batch and heads in one axis', () => {
    const builder = new GraphBuilder();
    const entering = wordVectors(builder, builder.input('ids'));
    const split = (permutation: readonly number[]): string => {
      const shaped = builder.node('Reshape', [builder.node('MatMul', [entering, builder.weight(32, 32)]), builder.integers(0, 0, 4, 8)]);
      const merged = builder.node('Reshape', [builder.node('Transpose', [shaped], { perm: [0, 2, 1, 3] }), builder.integers(-1, 0, 8)]);
      return builder.node('Transpose', [merged], { perm: permutation });
    };
    const shares = builder.node('Softmax', [builder.node('MatMul', [split([0, 1, 2]), split([0, 2, 1])])], { axis: 2 });
    const mixed = builder.node('Reshape', [builder.node('MatMul', [shares, split([0, 1, 2])]), builder.integers(0, 0, 32)]);
    builder.node('Add', [builder.node('MatMul', [mixed, builder.weight(32, 32)]), entering]);
    expect(analyseEncoder(builder.model()).sites.map(site => [site.layout, site.headCount])).toEqual([['batch*head,query,key', 4]]);
  });
});

describe('a mask', () => {
  const where = (mask: (builder: GraphBuilder, scores: string) => string): Changes => ({
    scores: (builder, scores) => builder.node('Where', [mask(builder, scores), scores, builder.weight(1)]),
  });

  it('stored as a triangle is causal, any other stored square is not', () => {
    expect(isCausal(where(builder => builder.squareMask(16, (row, column) => column <= row)))).toBe(true);
    expect(isCausal(where(builder => builder.squareMask(16, (row, column) => Math.abs(row - column) < 2)))).toBe(false);
    expect(isCausal(where(builder => builder.squareMask(16, () => true)))).toBe(false);
  });

  it('that compares two vectors of positions is causal, a comparison with a number is not', () => {
    const rows = (builder: GraphBuilder, scores: string): string =>
      builder.node('Unsqueeze', [positions(builder, scores), builder.integers(1)]);
    expect(isCausal(where((builder, scores) => builder.node('LessOrEqual', [positions(builder, scores), rows(builder, scores)])))).toBe(
      true,
    );
    expect(isCausal(where((builder, scores) => builder.node('GreaterOrEqual', [positions(builder, scores), builder.integers(0)])))).toBe(
      false,
    );
  });

  it('cut by Trilu is causal', () => {
    const triangle = (builder: GraphBuilder, scores: string): string =>
      builder.node('Trilu', [builder.node('ConstantOfShape', [builder.node('Shape', [scores])])], { upper: 0 });
    expect(isCausal(where(triangle))).toBe(true);
  });

  it('is found as an input by what it does to the scores', () => {
    const graph = encoder({
      scores: (builder, scores) => builder.node('Add', [scores, builder.node('Cast', [builder.input('anything')], { to: 1 })]),
    });
    expect(graph.inputs.mask).toBe('anything');
    expect(graph.inputTypes.mask).toBe('int64');
  });

  it('is not needed where keys come from a cache: that is a decoder', () => {
    expect(encoder({ keys: joinedTo(['batch', 4, 8, 'past']) }).sites.map(site => site.causal)).toEqual([true]);
  });
});

/** Keys [batch, heads, size of a head, tokens] behind those of a cache. */
const joinedTo =
  (
    dims: readonly (number | string)[],
    axis = -1,
    layout = (builder: GraphBuilder, past: string): string => builder.node('Identity', [past]),
  ) =>
  (builder: GraphBuilder, plain: string): string =>
    builder.node('Concat', [layout(builder, builder.input('anything', dims, 10)), plain], { axis });

describe('the input of a cache', () => {
  it.each([
    ['all but the past known', ['batch', 4, 8, 'past'], ['batch', 4, 8, 'past']],
    ['for one text', [1, 4, 8, 'past'], [1, 4, 8, 'past']],
    ['nothing known but the heads', ['b', 4, 'c', 'd'], null],
  ])('%s', (_, dims, shape) => {
    const changes = { keys: joinedTo(dims) };
    if (shape === null) expect(refusal(changes).reason).toBe('cache');
    else expect(encoder(changes).inputs.cache).toMatchObject([{ name: 'anything', elementType: 'float16', shape }]);
  });

  it('may leave the size of a head open, where it is joined along another axis than the last', () => {
    const turned = (builder: GraphBuilder, plain: string): string => {
      const joined = joinedTo(['batch', 4, 'past', 'size'], 2)(builder, builder.node('Transpose', [plain], { perm: [0, 1, 3, 2] }));
      return builder.node('Transpose', [joined], { perm: [0, 1, 3, 2] });
    };
    expect(encoder({ keys: turned }).inputs.cache.map(input => input.shape)).toEqual([['batch', 4, 'past', 'head-size']]);
  });

  it('that is laid out anew before it is joined is told by its one open axis', () => {
    const transposed = (builder: GraphBuilder, past: string): string => builder.node('Transpose', [past], { perm: [0, 1, 3, 2] });
    expect(encoder({ keys: joinedTo(['batch', 4, 'past', 8], -1, transposed) }).inputs.cache.map(input => input.shape)).toEqual([
      ['batch', 4, 'past', 8],
    ]);
    expect(refusal({ keys: joinedTo(['batch', 4, 'past', 'size'], -1, transposed) }).reason).toBe('cache');
  });
});

describe('positions that are fed', () => {
  const turned = (builder: GraphBuilder, plain: string, angles: string): string =>
    builder.node('Add', [
      builder.node('Mul', [plain, builder.node('Cos', [angles])]),
      builder.node('Mul', [plain, builder.node('Sin', [angles])]),
    ]);

  it('turn queries and keys by frequencies, and are no part of the text', () => {
    let angles: string | undefined;
    const turn = (builder: GraphBuilder, plain: string): string => {
      angles ??= builder.node('MatMul', [
        builder.node('Unsqueeze', [builder.node('Cast', [builder.input('anything')], { to: 1 }), builder.integers(2)]),
        builder.weight(1, 8),
      ]);
      return turned(builder, plain, angles);
    };
    const graph = encoder({ queries: turn, keys: turn });
    expect(graph.inputs.positions).toBe('anything');
    expect(graph.positions.rotary.map(source => source.kind)).toEqual(['frequencies']);
  });

  it('pick rows of two tables', () => {
    let factors: readonly [string, string] | undefined;
    const turn = (builder: GraphBuilder, plain: string): string => {
      if (!factors) {
        const input = builder.input('anything');
        factors = [builder.node('Gather', [builder.weight(16, 8), input]), builder.node('Gather', [builder.weight(16, 8), input])];
      }
      return builder.node('Add', [builder.node('Mul', [plain, factors[0]]), builder.node('Mul', [plain, factors[1]])]);
    };
    const graph = encoder({ queries: turn, keys: turn });
    expect(graph.inputs).toMatchObject({ ids: 'ids', positions: 'anything' });
    expect(graph.positions.rotary.map(source => source.kind)).toEqual(['tables']);
  });
});

describe('an input of one number', () => {
  it('that nothing shown is made of may be anything; one that is is not fed', () => {
    const builder = new GraphBuilder();
    const ids = builder.input('ids');
    const last = addLayer(builder, wordVectors(builder, ids), name => name);
    builder.output(builder.node('Slice', [last, builder.node('Neg', [builder.input('how many', [])])]));
    expect(analyseEncoder(builder.model()).inputs.switches).toEqual([{ name: 'how many', elementType: 'int64', dims: [] }]);
    const scores = (inside: GraphBuilder, plain: string): string =>
      inside.node('Mul', [inside.node('Relu', [inside.node('Cast', [inside.input('a number', [1])], { to: 1 })]), plain]);
    expect(encoder({ scores }).inputs.switches).toEqual([]);
  });
});

describe('tables', () => {
  it('of positions and segments are told apart when all are read with inputs', () => {
    const { inputs, tables } = encoder({
      embedding: (builder, ids) => {
        const withSegments = addRows(builder, wordVectors(builder, ids), 2, builder.input('a'));
        return addRows(builder, withSegments, 64, builder.input('b'));
      },
    });
    expect(inputs).toMatchObject({ ids: 'ids', segments: 'a', positions: 'b', mask: null });
    expect([tables.word.rows, tables.position?.rows, tables.segment?.rows]).toEqual([100, 64, 2]);
  });

  it('of positions may be larger than the vocabulary when the graph counts the tokens itself', () => {
    const { inputs, tables } = encoder({
      embedding: (builder, ids) => {
        const tokens = builder.node('Squeeze', [builder.node('Shape', [ids], { start: 1, end: 2 })]);
        const counted = builder.node('Range', [builder.integers(0), tokens, builder.integers(1)]);
        return addRows(builder, wordVectors(builder, ids), 512, builder.node('Add', [counted, builder.integers(2)]));
      },
    });
    expect(inputs.ids).toBe('ids');
    expect(tables.position).toMatchObject({ rows: 512, firstRow: 2 });
  });

  it('of positions that are fed may be counted from where the graph says', () => {
    const { inputs, tables } = encoder({
      embedding: (builder, ids) =>
        addRows(builder, wordVectors(builder, ids), 66, builder.node('Add', [builder.input('places'), builder.integers(2)])),
    });
    expect([inputs.positions, tables.position?.firstRow, tables.position?.added]).toEqual(['places', 2, 2]);
  });

  it('of positions may be a slice of the table', () => {
    const embedding = (builder: GraphBuilder, ids: string): string =>
      builder.node('Add', [
        wordVectors(builder, ids),
        builder.node('Slice', [builder.weight(1, 64, 32), builder.integers(0), builder.node('Shape', [ids], { start: 1 })]),
      ]);
    expect(encoder({ embedding }).tables.position?.rows).toBe(64);
  });

  it('are missing in a model that reads numbers instead of words', () => {
    const embedding = (builder: GraphBuilder): string =>
      builder.node('MatMul', [builder.input('pixels', ['batch', 'patches', 32], 1), builder.weight(32, 32)]);
    const graph = refusal({ embedding });
    expect(graph.reason).toBe('no-words');
  });
});

describe('the last hidden state', () => {
  it('is behind a normalisation by the root mean square that is written out', () => {
    const builder = new GraphBuilder();
    const normalise = (name: string): string => {
      const mean = builder.node('ReduceMean', [builder.node('Pow', [name, builder.weight(1)])], { axes: [-1] });
      const root = builder.node('Sqrt', [builder.node('Add', [mean, builder.weight(1)])]);
      return builder.node('Mul', [builder.weight(32), builder.node('Mul', [name, builder.node('Reciprocal', [root])])]);
    };
    const last = normalise(addLayer(builder, wordVectors(builder, builder.input('ids')), normalise));
    const graph = analyseEncoder(builder.model());
    expect(graph.hidden).toEqual([expect.any(String), last]);
  });
});

describe('warnings and other obstacles', () => {
  it('names the number of tokens a file is fixed to', () => {
    const graph = encoder({ tokens: 128 });
    expect(graph.fixedLength).toBe(128);
    expect(graph.warnings[0]).toBe('This file was exported for exactly 128 tokens.');
  });

  const PADDING = expect.stringContaining('has no mask') as unknown;

  it('says that a file of a fixed length without a mask reads the padding of a shorter text as text', () => {
    expect(encoder({ tokens: 128 }).warnings).toContainEqual(PADDING);
    expect(encoder().warnings).not.toContainEqual(PADDING);
  });

  it.each([
    ['is an input', (builder: GraphBuilder) => builder.input('mask')],
    ['is made from the ids', (builder: GraphBuilder) => builder.node('Equal', ['ids', builder.integers(0)])],
  ])('does not say so where the mask %s', (_, mask) => {
    const scores = (builder: GraphBuilder, scores: string): string =>
      builder.node('Add', [scores, builder.node('Unsqueeze', [builder.node('Cast', [mask(builder)]), builder.integers(1, 2)])]);
    expect(encoder({ tokens: 128, scores }).warnings).not.toContainEqual(PADDING);
  });

  it('does not take an input for unread that only a branch reads: zeros would mask everything', () => {
    const scores = (builder: GraphBuilder, scores: string): string => {
      const branch = message(1, lengthDelimited(1, builder.input('mask')), lengthDelimited(2, 'inner'), lengthDelimited(4, 'Cast'));
      return builder.node('Add', [scores, builder.node('If', [builder.integers(1)], {}, { then_branch: branch, else_branch: branch })]);
    };
    const graph = refusal({ scores });
    expect(graph.reason).toBe('inputs');
    expect(graph.fault.cause).toContain('mask');
  });

  it('names scores that are summed in whole numbers, though their Softmax is in floats', () => {
    const graph = refusal({
      scores: (builder, scores) =>
        builder.node('DequantizeLinear', [builder.node('com.microsoft:QLinearAdd', [scores, 'step', 'zero', 'mask', 'step', 'zero'])]),
    });
    expect(graph.reason).toBe('integers');
    expect(graph.fault.cause).toContain('(com.microsoft:QLinearAdd): its scores or weights are whole numbers');
  });

  it('feeds an input of which only the shape is read', () => {
    const graph = encoder({
      embedding: (builder, ids) => {
        builder.node('Shape', [builder.input('unread')]);
        return wordVectors(builder, ids);
      },
    });
    expect(graph.inputs).toMatchObject({ ids: 'ids', segments: 'unread', positions: null, mask: null });
    expect(graph.tables.segment).toBeNull();
  });

  it('names operators that nobody has, unless the model defines them', () => {
    const magic = (builder: GraphBuilder, scores: string): string => builder.node('com.example:Magic', [scores]);
    const graph = refusal({ scores: magic });
    expect(graph.reason).toBe('custom-operators');
    expect(graph.fault.cause).toContain('com.example:Magic');
    expect(
      refusal({ scores: (builder, scores) => (builder.functionOf('com.example', 'Magic', 'Mul'), magic(builder, scores)) }).reason,
    ).toBe('no-attention');
  });

  it('names a function that hides the Softmax', () => {
    const builder = new GraphBuilder();
    builder.functionOf('local', 'attend', 'Softmax');
    builder.node('local:attend', [builder.input('ids')]);
    const graph = refusalOf(builder.model());
    expect(graph.reason).toBe('functions');
    expect(graph.fault.cause).toContain('attend');
  });
});

describe('the residual stream', () => {
  /** Attention and the feed-forward block of one layer, side by side. */
  const parallel = (sumOf: (builder: GraphBuilder, attention: string, feedForward: string, stream: string) => string): SupportedGraph => {
    const builder = new GraphBuilder();
    const stream = wordVectors(builder, builder.input('ids'));
    addLayer(builder, stream, name => name, {
      sum: (inside, update, from) => {
        if (from !== stream) return from;
        const feedForward = inside.node('MatMul', [stream, inside.weight(32, 32)]);
        return inside.node('LayerNormalization', [sumOf(inside, update, feedForward, stream), inside.weight(32)]);
      },
    });
    return analyseEncoder(builder.model());
  };
  const add = (builder: GraphBuilder, a: string, b: string): string => builder.node('Add', [a, b]);

  it.each<[string, (builder: GraphBuilder, attention: string, feedForward: string, stream: string) => string]>([
    ['both added up first', (builder, attention, feedForward, stream) => add(builder, add(builder, feedForward, attention), stream)],
    ['the other way round', (builder, attention, feedForward, stream) => add(builder, stream, add(builder, attention, feedForward))],
  ])('of attention beside the feed-forward block: %s', (_, sumOf) => {
    const graph = parallel(sumOf);
    expect(graph.hidden.length).toBe(2);
    expect(graph.updates.length).toBe(1);
    expect(graph.updates[0]!.attention).not.toBe(graph.updates[0]!.feedForward);
    expect(graph.tables.word.rows).toBe(100);
  });

  it('goes on where texts and tokens are flattened in between', () => {
    const flat = (builder: GraphBuilder, value: string): string => builder.node('Reshape', [value, builder.integers(-1, 32)]);
    const graph = encoder({ sum: (builder, update, stream) => builder.node('Add', [flat(builder, update), flat(builder, stream)]) });
    expect([graph.hidden.length, graph.updates.length]).toEqual([2, 1]);
  });
});
