import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { describe, expect, test } from 'vitest';
import { attentionReading, compareVariant } from '../../src/core/attention/whatIf.ts';
import { attentionOf } from '../../src/core/attention/maps.ts';
import { createPooling, selfPooling } from '../../src/core/attention/pooling.ts';
import { drawThumbnails } from '../../src/core/attention/thumbnails.ts';
import { visibilityOf } from '../../src/core/attention/visibility.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import { cellNote, linkOf, NOT_SEEN, statementOf, weightIn } from '../../src/core/describe/attention.ts';
import { paintNote } from '../../src/core/describe/legend.ts';
import { bucketOfWeight, scaleOfRow, weightScale } from '../../src/core/scale.ts';
import type { UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import { deriveWordView } from '../../src/core/state/viewModel.ts';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { createRandom } from '../support/random.ts';
import { createUnit, randomUnits } from './attentionFixtures.ts';
import { textUnit } from '../support/textUnit.ts';

const CAUSAL = { causal: true };
const BOTH_WAYS = { causal: false };
const single = (count: number) => Array.from({ length: count }, (_, token) => createUnit([token]));

describe('the even share of a row', () => {
  test('is 1 / the tokens that it sees', () => {
    const causal = visibilityOf(CAUSAL, single(4), single(4), 4);
    expect([0, 1, 2, 3].map(row => causal.scaleOf(row).evenShare)).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
    expect([0, 1, 2, 3].map(column => causal.shareOf(1, column))).toEqual([1 / 2, 1 / 2, 0, 0]);
    const both = visibilityOf(BOTH_WAYS, single(4), single(4), 4);
    expect([0, 1, 2, 3].map(row => both.scaleOf(row).evenShare)).toEqual([1 / 4, 1 / 4, 1 / 4, 1 / 4]);
  });

  test('of several tokens is the mean over them, and a word that is seen in part counts in part', () => {
    // Tokens 1 and 2 are one word: token 1 sees 2 tokens, one of them in the word; token 2 sees 3, two of them in the word.
    const words = [createUnit([0]), createUnit([1, 2]), createUnit([3])];
    const { scaleOf, shareOf, sees } = visibilityOf(CAUSAL, words, words, 4);
    expect(scaleOf(1).evenShare).toBeCloseTo((1 / 2 + 1 / 3) / 2);
    expect(shareOf(1, 0)).toBeCloseTo((1 / 2 + 1 / 3) / 2);
    expect(shareOf(1, 1)).toBeCloseTo((1 / 2 + 2 / 3) / 2);
    expect(shareOf(2, 1)).toBeCloseTo(2 / 4);
    expect([sees(0, 1), sees(1, 1), sees(1, 2), sees(2, 2)]).toEqual([false, true, false, true]);
  });

  test.each([1, 2, 3])('seed %i: shares of what a row sees add up to 1', seed => {
    const units = single(9).map((_, token) => createUnit([token]));
    const words = [createUnit([0]), ...randomUnits(seed, 30).slice(1)];
    for (const [rows, tokens] of [
      [units, 9],
      [words, 30],
    ] as const) {
      // prettier-ignore
      const { shareOf } = visibilityOf(CAUSAL, rows, single(tokens), tokens);
      rows.forEach((_, row) => expect(single(tokens).reduce((sum, _, column) => sum + shareOf(row, column), 0)).toBeCloseTo(1, 10));
    }
  });
});

test.each([CAUSAL, BOTH_WAYS])('each cell has the share and the step that it has by itself, hidden sinks or not: %o', stack => {
  const random = createRandom(3);
  for (let seed = 0; seed < 20; seed++) {
    const tokens = 20 + 10 * seed;
    const units = [createUnit([0]), ...randomUnits(seed, tokens).slice(1)];
    const given = units.map(() => random());
    const hidden = { columns: seed % 2 === 0 ? [0, 3] : [], givenBy: (row: number) => given[row]! };
    const of = () => visibilityOf(stack, units, units, tokens, hidden, { unit: 'share', strength: 'normal' });
    const kept = of();
    for (let cell = 0; cell < 400; cell++) {
      const [row, column] = [random(), random()].map(at => Math.floor(at * units.length)) as [number, number];
      const seen = (token: number) => (stack.causal ? token + 1 : tokens);
      const shares = units[row]!.tokens.map(token => units[column]!.tokens.filter(key => key < seen(token)).length / seen(token));
      const share = shares.reduce((sum, one) => sum + one, 0) / shares.length;
      expect(kept.shareOf(row, column)).toBeCloseTo(share, 12);
      const weight = random() ** 6;
      expect(kept.bucketOf(weight, row, column)).toBe(of().bucketOf(weight, row, column));
      const { scale, scaleOf, leftOf } = of();
      const paintScale = scaleOfRow(scale, scaleOf(row).evenShare * leftOf(row, hidden.columns.length > 0 ? given[row]! : 0));
      const meant = hidden.columns.includes(column)
        ? 0
        : bucketOfWeight(weight, kept.shareOf(row, column) / scaleOf(row).evenShare, paintScale);
      expect(kept.bucketOf(weight, row, column)).toBe(meant);
    }
  }
});

describe('steps', () => {
  test('both ways are those of the text, in every row', () => {
    const units = randomUnits(5, 31);
    const { bucketOf, scale } = visibilityOf(BOTH_WAYS, units, units, 31);
    expect(scale).toEqual(weightScale(31));
    units.forEach(({ tokens }, column) => {
      for (const weight of [0, 0.01, 0.03, 0.07, 0.3, 1, NaN])
        expect(bucketOf(weight, 3, column)).toBe(bucketOfWeight(weight, tokens.length, weightScale(31)));
    });
  });

  test('of a causal row begin at its own even share', () => {
    const { bucketOf } = visibilityOf(CAUSAL, single(50), single(50), 50);
    expect([bucketOf(1, 0, 0), bucketOf(0.49, 1, 0), bucketOf(0.06, 9, 0), bucketOf(0.11, 9, 0), bucketOf(0.03, 49, 0)]).toEqual([
      8, 0, 0, 3, 1,
    ]);
    expect(bucketOf(0, 3, 20)).toBe(0);
  });

  test('of a long causal text count even shares in every row, the first ones too', () => {
    const { bucketOf, scaleOf, scale } = visibilityOf(CAUSAL, single(300), single(300), 300);
    expect(scale.inShares && scaleOf(9).inShares).toBe(true);
    // Twice, 1.9 and four times an even share.
    expect([bucketOf(0.2, 9, 0), bucketOf(0.19, 9, 0), bucketOf(0.41, 9, 0), bucketOf(2 / 300, 299, 0)]).toEqual([1, 0, 2, 1]);
  });
});

const CAUSAL_MATRIX: UnitMatrix = {
  rows: 3,
  columns: 3,
  causal: true,
  hasSink: false,
  sinks: [],
  values: Float32Array.of(1, 0, 0, 0.45, 0.55, 0, 0.4, 0.4, 0.2),
  low: new Float32Array(),
  high: new Float32Array(),
  headCount: 1,
};

test('a word has colour by the even share of the row, whichever way one looks', () => {
  const bucketsOf = (direction: 'to' | 'by', pinned: number) => [
    ...deriveWordView(single(3), 3, CAUSAL_MATRIX, { ...INITIAL_STATE, direction, pinned: textUnit(pinned) }).buckets,
  ];
  // 0.45 is less than half, the share of row 1; 0.4 is more than a third, that of row 2.
  expect(bucketsOf('to', 1)).toEqual([0, 0, 0]);
  expect(bucketsOf('to', 2)).toEqual([5, 5, 0]);
  expect(bucketsOf('by', 0)).toEqual([0, 0, 5]);
});

test('a word that is not seen has no place in the order, no number and no share of the sentence', () => {
  const labelled = single(3).map((unit, index) => ({ ...unit, label: 'abc'[index]! }));
  const view = (direction: 'to' | 'by', pinned: number, hovered: number | null = null) =>
    deriveWordView(labelled, 3, CAUSAL_MATRIX, {
      ...INITIAL_STATE,
      direction,
      pinned: textUnit(pinned),
      hovered: hovered === null ? null : textUnit(hovered),
    });
  expect([...view('to', 0).unseen]).toEqual([1, 2]);
  expect([...view('to', 1).unseen]).toEqual([2]);
  expect([...view('by', 1).unseen]).toEqual([0]);
  expect(view('to', 1).order).toEqual([0]);
  expect(view('by', 2).order).toEqual([]);
  const say = (direction: 'to' | 'by', pinned: number) =>
    plainSentence(statementOf(labelled, view(direction, pinned), direction, false, 'head', []));
  expect(say('to', 0)).toMatch(/itself 1\.00\. It does not see the 2 that come later\.$/);
  expect(say('to', 1)).toMatch(/the other one has 0\.45\. It does not see the 1 that comes later\.$/);
  expect(say('to', 2)).not.toMatch(/see/);
  expect(say('by', 1)).toMatch(/The 1 before it does not see it\.$/);
  expect(linkOf(labelled, view('to', 1, 2), 'to')).toBe('b \u2192 c not seen');
  expect(weightIn(view('to', 1), 2)).toBe('not seen');
  expect(weightIn(view('to', 1), 0)).toBe('0.45');
  // Two texts beside each other: no link is no number, and no change.
  const side = attentionReading(labelled, 3, CAUSAL_MATRIX, INITIAL_STATE);
  const pairs = [0, 1, 2].map(unit => [unit, unit] as const);
  const compared = compareVariant('attention', side, side, pairs, 0, null).pairs;
  expect(compared.map(({ value, otherValue, change }) => [value, otherValue, change])).toEqual([
    [1, 1, 0],
    [NaN, NaN, 0],
    [NaN, NaN, 0],
  ]);
});

test('a word of two tokens needs two even shares, whichever way one looks', () => {
  const words = [createUnit([0]), createUnit([1, 2]), createUnit([3])];
  const values = Float32Array.of(0.3, 0.4, 0.3, 0.3, 0.4, 0.3, 0.3, 0.4, 0.3);
  const matrix = { ...CAUSAL_MATRIX, causal: false, values };
  const bucketsOf = (direction: 'to' | 'by', pinned: number) => [
    ...deriveWordView(words, 4, matrix, { ...INITIAL_STATE, direction, pinned: textUnit(pinned) }).buckets,
  ];
  expect(bucketsOf('to', 0)).toEqual([0, 0, 4]);
  // What word 1 gives to word 0 is the same cell as in the matrix: 0.3, more than one share of four.
  expect(bucketsOf('by', 0)).toEqual([0, 4, 4]);
  expect(bucketsOf('by', 1)).toEqual([0, 0, 0]);
});

describe.each([
  [1, 20, 64],
  [2, 20, 5],
  [3, 220, 30],
])('thumbnails of causal attention, seed %i, %i tokens, at most %i cells', (seed, tokens, maxSide) => {
  test('have in each cell the largest step it covers', () => {
    const random = createRandom(seed);
    const map = new Float32Array(tokens * tokens);
    for (let row = 0; row < tokens; row++) {
      const weights = Array.from({ length: row + 1 }, () => random() ** 6 + 1e-6);
      const sum = weights.reduce((a, b) => a + b, 0);
      map.set(
        weights.map(weight => weight / sum),
        row * tokens,
      );
    }
    const units = single(tokens);
    const attention = attentionOf({ ...encoderStack(1, 1), causal: true }, tokens, tokens, [map]);
    const { rows, columns, buckets } = atOnce(
      drawThumbnails(attention, selfPooling(createPooling(units, tokens)), { hideSpecial: false, hideSink: false }, maxSide),
      attention.maps,
    );
    const { bucketOf } = visibilityOf(CAUSAL, units, units, tokens);
    const expected = new Uint8Array(rows * columns);
    for (let row = 0; row < tokens; row++)
      for (let column = 0; column < tokens; column++) {
        const cell = Math.floor((row * rows) / tokens) * columns + Math.floor((column * columns) / tokens);
        expected[cell] = Math.max(expected[cell]!, bucketOf(map[row * tokens + column]!, row, column));
      }
    expect(buckets).toEqual(expected);
    expect(new Set(buckets).size).toBeGreaterThan(3);
  });
});

describe('what is said', () => {
  test('of a cell: times the even share of its row, or that it is not seen', () => {
    const { shareOf } = visibilityOf(CAUSAL, single(3), single(3), 3);
    const noteOf = (row: number, column: number) => cellNote(CAUSAL_MATRIX, row, column, shareOf(row, column));
    expect([noteOf(0, 0), noteOf(1, 0), noteOf(2, 0), noteOf(1, 2)]).toEqual([
      '1.0 × even share',
      '0.9 × even share',
      '1.2 × even share',
      NOT_SEEN,
    ]);
  });

  test('of the steps: the share is not one number', () => {
    expect(paintNote(weightScale(9), true)).toBe(
      'No weight below an even share, 1 / the tokens that a word sees, or below 0.02 has a colour.',
    );
    expect(paintNote(weightScale(300), true)).toMatch(
      /^1× is an even share: 1 \/ the tokens that a word sees\. No weight below 2× has a colour\./,
    );
  });
});
