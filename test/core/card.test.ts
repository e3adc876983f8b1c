import { expect, test } from 'vitest';
import { cardOf } from '../../src/core/describe/card.ts';
import { deriveLikenessView, deriveWordView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import type { UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { textUnit } from '../support/textUnit.ts';

const LABELS = ['[CLS]', 'it', 'saw', 'the\n', 'cat', 'sleep'];
const units: Unit[] = LABELS.map((label, index) => ({
  label,
  start: index === 0 ? -1 : index * 9,
  end: index === 0 ? -1 : index * 9 + label.length,
  tokens: [index],
  special: index === 0,
  unknown: 'none',
  punctuation: false,
  joins: false,
}));
const none = new Float32Array();
const row = [0.3, 0.1, 0.05, 0.15, 0.25, 0.15];
const matrix: UnitMatrix = {
  rows: 6,
  columns: 6,
  causal: false,
  hasSink: false,
  sinks: [],
  values: Float32Array.from(LABELS.flatMap(() => row)),
  low: none,
  high: none,
  headCount: 1,
};
const MODEL = { lenses: [], layers: 6 };
const HEAD = { ...INITIAL_STATE, view: { kind: 'head', layer: 3, head: 1 } } as const;
const card = (change: Partial<ViewState>, of: Partial<UnitMatrix> = {}) => {
  const state = { ...HEAD, ...change };
  return cardOf(units, deriveWordView(units, 6, { ...matrix, ...of }, state), state, MODEL);
};

test('the three strongest words of the text, the head, and what else the row is made of', () => {
  expect(card({ cursor: textUnit(1) })).toEqual({
    title: 'L3 H1',
    word: 'it',
    verb: 'attends to',
    rows: [
      { word: 'cat', value: '0.25' },
      { word: 'the↵', value: '0.15' },
      { word: 'sleep', value: '0.15' },
    ],
    note: 'itself 0.10; special tokens 0.30',
  });
});

test('while another word is pinned, the number of the one pointed at', () => {
  expect(card({ pinned: textUnit(1), hovered: textUnit(2) })!.note).toMatch(/^saw 0\.05; itself/);
});

test('a sink that is hidden has no row, and is named with its share', () => {
  const hidden = card({ cursor: textUnit(1), hideSink: true }, { sinks: [{ unit: 4, share: 0.5, row: 0.5 }] as never });
  expect(hidden!.rows.map(({ word }) => word)).toEqual(['the↵', 'sleep', 'saw']);
  expect(hidden!.note).toContain('hidden: cat 0.25');
});

test('received attention has no remainder, and likeness is a cosine', () => {
  expect(card({ cursor: textUnit(4), direction: 'by' })).toMatchObject({ verb: 'is attended by', note: '' });
  const state = { ...HEAD, heat: 'fixed', cursor: textUnit(1) } as const;
  const view = deriveLikenessView(units, matrix.values, state);
  expect(cardOf(units, view, state, MODEL)).toMatchObject({
    title: 'Word embedding',
    verb: 'is most like',
    rows: [{ word: 'cat', value: '0.25' }, {}, {}],
  });
});

test('nothing pointed at, no card', () => {
  expect(card({})).toBeNull();
});
