import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GraphAnalysis } from '../../src/onnx/analysis.ts';
import { findModelFile } from '../../src/engine/model/folder.ts';
import { readModelGraph } from '../../src/engine/model/graph.ts';
import { GraphBuilder } from '../onnx/support/graphBuilder.ts';
import { oneLayer, type Changes } from '../onnx/support/oneLayer.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attention-lens-outside-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The same graph with its stored values in the model file, and in a file beside it. */
function bothWays(changes: Changes): GraphAnalysis[] {
  return [null, 'weights.data'].map(outside => {
    const builder = new GraphBuilder(outside);
    // A first weight, so that what is looked at does not begin at 0.
    builder.floats([3], [1, 2, 3]);
    writeFileSync(join(folder, 'model.onnx'), oneLayer(changes, builder));
    writeFileSync(join(folder, 'weights.data'), builder.weights());
    return readModelGraph(findModelFile(folder)).graph;
  });
}

const masked = (allowed: (row: number, column: number) => boolean): Changes => ({
  scores: (builder, scores) => builder.node('Where', [builder.squareMask(16, allowed), scores, builder.weight(1)]),
});

const isCausal = (graph: GraphAnalysis): boolean[] => graph.sites.map(site => site.causal);

test('a triangle is a triangle wherever it is stored', () => {
  const graphs = bothWays(masked((row, column) => column <= row));
  expect(graphs.map(isCausal)).toEqual([[true], [true]]);
  expect(bothWays(masked((row, column) => Math.abs(row - column) < 2)).map(isCausal)).toEqual([[false], [false]]);
});

test('so is a bias by distance', () => {
  const biased: Changes = {
    scores: (builder, scores) => {
      const bias = builder.floats(
        [1, 1, 8, 8],
        Float32Array.from({ length: 64 }, (_, i) => (i >> 3) - (i & 7)),
      );
      return builder.node('Add', [scores, builder.node('Slice', [bias])]);
    },
  };
  expect(bothWays(biased).map(graph => graph.kind === 'text' && graph.positions.relative)).toEqual(['table', 'table']);
});
