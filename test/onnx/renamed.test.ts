import { describe, expect, it } from 'vitest';
import type { SupportedGraph } from '../../src/onnx/analysis.ts';
import { analyse } from '../../src/onnx/analyse.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { bytesSource } from '../../src/onnx/format/byteSource.ts';
import { renameAll } from './support/renameAll.ts';
import { largestDifference, openEncoder } from './support/runEncoder.ts';
import { analyseEncoder, ENCODERS, modelBytes, modelFolder, referenceTexts } from './support/tinyModels.ts';

/** The analysis with every name replaced as in the renamed copy. */
function translate(graph: SupportedGraph, names: ReadonlyMap<string, string>): unknown {
  return JSON.parse(JSON.stringify(graph), (_key, value: unknown) => (typeof value === 'string' ? (names.get(value) ?? value) : value));
}

describe('a copy in which every name is changed', () => {
  it.each(ENCODERS)('%s is analysed the same and computes the same', async name => {
    const bytes = modelBytes(name);
    const renamed = renameAll(bytes, 7);
    const graph = analyseEncoder(renamed.bytes);
    expect(renamed.names.size).toBeGreaterThan(100);
    expect(graph.inputs.ids).not.toBe('input_ids');
    expect(JSON.parse(JSON.stringify(graph))).toEqual(translate(analyseEncoder(bytes), renamed.names));

    const run = await openEncoder(renamed.bytes, graph, modelFolder(name));
    const [reference] = referenceTexts(name);
    const output = await run(reference!.ids);
    for (const [layer, map] of output.attention.entries())
      expect(largestDifference(map, reference!.attention[layer]!)).toBeLessThanOrEqual(1e-5);
  });

  it.each(['bart-decoder', 'router'])('%s is turned down for the same reason', name => {
    const bytes = modelBytes(name);
    const reasons = [bytes, renameAll(bytes, 11).bytes].map(copy => {
      const analysis = analyse(indexModel(bytesSource(copy)));
      return analysis.kind === 'unsupported' ? analysis.reason : analysis.kind;
    });
    expect(reasons[1]).toBe(reasons[0]);
  });
});
