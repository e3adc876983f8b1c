import { describe, expect, it } from 'vitest';
import { statementAcross } from '../../src/core/describe/across.ts';
import { linkOf } from '../../src/core/describe/attention.ts';
import { bySentence, saidSentences } from '../../src/core/describe/bySentence.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { facing } from '../../src/core/state/facing.ts';
import { reduce } from '../../src/core/state/reduce.ts';
import { deriveSentenceView, sentenceLookedAt, unitSentences } from '../../src/core/state/sentenceView.ts';
import { together } from '../../src/core/state/together.ts';
import { bucketBetweenUnits, deriveWordView, visibilityIn } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE, togetherOf, type ViewState } from '../../src/core/state/viewState.ts';
import { createRandom } from '../support/random.ts';
import { textUnit } from '../support/textUnit.ts';
import { createUnit } from './attentionFixtures.ts';

/** Two texts of two sentences each: `a b. c d.` and `e f. g h.`; `b` is two tokens. */
const LABELS = 'a b c d e f g h'.split(' ');
const SIDES = Int8Array.from(LABELS, (_, unit) => (unit < 4 ? 0 : 1));
let token = 0;
const UNITS = LABELS.map((label, unit) =>
  createUnit(label === 'b' ? [token++, token++] : [token++], { label, start: 2 * unit, end: 2 * unit + 1 }),
);
const SPANS = [0, 2, 4, 6].map(unit => ({ start: 2 * unit, end: 2 * unit + 3 }));
const size = LABELS.length;

function matrixOf(causal: boolean) {
  const random = createRandom(5);
  const values = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const weights = LABELS.map((_, column) => (causal && column > row ? 0 : random()));
    const sum = weights.reduce((a, b) => a + b, 0);
    weights.forEach((weight, column) => (values[row * size + column] = weight / sum));
  }
  const none = new Float32Array(0);
  const sinks = causal ? [{ unit: 0, share: 0.4 }] : [];
  return {
    rows: size,
    columns: size,
    causal,
    hasSink: false,
    sinks,
    sides: { of: SIDES, far: 'other' as const },
    values,
    low: none,
    high: none,
    headCount: 1,
  };
}

const selecting = (members: readonly number[], causal: boolean, more: Partial<ViewState> = {}) =>
  facing({ ...reduce(INITIAL_STATE, { type: 'select', units: members.map(textUnit) }), ...more }, matrixOf(causal));
const viewOf = (members: readonly number[], causal = false, more: Partial<ViewState> = {}) =>
  deriveWordView(UNITS, token, matrixOf(causal), selecting(members, causal, more));

describe('several words that are looked from as one', () => {
  it('give the mean of their queries, by tokens, and are given the sum of their keys', () => {
    const { values } = matrixOf(false);
    const row = (unit: number) => Array.from(values.subarray(unit * size, (unit + 1) * size));
    const given = viewOf([6, 7]);
    expect([...given.weights!].map(w => w.toFixed(6))).toEqual(row(6).map((w, at) => ((w + row(7)[at]!) / 2).toFixed(6)));
    expect(given).toMatchObject({ source: 7, together: [6, 7] });
    const received = viewOf([0, 1]);
    expect([...received.weights!].map(w => w.toFixed(6))).toEqual(LABELS.map((_, at) => (row(at)[0]! + row(at)[1]!).toFixed(6)));
    const turned = viewOf([0, 1], false, { direction: 'by' });
    expect(turned.weights![5]).toBeCloseTo((row(0)[5]! + 2 * row(1)[5]!) / 3, 6);
    expect(turned.order.map(unit => SIDES[unit])).toEqual([1, 1, 1, 1]);
  });

  it.each([true, false])('have the colours of the word, where it is one, causal: %s', causal => {
    const matrix = matrixOf(causal);
    const visibility = visibilityIn(matrix, UNITS, token, INITIAL_STATE);
    for (const direction of ['to', 'by'] as const)
      for (let unit = 0; unit < size; unit++) {
        const one = together(matrix, UNITS, visibility, [unit], direction)!;
        for (let far = 0; far < size; far++) {
          const weight = one.weights[far]!;
          if (one.sees(far)) expect(one.bucketOf(weight, far)).toBe(bucketBetweenUnits(visibility, direction, weight, unit, far));
        }
      }
  });

  it('are so while nothing else is pointed at or pinned, and a pointer that rests on them points at them', () => {
    const selected = selecting([5, 6, 7], false);
    expect(togetherOf(selected)).toHaveLength(3);
    expect(togetherOf(reduce(selected, { type: 'hover', unit: textUnit(6) }))).toHaveLength(3);
    const elsewhere = reduce(selected, { type: 'hover', unit: textUnit(4) });
    expect([togetherOf(elsewhere), togetherOf(reduce(elsewhere, { type: 'hover', unit: null }))?.length]).toEqual([null, 3]);
    expect(togetherOf(reduce(selected, { type: 'pin', unit: textUnit(6) }))).toBeNull();
    expect(reduce(selected, { type: 'cursor', unit: textUnit(7) }).together).toBeNull();
    expect(reduce(selected, { type: 'select', units: [7, 6, 5, 7].map(textUnit) })).toBe(selected);
    expect(viewOf([3, 4]).together, 'of both texts').toBeUndefined();
  });

  it('are said to be so many', () => {
    const view = viewOf([5, 6, 7]);
    expect(plainSentence(statementAcross(UNITS, view, 'attends to', 'to', ''))).toMatch(/^“f g h”, 3 words as one, attends to /);
    expect(linkOf(UNITS, view, 'to')).toMatch(/^3 words → [a-d] 0\.\d\d$/);
  });

  it('whose rows are not all here are not looked from as one', () => {
    const whole = matrixOf(false);
    const held = { ...whole, sampled: [7], values: whole.values.slice(7 * size) };
    expect(deriveWordView(UNITS, token, held, selecting([6, 7], false)).together).toBeUndefined();
  });
});

