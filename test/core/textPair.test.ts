import { describe, expect, test } from 'vitest';
import { statementAcross } from '../../src/core/describe/across.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { axesOf, farFrom } from '../../src/core/state/axes.ts';
import { canTurn, facing, lookingSide, turnedTo } from '../../src/core/state/facing.ts';
import { deriveWordView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE, type ViewState } from '../../src/core/state/viewState.ts';
import { areFar, checkPair, isAcross, sidesOf, type TextPair } from '../../src/core/text/textPair.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { wordAt } from '../../src/core/text/words.ts';
import { textUnit } from '../support/textUnit.ts';

/** `[CLS] a b [SEP] c d e [SEP]` in `a b\n\nc d e`. */
const PAIR: TextPair = [
  { start: 0, end: 3 },
  { start: 5, end: 10 },
];
const SPANS = [-1, 0, 2, -1, 5, 7, 9, -1];
const UNITS = SPANS.map((start, index): Unit => ({
  start,
  end: start < 0 ? -1 : start + 1,
  label: start < 0 ? '[SEP]' : 'abcde'[SPANS.filter(at => at >= 0).indexOf(start)]!,
  tokens: [index],
  special: start < 0,
  unknown: 'none',
  punctuation: false,
  joins: false,
}));
const SIDES = sidesOf(PAIR, UNITS);
const size = UNITS.length;
/** Each unit gives a tenth to each of the others of its row, the rest to the first. */
const MATRIX = {
  rows: size,
  columns: size,
  causal: false,
  hasSink: false,
  sinks: [],
  sides: SIDES,
  values: Float32Array.from({ length: size * size }, (_, at) => (at % size === 0 ? 0.3 : 0.1)),
  low: new Float32Array(0),
  high: new Float32Array(0),
  headCount: 1,
};
const state = (more: Partial<ViewState> = {}): ViewState => ({ ...INITIAL_STATE, ...more });
const pinned = (unit: number, more: Partial<ViewState> = {}) => state({ pinned: textUnit(unit), ...more });

test('which text a unit is of, and which are of different ones', () => {
  expect([...SIDES.of]).toEqual([-1, 0, 0, -1, 1, 1, 1, -1]);
  expect([areFar(SIDES, 1, 4), areFar(SIDES, 4, 1), areFar(SIDES, 1, 2), areFar(SIDES, 0, 3)]).toEqual([true, true, false, false]);
  expect(areFar(undefined, 1, 2)).toBe(true);
  expect(() => checkPair('a b', PAIR)).toThrow(RangeError);
});

test('within each text the words of its own are looked at, those of neither from nowhere', () => {
  const own = sidesOf(PAIR, UNITS, 'own');
  expect([areFar(own, 1, 2), areFar(own, 1, 1), areFar(own, 4, 1), areFar(own, 0, 3)]).toEqual([true, true, false, false]);
  expect([isAcross(own), isAcross(SIDES), isAcross(undefined)]).toEqual([false, true, false]);
});

test('a word is found at its offset on both sides of what stands between the texts', () => {
  const found = Array.from({ length: 11 }, (_, offset) => wordAt(UNITS, offset));
  expect(found).toEqual([1, -1, 2, -1, -1, 4, -1, 5, -1, 6, -1]);
});

describe('of two texts', () => {
  test('the second looks; turned, the first, where the model lets it', () => {
    const directions = (more: Partial<ViewState>, causal: boolean) =>
      [4, 1].map(unit => facing(pinned(unit, more), { sides: SIDES, causal }).direction);
    expect(directions({}, false)).toEqual(['to', 'by']);
    expect(directions({ direction: 'by' }, false)).toEqual(['by', 'to']);
    expect(directions({ direction: 'by' }, true)).toEqual(['to', 'by']);
    expect([canTurn({ sides: SIDES, causal: true }), canTurn({ sides: SIDES, causal: false }), canTurn({ causal: true })]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('one text is seen as it was chosen', () => {
    const chosen = pinned(1, { direction: 'by' });
    expect(facing(chosen, { causal: true })).toBe(chosen);
    expect(lookingSide(chosen, {})).toBe(1);
  });

  test.each([1, 4])('what is chosen for word %i is how it is seen then', unit => {
    for (const direction of ['to', 'by'] as const) {
      const seen = facing(pinned(unit), MATRIX);
      expect(facing(pinned(unit, { direction: turnedTo(direction, seen, MATRIX) }), MATRIX).direction).toBe(direction);
    }
  });

  test('the one that looks is down, whichever word is pointed at; the other is across', () => {
    for (const unit of [1, 4]) {
      const seen = facing(pinned(unit), MATRIX);
      const word = deriveWordView(UNITS, size, MATRIX, seen);
      expect(axesOf(word, MATRIX, seen)).toEqual({ rows: [4, 5, 6], columns: [1, 2] });
      expect(farFrom(unit, word, MATRIX)).toEqual(unit === 1 ? [4, 5, 6] : [1, 2]);
    }
  });

  test('within each: a word is seen as it was chosen, in a square of its own text; the second one where nothing is pointed at', () => {
    const within = { ...MATRIX, causal: true, sides: sidesOf(PAIR, UNITS, 'own') };
    expect(canTurn(within)).toBe(true);
    for (const direction of ['to', 'by'] as const)
      for (const [unit, own] of [
        [1, [1, 2]],
        [4, [4, 5, 6]],
      ] as const) {
        const seen = facing(pinned(unit, { direction }), within);
        expect([seen.direction, turnedTo(direction, seen, within)]).toEqual([direction, direction]);
        const word = deriveWordView(UNITS, size, within, seen);
        expect(axesOf(word, within, seen)).toEqual({ rows: own, columns: own });
        expect(farFrom(unit, word, within)).toEqual(own);
      }
    expect(lookingSide(state(), within)).toBe(1);
    const firstAlone = { of: within.sides.of.map(side => (side === 1 ? -1 : side)), far: 'own' as const };
    expect(lookingSide(state(), { sides: firstAlone })).toBe(0);
  });

  test('a word has words of the other text alone, and where its attention goes adds up', () => {
    const word = deriveWordView(UNITS, size, MATRIX, pinned(4));
    expect(new Set(word.order)).toEqual(new Set([1, 2]));
    expect(word.shown).toEqual([1, 2, 4, 5, 6]);
    expect(word.across!.toOther).toBeCloseTo(0.2);
    expect(word.across!.toOwn).toBeCloseTo(0.3);
    expect(plainSentence(statementAcross(UNITS, word, 'attends to', 'to', ', in layer 0, head 1'))).toBe(
      '\u201cc\u201d attends to no word of the other text enough for a colour, in layer 0, head 1. It has no counterpart there: nothing reaches 3 × even share. Of its attention 0.20 goes there, 0.30 to its own text, 0.50 to tokens of neither text.',
    );
  });
});
