import { describe, expect, it } from 'vitest';
import type { SupportedGraph } from '../../src/onnx/analysis.ts';
import { GraphBuilder } from './support/graphBuilder.ts';
import { addLayer, oneLayer, wordVectors, type Changes } from './support/oneLayer.ts';
import { analyseEncoder, modelBytes } from './support/tinyModels.ts';

const encoder = (changes?: Changes): SupportedGraph => analyseEncoder(oneLayer(changes));
/** 0, 1, 2, ... along the keys. */
const positions = (builder: GraphBuilder, scores: string): string => {
  const tokens = builder.node('Squeeze', [builder.node('Shape', [scores], { start: 3, end: 4 })]);
  return builder.node('Range', [builder.integers(0), tokens, builder.integers(1)]);
};

describe('how far a query sees', () => {
  type Mask = (builder: GraphBuilder, queries: string, keys: string) => string;
  /** A mask of positions: the queries' stand in a column, the keys' in a row. */
  const sight = (mask: Mask): readonly [boolean, number | null] => {
    const site = encoder({
      scores: (builder, scores) => {
        const column = builder.node('Unsqueeze', [positions(builder, scores), builder.integers(-1)]);
        return builder.node('Where', [mask(builder, column, positions(builder, scores)), scores, builder.weight(1)]);
      },
    }).sites[0]!;
    return [site.causal, site.window];
  };
  const shifted = (builder: GraphBuilder, operator: 'Add' | 'Sub', value: string, by: number): string =>
    builder.node(operator, [value, builder.integers(by)]);

  it.each<[string, Mask, boolean, number | null]>([
    ['to its own place', (b, q, k) => b.node('LessOrEqual', [k, q]), true, null],
    ['the same, the other way round', (b, q, k) => b.node('GreaterOrEqual', [q, k]), true, null],
    ['the same, as what is hidden', (b, q, k) => b.node('Not', [b.node('Greater', [k, q])]), true, null],
    ['the same, below the next place', (b, q, k) => b.node('Less', [k, shifted(b, 'Add', q, 1)]), true, null],
    ['the same, as a distance', (b, q, k) => b.node('GreaterOrEqual', [b.node('Sub', [q, k]), b.integers(0)]), true, null],
    ['to the next place too: that is no causality', (b, q, k) => b.node('LessOrEqual', [k, shifted(b, 'Add', q, 1)]), false, null],
    ['back eight keys and ahead without end', (b, q, k) => b.node('Greater', [k, shifted(b, 'Sub', q, 8)]), false, 8],
    [
      'back eight keys, its own one of them',
      (b, q, k) => b.node('And', [b.node('Greater', [k, shifted(b, 'Sub', q, 8)]), b.node('LessOrEqual', [k, q])]),
      true,
      8,
    ],
    [
      'the same, as distances',
      (b, q, k) => {
        const distance = b.node('Sub', [q, k]);
        return b.node('And', [b.node('Less', [distance, b.integers(8)]), b.node('GreaterOrEqual', [distance, b.integers(0)])]);
      },
      true,
      8,
    ],
    ['four keys to both sides', (b, q, k) => b.node('LessOrEqual', [b.node('Abs', [b.node('Sub', [q, k])]), b.integers(4)]), false, 5],
    [
      'both sides, each by a condition of its own',
      (b, q, k) => b.node('Or', [b.node('LessOrEqual', [k, q]), b.node('Greater', [k, q])]),
      false,
      null,
    ],
    ['everything, by a comparison that is always true', (b, q) => b.node('GreaterOrEqual', [q, b.integers(0)]), false, null],
  ])('%s', (_, mask, causal, window) => {
    expect(sight(mask)).toEqual([causal, window]);
  });

  const ones = (b: GraphBuilder, q: string, k: string): string =>
    b.node('Expand', [b.floats([], [1]), b.node('Shape', [b.node('Sub', [q, k])])]);
  const cut = (b: GraphBuilder, square: string, upper: number, diagonal: number): string =>
    b.node('Trilu', [square, b.integers(diagonal)], { upper });
  it.each<[string, Mask, boolean, number | null]>([
    ['what is below the diagonal', (b, q, k) => cut(b, ones(b, q, k), 0, 0), true, null],
    ['what is not above it', (b, q, k) => b.node('Not', [cut(b, ones(b, q, k), 1, 1)]), true, null],
    ['six keys below it', (b, q, k) => cut(b, cut(b, ones(b, q, k), 0, 0), 1, -5), true, 6],
    ['six keys on both sides of it', (b, q, k) => cut(b, cut(b, ones(b, q, k), 0, 5), 1, -5), false, 6],
    ['a stored triangle', b => b.squareMask(16, (row, column) => column <= row), true, null],
    ['a stored band of five keys', b => b.squareMask(16, (row, column) => column <= row && column > row - 5), true, 5],
    ['a stored band of all but one', b => b.squareMask(16, (row, column) => column <= row && column > row - 15), true, 15],
  ])('by a triangle: %s', (_, mask, causal, window) => {
    expect(sight(mask)).toEqual([causal, window]);
  });

  it('is not cut by a comparison that only picks a bias by distance (T5)', () => {
    expect(analyseEncoder(modelBytes('t5')).sites.map(site => site.window)).toEqual([null, null, null]);
  });

  it('is not cut by comparisons that part near distances from those in wider steps (DeBERTa)', () => {
    const graph = encoder({
      scores: (b, scores) => {
        const column = b.node('Unsqueeze', [positions(b, scores), b.integers(-1)]);
        const distance = b.node('Sub', [column, positions(b, scores)]);
        const near = b.node('And', [b.node('Less', [distance, b.integers(4)]), b.node('Greater', [distance, b.integers(-4)])]);
        const size = b.node('Cast', [b.node('Where', [near, b.integers(3), b.node('Abs', [distance])])], { to: 1 });
        const wide = b.node('Cast', [b.node('Ceil', [b.node('Mul', [b.node('Log', [size]), b.floats([], [2])])])], { to: 7 });
        const counted = b.node('LessOrEqual', [b.node('Abs', [distance]), b.integers(4)]);
        const bucket = b.node('Where', [counted, distance, wide]);
        const place = b.node('Clip', [b.node('Add', [bucket, b.integers(8)]), b.integers(0), b.integers(15)]);
        const rows = b.node('Expand', [place, b.node('Shape', [scores])]);
        return b.node('Add', [scores, b.node('GatherElements', [scores, rows], { axis: -1 })]);
      },
    });
    expect([graph.sites[0]!.causal, graph.sites[0]!.window]).toEqual([false, null]);
  });

  it('is told layer by layer', () => {
    const builder = new GraphBuilder();
    const below = (inside: GraphBuilder, scores: string, first: number): string => {
      const column = inside.node('Unsqueeze', [positions(inside, scores), inside.integers(1)]);
      const keys = positions(inside, scores);
      const seen = inside.node('LessOrEqual', [keys, column]);
      const near = first === 0 ? seen : inside.node('And', [seen, inside.node('Greater', [keys, shifted(inside, 'Sub', column, first)])]);
      return inside.node('Where', [near, scores, inside.weight(1)]);
    };
    const first = addLayer(builder, wordVectors(builder, builder.input('ids')), name => name, { scores: (b, s) => below(b, s, 4) });
    addLayer(builder, first, name => name, { scores: (b, s) => below(b, s, 0) });
    expect(analyseEncoder(builder.model()).sites.map(site => [site.layer, site.causal, site.window])).toEqual([
      [0, true, 4],
      [1, true, null],
    ]);
  });
});

