import { describe, expect, it } from 'vitest';
import type { Lens, View } from '../../src/core/attention/lens.ts';
import { clearestStatement } from '../../src/core/describe/clearest.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { clearestLink } from '../../src/core/state/clearestLink.ts';
import type { UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import { visibilityIn } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { Unit } from '../../src/core/text/token.ts';

const labels = ['[CLS]', 'we', 'saw', 'her', 'dog', '.'];
const units: Unit[] = labels.map((label, index) => ({
  label,
  start: index === 0 ? -1 : index * 5,
  end: index === 0 ? -1 : index * 5 + label.length,
  tokens: [index],
  special: index === 0,
  unknown: 'none',
  punctuation: label === '.',
  joins: false,
}));
const matrixOf = (rows: readonly (readonly number[])[], other: Partial<UnitMatrix> = {}): UnitMatrix => ({
  rows: 6,
  columns: 6,
  causal: false,
  hasSink: false,
  sinks: [],
  values: Float32Array.from(rows.flat()),
  low: new Float32Array(),
  high: new Float32Array(),
  headCount: 1,
  ...other,
});
const rows = [
  [0, 1, 0, 0, 0, 0],
  [0.9, 0.02, 0.02, 0.02, 0.02, 0.02],
  [0, 0, 0.1, 0.9, 0, 0],
  [0, 0.4, 0, 0.6, 0, 0],
  [0, 0.5, 0, 0.1, 0.1, 0.3],
  [0, 0, 0, 1, 0, 0],
];
const clearest = (matrix: UnitMatrix) => clearestLink(units, matrix, visibilityIn(matrix, units, 6, INITIAL_STATE));

describe('clearestLink', () => {
  it('is the largest weight from a word to another, beyond neighbours, punctuation and special tokens', () => {
    expect(clearest(matrixOf(rows))).toEqual({ from: 4, to: 1, weight: 0.5 });
  });
  it('goes from the text that looks to the other one, where there are two', () => {
    const sides = { of: Int8Array.of(-1, 0, 0, 1, 1, -1), far: 'other' as const };
    const between = (looking?: 0 | 1) => {
      const matrix = matrixOf(rows, { sides });
      return clearestLink(units, matrix, visibilityIn(matrix, units, 6, INITIAL_STATE), looking);
    };
    expect(between()).toEqual({ from: 4, to: 1, weight: 0.5 });
    expect(between(0)).toMatchObject({ from: 2, to: 3 });
  });
  it('leaves out a sink, and what has no colour', () => {
    const sinks = [{ unit: 1, share: 0.5 }];
    expect(clearest(matrixOf(rows, { sinks }))).toBeNull();
    expect(clearest(matrixOf(Array.from({ length: 6 }, () => Array<number>(6).fill(0.01))))).toBeNull();
  });
  it('knows of invalid values and of a sample only the rows that are here', () => {
    const broken = rows.map((row, index) => (index === 4 ? row.map(() => Number.NaN) : row));
    expect(clearest(matrixOf(broken))).toMatchObject({ from: 3, to: 1 });
    expect(clearest(matrixOf([rows[2]!, rows[3]!], { sampled: [2, 3] }))).toMatchObject({ from: 3, to: 1 });
  });
});

describe('clearestStatement', () => {
  const lenses: Lens[] = [
    { id: 'r', name: 'Reference', description: '', selection: { kind: 'heads', heads: [[3, 1]] }, combine: 'mean', evidence: [] },
    { id: 'a', name: 'Related words', description: '', selection: { kind: 'all' }, combine: 'mean', evidence: [] },
  ];
  const link = { from: 4, to: 1, weight: 0.5 };
  const say = (view: View, direction: 'to' | 'by' = 'to', other: Partial<UnitMatrix> = {}) =>
    plainSentence(clearestStatement(units, link, matrixOf(rows, other), direction, view, lenses));
  it('names the word that is looked from, the other one, the weight and the heads', () => {
    expect(say({ kind: 'lens', id: 'r' })).toBe('Clearest in this text: “dog” attends to “we” 0.50 in Reference, L3 H1.');
    expect(say({ kind: 'lens', id: 'r' }, 'by')).toBe('Clearest in this text: “we” is attended by “dog” 0.50 in Reference, L3 H1.');
    expect(say({ kind: 'lens', id: 'a' })).toMatch(/0\.50 in Related words\.$/);
    expect(say({ kind: 'head', layer: 3, head: 1 })).toMatch(/0\.50 in Reference, L3 H1\.$/);
    expect(say({ kind: 'head', layer: 2, head: 0 })).toMatch(/0\.50 in L2 H0\.$/);
    expect(say({ kind: 'layer', layer: 2 })).toMatch(/0\.50 in layer 2, the mean of its heads\.$/);
    expect(say({ kind: 'rollout', layer: 2 })).toMatch(/“dog” holds “we” 0\.50 in the rollout up to layer 2\.$/);
  });
  it('names the head of the row where each has one, and of how many rows it is', () => {
    const rowHeads = rows.map((_, index) => [index, 5] as const);
    expect(say({ kind: 'lens', id: 'a' }, 'to', { rowHeads })).toMatch(/0\.50 in L4 H5\.$/);
    expect(say({ kind: 'lens', id: 'a' }, 'to', { rows: 9, sampled: [4] })).toMatch(/Only from 1 of 9 rows/);
  });
  it('lets the word that is looked from be chosen', () => {
    const units4 = clearestStatement(units, link, matrixOf(rows), 'to', { kind: 'lens', id: 'r' }, lenses).map(({ unit }) => unit);
    expect(units4.filter(unit => unit !== undefined)).toEqual([4]);
  });
});
