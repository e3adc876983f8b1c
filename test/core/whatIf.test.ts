import { describe, expect, it } from 'vitest';
import { plainSentence } from '../../src/core/describe.ts';
import type { Unit } from '../../src/core/token.ts';
import type { UnitMatrix } from '../../src/core/viewModel.ts';
import { compareVariant, driftStatement, weightStatement } from '../../src/core/whatIf.ts';

const unitsOf = (...labels: string[]): Unit[] =>
  labels.map((label, index) => ({
    label,
    start: index * 10,
    end: index * 10 + label.length,
    tokens: [index],
    special: false,
    punctuation: false,
    joins: false,
  }));

const matrixOf = (rows: number[][]): UnitMatrix => ({
  size: rows.length,
  values: Float32Array.from(rows.flat()),
  low: new Float32Array(0),
  high: new Float32Array(0),
  headCount: 1,
});

/** `it saw France` and `it saw the city`: one word for two. */
const TEXT = {
  units: unitsOf('it', 'saw', 'France'),
  tokenCount: 3,
  matrix: matrixOf([
    [0.1, 0.3, 0.6],
    [0.5, 0.25, 0.25],
    [0, 0, 1],
  ]),
};
const VARIANT = {
  units: unitsOf('it', 'saw', 'the', 'city'),
  tokenCount: 4,
  matrix: matrixOf([
    [0.125, 0.3125, 0.0625, 0.5],
    [0.25, 0.25, 0.25, 0.25],
    [1, 0, 0, 0],
    [0, 0, 0, 1],
  ]),
};
const PAIRS = [
  [0, 0],
  [1, 1],
  [2, 2],
  [-1, 3],
] as const;

describe('comparing a text with its variant', () => {
  it('has both weights of every pair, none on a missing side, and marks changes above 0.05', () => {
    const { pairs, otherSource } = compareVariant(TEXT, VARIANT, PAIRS, 0, 'to', Float32Array.of(0.75, 0.5, 0.25));
    expect(otherSource).toBe(0);
    const weights = pairs.map(({ weight, otherWeight }) => [weight, otherWeight].map(value => Math.round(1e4 * value) / 1e4));
    expect(weights).toEqual([
      [0.1, 0.125],
      [0.3, 0.3125],
      [0.6, 0.0625],
      [NaN, 0.5],
    ]);
    expect(pairs.map(({ changed }) => changed)).toEqual([false, false, true, true]);
    expect(pairs.map(({ drift }) => drift)).toEqual([0.25, 0.5, 0.75, NaN]);
  });

  it('paints each side by its own even share, and the source on neither', () => {
    const { pairs } = compareVariant(TEXT, VARIANT, PAIRS, 0, 'to', null);
    expect(pairs.map(({ bucket, otherBucket }) => [bucket, otherBucket])).toEqual([
      [0, 0],
      [0, 4],
      [6, 0],
      [0, 6],
    ]);
    expect(pairs.every(({ drift }) => Number.isNaN(drift))).toBe(true);
  });

  it('follows the direction', () => {
    const { pairs } = compareVariant(TEXT, VARIANT, PAIRS, 0, 'by', null);
    expect(pairs.map(({ weight, otherWeight }) => [weight, otherWeight]).slice(1, 3)).toEqual([
      [0.5, 0.25],
      [0, 1],
    ]);
  });

  it('compares vectors alone without a source', () => {
    const { pairs, otherSource } = compareVariant(TEXT, VARIANT, PAIRS, null, 'to', Float32Array.of(1, 1, 0));
    expect(otherSource).toBeNull();
    expect(pairs.some(({ changed }) => changed)).toBe(false);
    expect(pairs[2]!.drift).toBe(1);
  });
});

describe('what it says', () => {
  const comparison = compareVariant(TEXT, VARIANT, PAIRS, 0, 'to', Float32Array.of(0.75, 0.5, 0.25));

  it('names the largest changes of weight, with both words where they differ', () => {
    expect(plainSentence(weightStatement(comparison, TEXT.units, VARIANT.units, 0, 'to'))).toBe(
      'What “it” attends to changes most at “France” / “the” 0.60 → 0.06; “city” 0.00 → 0.50.',
    );
  });

  it('says so when nothing changes, without a source, and without a counterpart', () => {
    const same = compareVariant(
      TEXT,
      TEXT,
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      0,
      'to',
      null,
    );
    expect(plainSentence(weightStatement(same, TEXT.units, TEXT.units, 0, 'to'))).toBe('No weight of “it” changes by more than 0.05.');
    const none = compareVariant(TEXT, VARIANT, PAIRS, null, 'to', null);
    expect(plainSentence(weightStatement(none, TEXT.units, VARIANT.units, null, 'to'))).toMatch(/^Point at a word/);
    const gone = compareVariant(TEXT, VARIANT, [[0, -1]], 0, 'to', null);
    expect(plainSentence(weightStatement(gone, TEXT.units, VARIANT.units, 0, 'to'))).toBe('“it” has no counterpart in the other text.');
  });

  it('names the words that moved most, but not the one that was replaced', () => {
    expect(plainSentence(driftStatement(comparison, TEXT.units, 2))).toBe(
      'Of the words that stayed, these move most: “saw” 0.500, “it” 0.250.',
    );
    expect(driftStatement(compareVariant(TEXT, VARIANT, PAIRS, 0, 'to', null), TEXT.units, 2)).toEqual([]);
  });
});
