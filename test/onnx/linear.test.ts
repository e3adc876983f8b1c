import { describe, expect, it } from 'vitest';
import type { GraphAnalysis } from '../../src/onnx/analysis.ts';
import { analyse } from '../../src/onnx/analyse.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { GraphIndex } from '../../src/onnx/graph/index.ts';
import { LIMITS } from '../../src/onnx/format/limits.ts';
import { lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { GraphBuilder } from './support/graphBuilder.ts';
import { addLayer, oneLayer, wordVectors, type Changes } from './support/oneLayer.ts';
import { floatTensor, message, modelOf, type Bytes } from './support/protobufParts.ts';

interface Cost {
  readonly graph: GraphAnalysis;
  readonly looks: number;
  readonly size: number;
}

function costOf(bytes: Bytes): Cost {
  const model = indexModel(bytesSource(bytes));
  const index = new GraphIndex(model.graph);
  return { graph: analyse(model, index), looks: index.looks, size: index.size };
}

const SIZES = [1_000, 4_000];

/** A hang is what these are about; each takes a second or two. */
const GUARD = 60_000;

function chain(builder: GraphBuilder, start: string, length: number, step: (builder: GraphBuilder, value: string) => string): string {
  let value = start;
  for (let i = 0; i < length; i++) value = step(builder, value);
  return value;
}

const STEPS: Readonly<Record<string, (builder: GraphBuilder, value: string) => string>> = {
  Identity: (builder, value) => builder.node('Identity', [value]),
  Reshape: (builder, value) => builder.node('Reshape', [value, 'shape']),
  Add: (builder, value) => builder.node('Add', [value, 'bias']),
  // Two ways at every step: 2^n paths to the end.
  diamond: (builder, value) => builder.node('Add', [builder.node('Neg', [value]), builder.node('Abs', [value])]),
};

const PLACES: Readonly<Record<string, (change: (builder: GraphBuilder, value: string) => string) => Changes>> = {
  'before layer 0': change => ({ embedding: (builder, ids) => change(builder, wordVectors(builder, ids)) }),
  'in the ids': change => ({ embedding: (builder, ids) => wordVectors(builder, change(builder, ids)) }),
  'in the queries': change => ({ queries: change }),
  'in the scores': change => ({ scores: change }),
  'in the probabilities': change => ({ probabilities: change }),
  'in the residual stream': change => ({ sum: (builder, update, stream) => change(builder, builder.node('Add', [update, stream])) }),
};

describe('what an analysis looks at grows no faster than the graph', () => {
  for (const [place, change] of Object.entries(PLACES)) {
    it.each(Object.keys(STEPS))(
      `${place}, a chain of %s`,
      step => {
        const costs = SIZES.map(size => costOf(oneLayer(change((builder, value) => chain(builder, value, size, STEPS[step]!)))));
        for (const { looks, size } of costs) expect(looks / size).toBeLessThan(12);
      },
      GUARD,
    );
  }

  it(
    'many Softmax nodes on the same scores, made of very many values',
    () => {
      const costs = SIZES.map(size => {
        const builder = new GraphBuilder();
        const vectors = wordVectors(builder, builder.input('ids'));
        const scores = builder.node(
          'Concat',
          Array.from({ length: size }, () => builder.node('Neg', [vectors])),
        );
        for (let i = 0; i < size; i++) builder.node('MatMul', [builder.node('Softmax', [scores]), vectors]);
        return costOf(builder.model());
      });
      for (const { looks, size } of costs) expect(looks / size).toBeLessThan(12);
    },
    GUARD,
  );

  it(
    'many layers that share one long mask',
    () => {
      const mask = (builder: GraphBuilder): string => chain(builder, builder.input('mask'), 200, STEPS['diamond']!);
      const costs = [6, 24, 96].map(layers => {
        const builder = new GraphBuilder();
        const shared = mask(builder);
        const changes: Changes = { scores: (inner, scores) => inner.node('Add', [scores, shared]) };
        let stream = wordVectors(builder, builder.input('ids'));
        for (let i = 0; i < layers; i++) stream = addLayer(builder, stream, name => name, changes);
        return costOf(builder.model());
      });
      expect(costs.map(({ graph }) => graph.kind)).toEqual(['text', 'text', 'text']);
      // Each layer reads the mask again, as a person would have to.
      const perLayer = costs.map(({ looks }, i) => looks / [6, 24, 96][i]!);
      expect(Math.max(...perLayer) / Math.min(...perLayer)).toBeLessThan(1.5);
    },
    GUARD,
  );

  it(
    'very many inputs that nothing explains',
    () => {
      const builder = new GraphBuilder();
      addLayer(builder, wordVectors(builder, builder.input('ids')), name => name);
      for (let i = 0; i < 50_000; i++) builder.input(`unread${i}`, ['x']);
      expect(costOf(builder.model()).graph).toMatchObject({ kind: 'unsupported', reason: 'inputs' });
    },
    GUARD,
  );

  it(
    'a graph that walks could follow without end is refused by its number of steps',
    () => {
      const builder = new GraphBuilder();
      const vectors = wordVectors(builder, builder.input('ids'));
      const wide = builder.node(
        'Concat',
        Array.from({ length: 30_000 }, () => vectors),
      );
      for (let i = 0; i < 10_000; i++)
        builder.node('MatMul', [builder.node('Softmax', [builder.node('Neg', [wide])]), builder.node('Neg', [wide])]);
      const model = indexModel(bytesSource(builder.model()));
      const index = new GraphIndex(model.graph);
      expect(() => analyse(model, index)).toThrow(expect.objectContaining({ name: 'OnnxFormatError', reason: 'limit' }));
      // No more than the last node that was asked for beyond it.
      expect(index.looks).toBeLessThan(LIMITS.looks + LIMITS.looksPerPart * index.size + 2 * 30_001);
    },
    GUARD,
  );
});

describe('a graph that contradicts itself', () => {
  const node = (operator: string, input: string, ...outputs: readonly string[]): Bytes =>
    message(1, lengthDelimited(1, input), ...outputs.map(output => lengthDelimited(2, output)), lengthDelimited(4, operator));
  const circle = (length: number): Bytes =>
    modelOf(...Array.from({ length }, (_, i) => node('Identity', `v${(i + length - 1) % length}`, `v${i}`)));

  it.each<[string, Bytes, RegExp]>([
    ['a circle of 16,000 Identity nodes', circle(16_000), /v\d+ is made of itself/],
    ['a node that reads itself', modelOf(node('Neg', 'a', 'a')), /a is made of itself/],
    ['two makers', modelOf(node('Neg', 'a', 'b'), node('Abs', 'a', 'b')), /b is made twice/],
    ['one node that makes a value twice', modelOf(node('Split', 'a', 'b', 'b')), /b is made twice/],
    ['a maker of a stored value', modelOf(message(5, floatTensor([0])), node('Neg', 'a', 'w')), /w is made twice/],
    ['a maker of an input', modelOf(message(11, lengthDelimited(1, 'ids')), node('Neg', 'a', 'ids')), /ids is made twice/],
  ])('%s is refused', (_, bytes, words) => {
    expect(() => indexModel(bytesSource(bytes))).toThrow(
      expect.objectContaining({ reason: 'bad-order', message: expect.stringMatching(words) as string }),
    );
  });
});
