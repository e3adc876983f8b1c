import { describe, expect, test } from 'vitest';
import { contextOf } from '../../src/engine/model/context.ts';
import { longestText, passesFor, planFetch, type ModelOutputs } from '../../src/engine/runs/fetchPlan.ts';
import { BERT_LARGE, BUILT_IN } from './modelShapes.ts';

const layersOf = ({ heads }: ModelOutputs) => [...heads.keys()];

describe('what 512 tokens weigh, by hand', () => {
  test.each([
    // 6 layers x 12 heads x 512 x 512 x 4 bytes; 7 states of 512 x 384 x 4; two updates a layer.
    ['the built-in model', BUILT_IN, 12_582_912, 75_497_472, 5_505_024, 9_437_184],
    // 24 x 16 x 512 x 512 x 4; 25 x 512 x 1024 x 4; 48 x 512 x 1024 x 4.
    ['the shape of BERT-large', BERT_LARGE, 16_777_216, 402_653_184, 52_428_800, 100_663_296],
  ])('%s', (_, outputs, layer, maps, hidden, updates) => {
    const bytes = (...needs: Parameters<typeof planFetch>[1]) => planFetch(outputs, needs, 512).bytes;
    expect(bytes({ kind: 'maps', layers: [3] })).toBe(layer);
    expect(bytes({ kind: 'maps', layers: layersOf(outputs) })).toBe(maps);
    expect(bytes({ kind: 'hidden' })).toBe(hidden);
    expect(bytes({ kind: 'updates' })).toBe(updates);
    expect(bytes({ kind: 'hidden' }, { kind: 'maps', layers: [0] }, { kind: 'updates' })).toBe(hidden + layer + updates);
    expect(bytes()).toBe(0);
  });

  test('a file of fixed length brings its padding too, and layers may differ in heads', () => {
    const outputs = { ...BUILT_IN, maps: ['a', 'b'], heads: [2, 3], fixedLength: 16 };
    expect(planFetch(outputs, [{ kind: 'maps', layers: [1, 0] }], 5)).toEqual({ names: ['b', 'a'], bytes: 5 * 16 ** 2 * 4 });
    expect(planFetch(outputs, [{ kind: 'hidden' }], 5).bytes).toBe(7 * 16 * 384 * 4);
  });
});

test('names are those of the graph, in the order asked for; a model without vectors has none', () => {
  const needs = [{ kind: 'maps', layers: [2, 0] }, { kind: 'hidden' }, { kind: 'updates' }] as const;
  const { names } = planFetch({ ...BUILT_IN, hidden: ['in', 'out'], updates: [{ attention: 'a', feedForward: 'f' }] }, needs, 3);
  expect(names).toEqual(['map 2', 'map 0', 'in', 'out', 'a', 'f']);
  expect(planFetch({ ...BUILT_IN, hidden: [], updates: [], width: 0 }, needs.slice(1), 3)).toEqual({ names: [], bytes: 0 });
});

test('layers share a pass as long as their maps fit, and one layer always goes', () => {
  const layer = 16_777_216;
  const passes = (layers: readonly number[], bytes: number) => passesFor(BERT_LARGE, layers, 512, bytes);
  expect(passes(layersOf(BERT_LARGE), 24 * layer)).toEqual([layersOf(BERT_LARGE)]);
  expect(passes(layersOf(BERT_LARGE), 24 * layer - 1).map(pass => pass.length)).toEqual([23, 1]);
  expect(passes([5, 2, 9, 7, 1], 2.5 * layer)).toEqual([[5, 2], [9, 7], [1]]);
  expect(passes([5, 2], 1)).toEqual([[5], [2]]);
  expect(passes([], 1)).toEqual([]);
});

describe('how many tokens a text may have', () => {
  test('the longest text is the last whose maps fit', () => {
    const longest = longestText(BERT_LARGE, 1.2e9);
    const bytes = (tokens: number) => planFetch(BERT_LARGE, [{ kind: 'maps', layers: layersOf(BERT_LARGE) }], tokens).bytes;
    expect([bytes(longest) <= 1.2e9, bytes(longest + 1) <= 1.2e9]).toEqual([true, false]);
  });

  test.each<[string, number | null, number | null, number, number, number | null]>([
    ['what the model reads', 2048, null, Infinity, 2048, 2048],
    ['what the model reads, although a run takes two passes', 512, null, 402_653_184, 512, 512],
    ['what fits into memory', 8192, null, 402_653_184, 512, 8192],
    ['what fits into memory, where nothing says more', null, null, 402_653_184, 512, null],
    ['what a file was exported for, however much that is', null, 4096, 1, 4096, 4096],
    ['what the table of a file of fixed length has', 100, 128, 1, 100, 100],
  ])('%s', (_, said, fixedLength, runBytes, length, own) => {
    expect(contextOf(said, { outputs: { ...BERT_LARGE, fixedLength }, decoding: null }, runBytes)).toMatchObject({ length, own });
  });

  test('a model that is cut short says so, and why', () => {
    const cut = (own: number | null) => contextOf(own, { outputs: BERT_LARGE, decoding: null }, 402_653_184).warnings;
    expect(cut(512)).toEqual([]);
    expect(cut(8192)).toEqual(['Texts are cut at 512 tokens, whose attention fits into memory; this model reads up to 8,192.']);
    expect(cut(null)).toEqual([
      'Texts are cut at 512 tokens, whose attention fits into memory; how many this model was made to read is not known.',
    ]);
  });
});
