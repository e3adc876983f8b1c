import { expect, test } from 'vitest';
import { oneLayer, wordVectors, type Changes } from './support/oneLayer.ts';
import { GraphBuilder } from './support/graphBuilder.ts';
import { analyseEncoder } from './support/tinyModels.ts';

const castLike = (builder: GraphBuilder, value: string): string => builder.node('CastLike', [value, builder.weight(1)]);
const dropout = (builder: GraphBuilder, value: string): string => builder.node('Dropout', [value]);
const tile = (builder: GraphBuilder, value: string): string => builder.node('Tile', [value, builder.integers(1, 1)]);
const flatten = (builder: GraphBuilder, value: string): string =>
  builder.node('Reshape', [builder.node('Flatten', [value]), builder.integers(0, -1)]);
const rounded = (builder: GraphBuilder, value: string): string =>
  builder.node('DequantizeLinear', [builder.node('QuantizeLinear', [value, builder.weight()]), builder.weight()]);

/** A soft cap, a scale and a bias, each rounded to 8 bits and back, as QDQ files have it around every operator. */
const cappedAndRounded = (builder: GraphBuilder, scores: string): string => {
  const one = builder.weight(1);
  return ['Mul', 'Div', 'Tanh', 'Mul', 'Add', 'Add'].reduce(
    (value, operator) => rounded(builder, builder.node(operator, operator === 'Tanh' ? [value] : [value, one])),
    rounded(builder, scores),
  );
};

// The same graph with a node that changes nothing of what is looked for, where exporters put one.
test.each<[string, Changes]>([
  ['CastLike behind queries and keys', { queries: castLike, keys: castLike }],
  ['CastLike in the scores', { scores: castLike }],
  ['CastLike behind the Softmax', { probabilities: castLike }],
  ['CastLike on the ids', { embedding: (builder, ids) => wordVectors(builder, castLike(builder, ids)) }],
  ['Dropout on the ids', { embedding: (builder, ids) => wordVectors(builder, dropout(builder, ids)) }],
  ['Tile on the ids', { embedding: (builder, ids) => wordVectors(builder, tile(builder, ids)) }],
  ['Flatten and back on the ids', { embedding: (builder, ids) => wordVectors(builder, flatten(builder, ids)) }],
  ['a rounding in the scores', { scores: rounded }],
  ['a rounding behind the Softmax', { probabilities: rounded }],
  ['a rounding behind each of six operators in the scores', { scores: cappedAndRounded }],
  [
    'a rounding behind each sum',
    { sum: (builder, update, stream) => rounded(builder, builder.node('Add', [rounded(builder, update), stream])) },
  ],
  [
    'CastLike behind both sums',
    { sum: (builder, update, stream) => castLike(builder, builder.node('Add', [castLike(builder, update), stream])) },
  ],
])('%s: the same layer, tables and hidden states', (_, changes) => {
  const graph = analyseEncoder(oneLayer(changes));
  const plain = analyseEncoder(oneLayer());
  expect(graph.sites.map(({ headCount, layout, form }) => [headCount, layout, form])).toEqual(
    plain.sites.map(({ headCount, layout, form }) => [headCount, layout, form]),
  );
  expect(graph.hidden.length).toBe(plain.hidden.length);
  expect(graph.updates.length).toBe(plain.updates.length);
  expect(graph.tables.word.rows).toBe(100);
  expect(graph.inputs).toEqual(plain.inputs);
});

test('rows of a table in 8 bits are the first hidden state once they are floats', () => {
  const builder = new GraphBuilder();
  let vectors = '';
  const embedding = (_: GraphBuilder, ids: string): string =>
    (vectors = builder.node('DequantizeLinear', [builder.node('Gather', [builder.bytes(100, 32), ids]), builder.weight()]));
  const graph = analyseEncoder(oneLayer({ embedding }, builder));
  expect([graph.hidden[0], graph.hidden.length, graph.tables.word.storage?.kind]).toEqual([vectors, 2, 'quantised']);
});