describe('what a layer is made of', () => {
  it('has the number that its scores are kept under', () => {
    const cap = (builder: GraphBuilder, scores: string): string =>
      builder.node('Mul', [builder.node('Tanh', [builder.node('Div', [scores, builder.floats([], [50])])]), builder.floats([], [50])]);
    expect([encoder({ scores: cap }), encoder()].map(graph => graph.sites[0]!.softcap)).toEqual([50, null]);
  });

  it('has fewer heads of keys where several heads of queries share one', () => {
    const builder = new GraphBuilder();
    const shared = (inside: GraphBuilder): string => {
      const keys = inside.node('Reshape', [inside.node('MatMul', [stream, inside.weight(32, 16)]), inside.integers(0, 0, 2, 8)]);
      const across = inside.node('Unsqueeze', [inside.node('Transpose', [keys], { perm: [0, 2, 1, 3] }), inside.integers(2)]);
      const repeated = inside.node('Expand', [across, inside.integers(1, 2, 2, 1, 8)]);
      return inside.node('Transpose', [inside.node('Reshape', [repeated, inside.integers(1, 4, -1, 8)])], { perm: [0, 1, 3, 2] });
    };
    const stream = wordVectors(builder, builder.input('ids'));
    addLayer(builder, stream, name => name, { keys: inside => shared(inside) });
    expect(analyseEncoder(builder.model()).sites.map(site => [site.headCount, site.keyValueHeads])).toEqual([[4, 2]]);
    expect(encoder().sites.map(site => [site.headCount, site.keyValueHeads])).toEqual([[4, 4]]);
  });
});