describe('the sentence of a word', () => {
  const texts = [unitSentences(SPANS.slice(0, 2), UNITS), unitSentences(SPANS.slice(2), UNITS)] as const;
  const sentencesFrom = (source: number, causal = false) => {
    const matrix = matrixOf(causal);
    const state = facing({ ...INITIAL_STATE, hovered: textUnit(source) }, matrix);
    return deriveSentenceView(matrix, UNITS, visibilityIn(matrix, UNITS, token, state), state.direction, source, texts);
  };

  it('gives the sentences of the other text together what its words give that text', () => {
    expect(texts[0].map(({ units }) => units)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    const view = sentencesFrom(6)!;
    expect(view.own).toMatchObject(SPANS[3]!);
    const { values } = matrixOf(false);
    const toOther = [6, 7].flatMap(row => [0, 1, 2, 3].map(column => values[row * size + column]! / 2));
    expect(view.seen.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(
      toOther.reduce((a, b) => a + b),
      6,
    );
    expect(view.seen.map(({ weight }) => weight)).toEqual(view.seen.map(({ weight }) => weight).toSorted((a, b) => b - a));
  });

  it('is compared with the one that is looked at there, else with the strongest that has a tint', () => {
    const view = sentencesFrom(6)!;
    const [strongest, weaker] = view.seen;
    expect(sentenceLookedAt(view, null)).toBe(strongest!.step > 0 ? strongest : null);
    expect(sentenceLookedAt(view, UNITS[texts[0].find(({ start }) => start === weaker!.start)!.units[0]!]!)).toBe(weaker);
    expect(sentenceLookedAt({ ...view, seen: view.seen.map(seen => ({ ...seen, step: 0 })) }, null)).toBeNull();
  });

  it('is one thing seen from both ends', () => {
    const [there, back] = [sentencesFrom(7)!, sentencesFrom(2)!];
    const between = (view: typeof there, at: number) => view.seen.find(({ start }) => start === SPANS[at]!.start)!;
    expect(between(there, 1).weight).toBeCloseTo(between(back, 3).weight, 6);
    expect(between(there, 1).step).toBe(between(back, 3).step);
  });

  it('has a tint where it gets more than its length has of what goes to its text, by weight; a hidden sink is left out', () => {
    const first = 0.03 / 4; // of each of the five tokens of the first text
    const values = new Float32Array(size * size).fill(0.01);
    for (const row of [6, 7]) for (const column of [0, 1]) values[row * size + column] = column === 1 ? first * 2 : first;
    for (const row of [6, 7]) for (const column of [2, 3]) values[row * size + column] = 0.3;
    const matrix = { ...matrixOf(false), values };
    const view = deriveSentenceView(matrix, UNITS, visibilityIn(matrix, UNITS, token, INITIAL_STATE), 'to', 6, texts)!;
    expect(view.seen.map(({ start, step }) => [start, step])).toEqual([
      [4, 6],
      [0, 0],
    ]);
    const [whole, hidden] = [false, true].map(hideSink => {
      const of = matrixOf(true);
      return deriveSentenceView(of, UNITS, visibilityIn(of, UNITS, token, { ...INITIAL_STATE, hideSink }), 'to', 7, texts)!;
    });
    const ofFirst = ({ seen }: typeof view) => seen.find(({ start }) => start === 0)!.weight;
    const { values: given } = matrixOf(true);
    expect(ofFirst(whole!) - ofFirst(hidden!)).toBeCloseTo((given[6 * size]! + given[7 * size]!) / 2, 6);
  });

  it('looks once at all weights, not with every word that is pointed at; a sink that is hidden meanwhile is left out', () => {
    const { values, ...shape } = matrixOf(true);
    let looked = 0;
    const matrix = {
      ...shape,
      get values() {
        looked++;
        return values;
      },
    };
    const view = (source: number, hideSink: boolean, of: typeof matrix = matrix) =>
      deriveSentenceView(of, UNITS, visibilityIn(of, UNITS, token, { ...INITIAL_STATE, hideSink }), 'by', source, texts);
    const counts = [0, 1].map(source => {
      looked = 0;
      view(source, false);
      return looked;
    });
    expect(counts[0]! - counts[1]!).toBeGreaterThanOrEqual(16);
    for (const hideSink of [true, false]) expect(view(3, hideSink)).toEqual(view(3, hideSink, { ...shape, values }));
  });

  it('is said with the strongest, and how many have a tint', () => {
    const view = sentencesFrom(6)!;
    const said = plainSentence(bySentence(UNITS, saidSentences(view), 'attends to'));
    expect(said).toMatch(
      /^By sentence: “g h” attends to “[a-d] [a-d]” 0\.\d\d(, “. .” 0\.\d\d)?; [12] of 2 sentences (has|have) a tint\.$/,
    );
    const none = { ...saidSentences(view), strongest: [], tinted: 0 };
    expect(plainSentence(bySentence(UNITS, none, 'attends to'))).toBe(
      'By sentence: “g h” attends to no sentence of the other text more than evenly.',
    );
  });
});
