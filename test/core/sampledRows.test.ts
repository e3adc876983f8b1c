import { describe, expect, it } from 'vitest';
import { cellNote, linkOf, spokenDescription, statementOf, weightIn } from '../../src/core/describe/attention.ts';
import { NOT_READ } from '../../src/core/describe/sample.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { sinkStatement } from '../../src/core/describe/sinks.ts';
import { hasRow, valueIn, weightsOf, type UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import { deriveWordView, isDark, visibilityIn } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { textUnit } from '../support/textUnit.ts';

const labels = ['the', 'old', 'cat', 'sat', 'down', 'there'];
const units: Unit[] = labels.map((label, index) => ({
  label,
  start: index * 6,
  end: index * 6 + label.length,
  tokens: [index],
  special: false,
  unknown: 'none',
  punctuation: false,
  joins: false,
}));

/** Causal rows 1 and 4 of six. */
const sample: UnitMatrix = {
  rows: 6,
  columns: 6,
  causal: true,
  hasSink: false,
  sinks: [],
  sampled: [1, 4],
  values: Float32Array.from([0.25, 0.75, 0, 0, 0, 0, 0.125, 0.5, 0.25, 0.0625, 0.0625, 0]),
  low: new Float32Array(),
  high: new Float32Array(),
  headCount: 1,
};
const none = new Float32Array();
const withRow: UnitMatrix = { ...sample, read: { unit: 3, values: Float32Array.from([0.5, 0, 0.25, 0.25, 0, 0]), low: none, high: none } };
const state = (changes: Partial<ViewState>): ViewState => ({ ...INITIAL_STATE, hideSink: false, ...changes });
const derive = (changes: Partial<ViewState>, matrix = sample) => deriveWordView(units, 6, matrix, state(changes));

describe('rows of a text that is held by rows', () => {
  it('are here or not, and no number stands for one that is not', () => {
    expect([0, 1, 2, 3, 4, 5].filter(row => hasRow(sample, row))).toEqual([1, 4]);
    expect([0, 1, 2, 3, 4, 5].filter(row => hasRow(withRow, row))).toEqual([1, 3, 4]);
    expect(valueIn(sample, 4, 1)).toBe(0.5);
    expect(valueIn(sample, 3, 2)).toBeNaN();
    expect(valueIn(withRow, 3, 2)).toBe(0.25);
    expect(weightsOf(sample, 3, 'to')).toBeNull();
    expect([...weightsOf(withRow, 3, 'to')!]).toEqual([0.5, 0, 0.25, 0.25, 0, 0]);
  });
});

describe('a word whose row is not here', () => {
  const view = derive({ hovered: textUnit(3) });
  it('has no colour and no number, and is said to be read', () => {
    expect(view).toMatchObject({ source: 3, weights: null, order: [], strongest: [] });
    expect(view.buckets.every(bucket => bucket === 0)).toBe(true);
    expect(plainSentence(statementOf(units, view, 'to', false, 'lens', []))).toBe('Reading what \u201csat\u201d attends to \u2026');
    expect(linkOf(units, view, 'to')).toBe('sat \u2026');
    expect(isDark(units, view)).toBe(false);
  });
  it('has them once it is read, all of them', () => {
    const read = derive({ hovered: textUnit(3) }, withRow);
    expect(read).toMatchObject({ source: 3, sample: null });
    expect([...read.weights!]).toEqual([0.5, 0, 0.25, 0.25, 0, 0]);
    expect(read.unread.size).toBe(0);
    expect(linkOf(units, read, 'to')).toBe('sat \u2192 the 0.50');
  });
});

describe('what attends to a word', () => {
  const view = derive({ hovered: textUnit(1), direction: 'by' });
  it('is told of the sampled rows alone, and says so everywhere', () => {
    expect(view.order).toEqual([4]);
    expect([...view.unread]).toEqual([2, 3, 5]);
    expect([...view.unseen]).toEqual([0]);
    expect(view.sample).toEqual({ rows: 2, of: 6 });
    expect(plainSentence(statementOf(units, view, 'by', false, 'lens', []))).toBe(
      '\u201cold\u201d is attended by \u201cdown\u201d 0.50. The 1 before it does not see it. Only from 2 of 6 rows, spread over the text: others may attend more.',
    );
    expect(linkOf(units, view, 'by')).toBe('old \u2190 down 0.50 (from 2 of 6 rows)');
    expect(spokenDescription(units, view, 'by', false, 'lens', [], 'All heads')).toContain('from 2 of 6 rows');
    expect([2, 4].map(unit => weightIn(view, unit))).toEqual([NOT_READ, '0.50']);
  });
  it('does not change with the row that was read last', () => {
    expect(derive({ hovered: textUnit(1), direction: 'by' }, withRow)).toEqual(view);
  });
  it('is not read of a word that is pointed at beside it', () => {
    const pinned = derive({ pinned: textUnit(1), hovered: textUnit(2), direction: 'by' });
    expect(linkOf(units, pinned, 'by')).toBe('old \u2190 cat not read (from 2 of 6 rows)');
  });
});

it('says of a sink and of a cell that not all rows were read', () => {
  const matrix: UnitMatrix = { ...sample, sinks: [{ unit: 0, share: 0.7 }] };
  const visibility = visibilityIn(matrix, units, 6, state({}));
  expect(plainSentence(sinkStatement(units, matrix, visibility, false))).toBe(
    'The first token, \u201cthe\u201d, takes 19 % here, from 2 of 6 rows, 70 % over all heads: a sink.',
  );
  const two: UnitMatrix = { ...matrix, sinks: [...matrix.sinks, { unit: 1, share: 0.1 }] };
  const both = plainSentence(sinkStatement(units, two, visibility, false));
  expect(both.match(/from 2 of 6 rows/g)).toHaveLength(1);
  expect(cellNote(sample, 2, 1, 0.3)).toBe('its row is not among those read');
  expect(cellNote(sample, 4, 1, 0.25)).toBe('2.0 \u00d7 even share');
});
