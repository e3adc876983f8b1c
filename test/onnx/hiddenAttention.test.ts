import { expect, it } from 'vitest';
import { analyse } from '../../src/onnx/analyse.ts';
import type { GraphAnalysis } from '../../src/onnx/analysis.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { concatenate, lengthDelimited } from '../../src/onnx/format/protobufWriter.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { GraphBuilder } from './support/graphBuilder.ts';
import { oneLayer } from './support/oneLayer.ts';
import { message, type Bytes } from './support/protobufParts.ts';

type Place = (operators: readonly string[]) => Bytes;

/** Nodes behind each other, the first input of each the output of the one before. */
const nodes = (field: number, operators: readonly string[]): Bytes =>
  concatenate(
    operators.map((operator, place) => {
      const inputs = [`inner${place}`, 'other'].map(name => lengthDelimited(1, name));
      return message(field, ...inputs, lengthDelimited(2, `inner${place + 1}`), lengthDelimited(4, operator));
    }),
  );

/** A layer that is seen, and beside it nodes in the branches of an If. */
const inBranch: Place = operators => {
  const builder = new GraphBuilder();
  const branch = nodes(1, operators);
  builder.node('If', [builder.weight(1)], {}, { then_branch: branch, else_branch: branch });
  return oneLayer({}, builder);
};
/** The same in a function that the model defines. */
const inFunction: Place = operators =>
  concatenate([oneLayer(), message(25, lengthDelimited(1, 'hidden'), nodes(7, operators), lengthDelimited(10, 'local'))]);

const analysis = (bytes: Bytes): GraphAnalysis => analyse(indexModel(bytesSource(bytes)));

it.each<[string, Place, string]>([
  ['a branch', inBranch, 'control-flow'],
  ['a function', inFunction, 'functions'],
])('a layer in %s beside one that is seen: they would have wrong numbers', (_, place, reason) => {
  expect(analysis(place(['Softmax', 'Cast', 'MatMul']))).toMatchObject({ kind: 'unsupported', reason });
  expect(analysis(place(['Attention']))).toMatchObject({ kind: 'unsupported', reason });
});

it.each<[string, Place]>([
  ['a branch', inBranch],
  ['a function', inFunction],
])('shares in %s that are multiplied with nothing are a router of experts, or the next word', (_, place) => {
  expect(analysis(place(['Softmax', 'TopK', 'MatMul'])).kind).toBe('text');
  expect(analysis(place(['MatMul', 'Softmax'])).kind).toBe('text');
});
