import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import { describe, expect, it } from 'vitest';
import { plainSentence } from '../../src/core/describe/sentence.ts';
import type { Unit } from '../../src/core/text/token.ts';
import type { UnitMatrix } from '../../src/core/state/unitMatrix.ts';
import { attentionReading, compareVariant, cosineReading } from '../../src/core/attention/whatIf.ts';
import { changeStatement, driftStatement, maskNote } from '../../src/core/describe/whatIf.ts';
import type { Direction } from '../../src/core/attention/lens.ts';

const unitsOf = (...labels: string[]): Unit[] =>
  labels.map((label, index) => ({
    label,
    start: index * 10,
    end: index * 10 + label.length,
    tokens: [index],
    special: false,
    unknown: 'none',
    punctuation: false,
    joins: false,
  }));

const matrixOf = (rows: number[][]): UnitMatrix => ({
  rows: rows.length,
  columns: rows.length,
  causal: false,
  hasSink: false,
  sinks: [],
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
const SAME = [
  [0, 0],
  [1, 1],
  [2, 2],
] as const;

const reading = ({ units, tokenCount, matrix }: typeof TEXT, direction: Direction) =>
  attentionReading(units, tokenCount, matrix, { ...INITIAL_STATE, direction, hideSink: false });
const byAttention = (source: number | null, direction: Direction, cosines: Float32Array | null) =>
  compareVariant('attention', reading(TEXT, direction), reading(VARIANT, direction), PAIRS, source, cosines);

describe('comparing a text with its variant', () => {
  it('has both weights of every pair, none on a missing side, and marks changes above 0.05', () => {
    const { pairs, otherSource } = byAttention(0, 'to', Float32Array.of(0.75, 0.5, 0.25));
    expect(otherSource).toBe(0);
    const weights = pairs.map(({ value, otherValue }) => [value, otherValue].map(value => Math.round(1e4 * value) / 1e4));
    expect(weights).toEqual([
      [0.1, 0.125],
      [0.3, 0.3125],
      [0.6, 0.0625],
      [NaN, 0.5],
    ]);
    expect(pairs.map(({ change }) => Math.round(1e4 * change) / 1e4)).toEqual([0.025, 0.0125, -0.5375, 0.5]);
    expect(pairs.map(({ changed }) => changed)).toEqual([false, false, true, true]);
    expect(pairs.map(({ drift }) => drift)).toEqual([0.25, 0.5, 0.75, NaN]);
  });

  it('paints each side by its own even share, and the source on neither', () => {
    const { pairs } = byAttention(0, 'to', null);
    expect(pairs.map(({ bucket, otherBucket }) => [bucket, otherBucket])).toEqual([
      [0, 0],
      [0, 4],
      [6, 0],
      [0, 6],
    ]);
    expect(pairs.every(({ drift }) => Number.isNaN(drift))).toBe(true);
  });

  it('tells of each side what causal attention does not see, which has no number', () => {
    const causal = (side: typeof TEXT) => reading({ ...side, matrix: { ...side.matrix, causal: true } }, 'to');
    const { pairs } = compareVariant('attention', causal(TEXT), causal(VARIANT), PAIRS, 1, null);
    expect(pairs.map(({ unseen, otherUnseen }) => [unseen, otherUnseen])).toEqual([
      [false, false],
      [false, false],
      [true, true],
      [false, true],
    ]);
    expect(pairs.slice(2).map(({ value, otherValue }) => [value, otherValue])).toEqual([
      [NaN, NaN],
      [NaN, NaN],
    ]);
    expect(byAttention(1, 'to', null).pairs.some(({ unseen, otherUnseen }) => unseen || otherUnseen)).toBe(false);
  });

  it('follows the direction', () => {
    const { pairs } = byAttention(0, 'by', null);
    expect(pairs.map(({ value, otherValue }) => [value, otherValue]).slice(1, 3)).toEqual([
      [0.5, 0.25],
      [0, 1],
    ]);
  });

  it('compares vectors alone without a source', () => {
    const { pairs, otherSource } = byAttention(null, 'to', Float32Array.of(1, 1, 0));
    expect(otherSource).toBeNull();
    expect(pairs.some(({ changed }) => changed)).toBe(false);
    expect(pairs[2]!.drift).toBe(1);
  });
});

describe('comparing by likeness', () => {
  const cosines = (...rows: number[][]) => Float32Array.from(rows.flat());
  const text = cosineReading(TEXT.units, cosines([1, 0.25, 0.5], [0.25, 1, 0], [0.5, 0, 1]));
  const variant = cosineReading(VARIANT.units, cosines([1, 0.265625, -0.25, 0.75], [0.265625, 1, 0, 0], [-0.25, 0, 1, 0], [0.75, 0, 0, 1]));
  const comparison = compareVariant('fixed', text, variant, PAIRS, 0, null);

  it('marks cosines that change by more than 0.02; a word that one side lacks has no cosine to change', () => {
    expect(comparison.pairs.map(({ value, otherValue, changed }) => [value, otherValue, changed])).toEqual([
      [1, 1, false],
      [0.25, 0.265625, false],
      [0.5, -0.25, true],
      [NaN, 0.75, false],
    ]);
  });

  it('paints cosines in their own steps, the word itself and negative ones not', () => {
    expect(comparison.pairs.map(({ bucket, otherBucket }) => [bucket, otherBucket])).toEqual([
      [0, 0],
      [2, 2],
      [4, 0],
      [0, 6],
    ]);
  });

  it('leaves special tokens out', () => {
    const units = TEXT.units.map((unit, index) => (index === 1 ? { ...unit, special: true, start: -1, end: -1 } : unit));
    expect(cosineReading(units, cosines([1, 0.25, 0.5], [0.25, 1, 0], [0.5, 0, 1])).valuesOf(0)).toEqual(Float32Array.of(1, NaN, 0.5));
  });

  it('says what changed, that nothing did, and that a side is not here yet', () => {
    const said = (heat: 'fixed' | 'contextual', own: typeof text, other: typeof text, source: number | null = 0) =>
      plainSentence(changeStatement(compareVariant(heat, own, other, PAIRS, source, null), TEXT.units, VARIANT.units, source, 'to'));
    expect(said('fixed', text, variant)).toBe('The cosine of “it” changes most with “France” / “the” 0.50 → −0.25.');
    expect(said('contextual', text, variant, 1)).toBe('No cosine of “saw” changes by more than 0.02.');
    expect(said('fixed', cosineReading(TEXT.units, null), variant)).toBe('“it” is being compared.');
    expect(said('fixed', text, variant, null)).toBe('Point at a word to see what it is like in both texts.');
  });
});

describe('what it says', () => {
  const comparison = byAttention(0, 'to', Float32Array.of(0.75, 0.5, 0.25));

  it('names the largest changes of weight, with both words where they differ', () => {
    expect(plainSentence(changeStatement(comparison, TEXT.units, VARIANT.units, 0, 'to'))).toBe(
      'What “it” attends to changes most at “France” / “the” 0.60 → 0.06; “city” 0.00 → 0.50.',
    );
  });

  it('says so when nothing changes, without a source, and without a counterpart', () => {
    const same = compareVariant('attention', reading(TEXT, 'to'), reading(TEXT, 'to'), SAME, 0, null);
    expect(plainSentence(changeStatement(same, TEXT.units, TEXT.units, 0, 'to'))).toBe('No weight of “it” changes by more than 0.05.');
    const none = byAttention(null, 'to', null);
    expect(plainSentence(changeStatement(none, TEXT.units, VARIANT.units, null, 'to'))).toMatch(/^Point at a word/);
    const gone = compareVariant('attention', reading(TEXT, 'to'), reading(VARIANT, 'to'), [[0, -1]], 0, null);
    expect(plainSentence(changeStatement(gone, TEXT.units, VARIANT.units, 0, 'to'))).toBe('“it” has no counterpart in the other text.');
  });

  it('says of a word without values that they cannot be compared, not that nothing changes', () => {
    const invalid = { ...VARIANT, matrix: { ...VARIANT.matrix, values: new Float32Array(16).fill(NaN) } };
    for (const [one, other] of [
      [TEXT, invalid],
      [invalid, TEXT],
    ] as const) {
      const said = compareVariant('attention', reading(one, 'to'), reading(other, 'to'), SAME, 0, null);
      expect(plainSentence(changeStatement(said, TEXT.units, TEXT.units, 0, 'to'))).toBe(
        '“it” has invalid weights in one of the texts, so they are not compared.',
      );
    }
    const special = cosineReading(
      TEXT.units.map(unit => ({ ...unit, special: true, start: -1, end: -1 })),
      new Float32Array(9).fill(1),
    );
    const cosines = compareVariant('fixed', special, special, SAME, 0, null);
    expect(plainSentence(changeStatement(cosines, TEXT.units, TEXT.units, 0, 'to'))).toBe('“it” has no cosines to compare.');
  });

  it('names the words that moved most, but not the one that was replaced', () => {
    expect(plainSentence(driftStatement(comparison, TEXT.units, VARIANT.units, 2))).toBe(
      'Of the words that stayed, these move most: “saw” 0.500, “it” 0.250.',
    );
    expect(driftStatement(byAttention(0, 'to', null), TEXT.units, VARIANT.units, 2)).toEqual([]);
    // Masked with it, as a piece of the same word is.
    const masked = VARIANT.units.with(1, { ...VARIANT.units[1]!, special: true });
    expect(plainSentence(driftStatement(comparison, TEXT.units, masked, 2))).toBe('Of the words that stayed, these move most: “it” 0.250.');
  });

  it('says that a word of several tokens is masked as for influence', () => {
    expect([0, 1].map(maskNote)).toEqual(['', '']);
    expect(maskNote(3)).toMatch(/^A mask token stands for each of its 3 tokens/);
  });
});
