import { FLOAT32 } from '../../../src/onnx/format/elementTypes.ts';
import { GraphBuilder } from './graphBuilder.ts';
import type { Bytes } from './protobufParts.ts';

/** What a test changes of {@link oneLayer}. Each function takes a value and returns what stands in its place. */
export interface Changes {
  readonly embedding?: (builder: GraphBuilder, ids: string) => string;
  readonly queries?: (builder: GraphBuilder, queries: string) => string;
  readonly keys?: (builder: GraphBuilder, keys: string) => string;
  /** Between the product of queries and keys and the Softmax. */
  readonly scores?: (builder: GraphBuilder, scores: string) => string;
  readonly softmax?: (builder: GraphBuilder, scores: string) => string;
  /** Between the Softmax and the product with the values. */
  readonly probabilities?: (builder: GraphBuilder, probabilities: string) => string;
  /** The sum of what a half of the layer gives and what entered it, and what comes of it. */
  readonly sum?: (builder: GraphBuilder, update: string, stream: string) => string;
  readonly opset?: number;
  readonly tokens?: number | string;
}

const HEADS = 4;
const HEAD_WIDTH = 8;
const WIDTH = HEADS * HEAD_WIDTH;
const VOCABULARY = 100;

/** An encoder of one layer: word table, 4 heads, sum with what came in, and a feed-forward part of one matrix. */
export function oneLayer(changes: Changes = {}, builder = new GraphBuilder()): Bytes {
  const ids = builder.input('ids', ['batch', changes.tokens ?? 'tokens']);
  addLayer(builder, changes.embedding?.(builder, ids) ?? wordVectors(builder, ids), name => name, changes);
  return builder.model(changes.opset);
}

/** The changed layer below another one, whose attention is made of it: what nothing shown is made of, the runtime is not given. */
export function twoLayers(changes: Changes = {}): Bytes {
  const builder = new GraphBuilder();
  builder.weight = (...dims) => {
    const count = dims.reduce((product, dim) => product * dim, 1);
    return builder.floats(
      dims,
      Float32Array.from({ length: count }, (_, index) => Math.sin(index)),
    );
  };
  const below = addLayer(builder, wordVectors(builder, builder.input('ids')), name => name, changes);
  addLayer(builder, below, name => name);
  return builder.model(changes.opset);
}

/** Adds one layer and returns its second sum. `normalise` is applied to what enters each half, as in pre-norm models. */
export function addLayer(builder: GraphBuilder, entering: string, normalise: (name: string) => string, changes: Changes = {}): string {
  const normalised = normalise(entering);
  const split = (permutation: readonly number[]): string => {
    const projected = builder.node('MatMul', [normalised, builder.weight(WIDTH, WIDTH)]);
    const shaped = builder.node('Reshape', [projected, builder.integers(0, 0, HEADS, HEAD_WIDTH)]);
    return builder.node('Transpose', [shaped], { perm: permutation });
  };
  const plainQueries = split([0, 2, 1, 3]);
  const queries = changes.queries?.(builder, plainQueries) ?? plainQueries;
  const plainKeys = split([0, 2, 3, 1]);
  const keys = changes.keys?.(builder, plainKeys) ?? plainKeys;
  const values = split([0, 2, 1, 3]);
  const plainScores = builder.node('MatMul', [queries, keys]);
  const scores = changes.scores?.(builder, plainScores) ?? plainScores;
  const shares = changes.softmax?.(builder, scores) ?? builder.node('Softmax', [scores], { axis: -1 });
  const probabilities = changes.probabilities?.(builder, shares) ?? shares;
  const mixed = builder.node('MatMul', [probabilities, values]);
  const joined = builder.node('Reshape', [builder.node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), builder.integers(0, 0, WIDTH)]);
  const sum = changes.sum ?? ((_, update, stream) => builder.node('Add', [update, stream]));
  const attended = sum(builder, builder.node('MatMul', [joined, builder.weight(WIDTH, WIDTH)]), entering);
  return sum(builder, builder.node('MatMul', [normalise(attended), builder.weight(WIDTH, WIDTH)]), attended);
}

export function wordVectors(builder: GraphBuilder, ids: string): string {
  return builder.node('Gather', [builder.weight(VOCABULARY, WIDTH), ids]);
}

/** Rows of a table with this many rows, added to the word vectors. */
export function addRows(builder: GraphBuilder, vectors: string, rows: number, indices: string): string {
  return builder.node('Add', [vectors, builder.node('Gather', [builder.weight(rows, WIDTH), indices])]);
}

export function headMask(builder: GraphBuilder): string {
  return builder.input('heads', [HEADS], FLOAT32);
}
