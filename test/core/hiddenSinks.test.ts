import { describe, expect, it, test } from 'vitest';
import { attentionReading, compareVariant } from '../../src/core/attention/whatIf.ts';
import { linkOf, statementOf } from '../../src/core/describe/attention.ts';
import { paintNote } from '../../src/core/describe/legend.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { stepOfWeight, weightScale } from '../../src/core/scale.ts';
import { sinkStatement } from '../../src/core/describe/sinks.ts';
import type { UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import { deriveWordView, isDark, visibilityIn } from '../../src/core/state/viewModel.ts';
import { HEATS, hidesSink, INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import { reduce } from '../../src/core/state/reduce.ts';
import { textUnit } from '../support/textUnit.ts';
import { createUnit } from './attentionFixtures.ts';

const units = ['<s>', 'a', 'b', '.', 'c'].map((label, index) =>
  createUnit([index], { label, special: index === 0, start: index === 0 ? -1 : index, end: index === 0 ? -1 : index + 1 }),
);
const ROWS = [
  [1, 0, 0, 0, 0],
  [0.9, 0.1, 0, 0, 0],
  [0.6, 0.3, 0.1, 0, 0],
  [0.5, 0.1, 0.1, 0.3, 0],
  [0.2, 0.3, 0.05, 0.4, 0.05],
];
const matrix: UnitMatrix = {
  rows: 5,
  columns: 5,
  causal: true,
  hasSink: false,
  sinks: [{ unit: 0, share: 0.62 }],
  values: Float32Array.from(ROWS.flat()),
  low: new Float32Array(),
  high: new Float32Array(),
  headCount: 1,
};
const BOTH_WAYS = { ...matrix, causal: false };
const derive = (state: Partial<ViewState>, of = matrix) => deriveWordView(units, 5, of, { ...INITIAL_STATE, ...state });
const say = (state: Partial<ViewState>, of = matrix) =>
  plainSentence(statementOf(units, derive(state, of), state.direction ?? 'to', state.hideSpecial ?? false, 'head', []));

describe('whether a sink is hidden', () => {
  it('is as the attention is, until a person chooses', () => {
    expect([matrix, BOTH_WAYS].map(of => hidesSink(INITIAL_STATE, of))).toEqual([true, false]);
    for (const hide of [true, false]) {
      const state = reduce(INITIAL_STATE, { type: 'hideSink', hide });
      expect([matrix, BOTH_WAYS].map(of => hidesSink(state, of))).toEqual([hide, hide]);
      expect(reduce(state, { type: 'hideSink', hide })).toBe(state);
    }
  });

  it('holds for the next text too', () => {
    const state = reduce(INITIAL_STATE, { type: 'hideSink', hide: false });
    const next = reduce(state, { type: 'newRun', view: state.view, layers: 2, heats: HEATS });
    expect(next.hideSink).toBe(false);
  });
});

describe('a hidden sink', () => {
  it('has no colour and no place in the order; its weight is what it was, and every other number', () => {
    const [hidden, shown] = [true, false].map(hideSink => derive({ pinned: textUnit(4), hideSink }));
    expect([hidden!.order, [...hidden!.hidden]]).toEqual([[3, 1, 2], [0]]);
    expect([shown!.order, [...shown!.hidden]]).toEqual([[3, 1, 0, 2], []]);
    expect([...hidden!.buckets]).toEqual([0, ...shown!.buckets.slice(1)]);
    expect(shown!.buckets[0]).toBeGreaterThan(0);
    expect(hidden!.weights).toEqual(shown!.weights);
    expect(hidden!.shown).toEqual(shown!.shown);
  });

  it('leaves a share that the others have colour by: 0.3 is less than a third, and more than half of the 0.4 that is left', () => {
    const bucketOfA = (hideSink: boolean) => derive({ pinned: textUnit(2), hideSink }).buckets[1]!;
    expect(bucketOfA(false)).toBe(0);
    expect(bucketOfA(true)).toBe(stepOfWeight(0.3, weightScale(5)));
    // What is left is 0.4, 0.2 each.
    const row = (weight: number) => ({ ...matrix, values: Float32Array.from(ROWS.with(2, [0.6, weight, 0.4 - weight, 0, 0]).flat()) });
    const isLit = (weight: number) => derive({ pinned: textUnit(2) }, row(weight)).buckets[1]! > 0;
    expect([isLit(0.19), isLit(0.21)]).toEqual([false, true]);
    expect(paintNote(weightScale(5), true, 1)).toBe('No weight below an even share of what the sink leaves, or below 0.02, has a colour.');
    expect(paintNote(weightScale(5), true, 2)).toContain('of what the sinks leave,');
  });

  it('is left out of the link, unless it is what is pointed at', () => {
    expect(linkOf(units, derive({ pinned: textUnit(2) }), 'to')).toBe('b → a 0.30');
    expect(linkOf(units, derive({ pinned: textUnit(2), hideSink: false }), 'to')).toBe('b → a 0.30');
    expect(linkOf(units, derive({ pinned: textUnit(2), hovered: textUnit(0) }), 'to')).toBe('b → <s> 0.60');
  });

  it('has its share said, and the parts add up to 1', () => {
    expect(say({ pinned: textUnit(4) })).toBe(
      '“c” attends to “.” 0.40, “a” 0.30; itself 0.05; the other one has 0.05. Hidden and not rescaled: the sink “<s>”, 0.20.',
    );
    expect(say({ pinned: textUnit(4), hideSink: false })).not.toMatch(/sink/);
    // With the special tokens it is hidden once.
    expect(say({ pinned: textUnit(4), hideSpecial: true })).toMatch(/the other one has 0\.05\. Hidden and not rescaled: <s>, 0\.20\.$/);
    const two = { ...matrix, sinks: [...matrix.sinks, { unit: 3, share: 0.1 }] };
    expect(say({ pinned: textUnit(4), hideSpecial: true }, two)).toMatch(/Hidden and not rescaled: <s>, 0\.20; the sink “\.”, 0\.40\.$/);
    expect(say({ pinned: textUnit(4) }, two)).toMatch(/Hidden and not rescaled: the sinks “<s>” and “\.”, 0\.60\.$/);
  });

  it('is said to be one when it is asked who attends to it: nothing has colour, and no head is missed', () => {
    const view = derive({ pinned: textUnit(0), direction: 'by' });
    expect([view.order, [...view.hidden], isDark(units, view)]).toEqual([[], [1, 2, 3, 4], false]);
    // No head shows more of the first word that a decoder reads, which sees itself alone.
    expect(isDark(units, derive({ pinned: textUnit(0), hideSink: false }))).toBe(false);
    expect(say({ pinned: textUnit(0), direction: 'by' })).toBe('“<s>” is a sink, and hidden: what it is given has no colour.');
    // Another word is asked about as ever, the sink's row among the rest.
    expect(derive({ pinned: textUnit(1), direction: 'by' }, { ...BOTH_WAYS }).order).toContain(0);
  });

  it('has no colour beside another text either', () => {
    const pairs = units.map((_, unit) => [unit, unit] as const);
    const bucketsOf = (hideSink: boolean) => {
      const side = attentionReading(units, 5, matrix, { ...INITIAL_STATE, hideSink });
      return compareVariant('attention', side, side, pairs, 2, null).pairs.map(({ bucket }) => bucket);
    };
    expect(bucketsOf(false)[0]).toBeGreaterThan(0);
    expect(bucketsOf(true)[0]).toBe(0);
  });
});

describe('the sentence that names a sink', () => {
  const name = (of: UnitMatrix, isHidden: boolean) =>
    plainSentence(sinkStatement(units, of, visibilityIn(of, units, 5, INITIAL_STATE), isHidden));

  test('says what it takes of the words that see it, here and over all heads', () => {
    // (0.9 + 0.6 + 0.5 + 0.2) / 4
    expect(name(matrix, true)).toBe('The first token, “<s>”, takes 55 % here, 62 % over all heads: a sink, hidden.');
    expect(name({ ...matrix, sinks: [{ unit: 0, share: 0.55 }] }, false)).toBe(
      'The first token, “<s>”, takes 55 % here and over all heads: a sink.',
    );
    expect(name({ ...matrix, sinks: [{ unit: 3, share: 0.3 }] }, false)).toBe('“.” takes 40 % here, 30 % over all heads: a sink.');
    expect(name({ ...matrix, sinks: [...matrix.sinks, { unit: 3, share: 0.4 }] }, false)).toBe(
      'The first token, “<s>”, takes 55 % here, 62 % over all heads; “.” takes 40 % here and over all heads: sinks.',
    );
    // A mark that stands there several times is told apart.
    const again = units.map((unit, index) => (index === 1 ? { ...unit, label: '.' } : unit));
    const sinks = [...matrix.sinks, { unit: 3, share: 0.4 }];
    const of = { ...matrix, sinks };
    expect(plainSentence(sinkStatement(again, of, visibilityIn(of, again, 5, INITIAL_STATE), true))).toBe(
      'The first token, “<s>”, takes 55 % here, 62 % over all heads; “.” (the 2nd of 2) takes 40 % here and over all heads: sinks, hidden.',
    );
    const view = deriveWordView(again, 5, of, { ...INITIAL_STATE, pinned: textUnit(4) });
    expect(plainSentence(statementOf(again, view, 'to', false, 'head', []))).toMatch(
      /Hidden and not rescaled: the sinks “<s>” and “\.” \(the 2nd of 2\), 0\.60\.$/,
    );
  });

  test('does without a number of what has none, and is not there without a sink', () => {
    expect(name({ ...matrix, values: new Float32Array(25).fill(NaN) }, false)).toBe(
      'The first token, “<s>”, takes 62 % over all heads: a sink.',
    );
    expect(name({ ...matrix, sinks: [] }, true)).toBe('');
  });
});
