import { describe, expect, it } from 'vitest';
import type { GraphBuilder } from './support/graphBuilder.ts';
import { oneLayer, type Changes } from './support/oneLayer.ts';
import { analyseEncoder, ENCODERS, modelBytes } from './support/tinyModels.ts';

const WIDTH = 32;

/** The two sums of a layer as a fused node, and what was added in them. */
function fused(operator: string, operandsAfterTheSum: (builder: GraphBuilder) => readonly string[], streamFirst = false) {
  const added: string[] = [];
  const sum: Changes['sum'] = (builder, update, stream) => {
    added.push(update);
    return builder.node(operator, [...(streamFirst ? [stream, update] : [update, stream]), ...operandsAfterTheSum(builder)]);
  };
  return { graph: analyseEncoder(oneLayer({ sum })), added };
}

describe('what a layer adds to the residual stream', () => {
  it.each(ENCODERS)('is found in every layer of %s', name => {
    const { sites, updates } = analyseEncoder(modelBytes(name));
    expect(updates.length).toBe(sites.length);
    expect(new Set(updates.flatMap(layer => [layer.attention, layer.feedForward])).size).toBe(2 * sites.length);
  });

  it.each([true, false])('is the operand that is not the stream, which comes first: %s', streamFirst => {
    for (const [operator, parameters] of [
      ['Add', 0],
      ['Sum', 0],
      ['com.microsoft:SkipSimplifiedLayerNormalization', 1],
      ['com.microsoft:SkipLayerNormalization', 2],
    ] as const) {
      const { graph, added } = fused(operator, builder => Array.from({ length: parameters }, () => builder.weight(WIDTH)), streamFirst);
      expect(graph.hidden.length).toBe(2);
      expect(graph.updates).toEqual([{ attention: added[0], feedForward: added[1] }]);
    }
  });

  it.each([
    ['com.microsoft:SkipLayerNormalization', 3],
    ['com.microsoft:SkipSimplifiedLayerNormalization', 2],
    ['Sum', 1],
  ])('is not given where %s adds a bias of its own', (operator, parameters) => {
    const { graph } = fused(operator, builder => Array.from({ length: parameters }, () => builder.weight(WIDTH)));
    expect([graph.hidden.length, graph.updates, graph.warnings]).toEqual([2, [], []]);
  });
});
