import { describe, expect, it } from 'vitest';
import { barPath, layoutBars, tokenAt } from '../../src/draw/barRows.ts';
import { layoutSquare } from '../../src/draw/squareLayout.ts';
import type { Capability } from '../../src/core/model/capability.ts';
import { inputNote, inputRows, rowsNote } from '../../webview/pages/vectors/input/view.ts';

describe('rows of bars', () => {
  it('has whole pixels a token while they can be seen, and always fits', () => {
    expect(layoutBars(400, 13)).toMatchObject({ step: 28, bar: 27, width: 364, allLabels: true });
    expect(layoutBars(400, 100)).toMatchObject({ step: 4, bar: 4, allLabels: false });
    expect(layoutBars(256, 13)).toMatchObject({ step: 19, width: 247 });
    // Slanted labels need 14 pixels.
    expect([layoutBars(14 * 47, 47).allLabels, layoutBars(14 * 47 - 1, 47).allLabels]).toEqual([true, false]);
    const long = layoutBars(300, 512);
    expect(long.width).toBeLessThanOrEqual(300);
    expect(tokenAt(long, 299)).toBe(510);
    expect(tokenAt(long, 1000)).toBe(511);
    expect(tokenAt(long, -5)).toBe(0);
  });

  it('draws from zero, up and down, and leaves a gap for what is no number', () => {
    const layout = layoutBars(30, 3);
    expect(barPath(layout, [1, NaN, -1], 100, 20, [-1, 1])).toBe('M0 110h9V100h-9zM20 110h9V120h-9z');
    expect(barPath(layout, [2, 0.5], 0, 20, [0, 1])).toBe('M0 20h9V0h-9zM10 20h9V10h-9z');
  });
});

describe('parts of the input', () => {
  const one = Float32Array.of(1);
  const none = new Float32Array(0);
  const slice = {
    runId: 1,
    wordNorms: one,
    positionNorms: one,
    segmentNorms: one,
    wordPositionCosines: one,
    wordSegmentCosines: one,
    positionSegmentCosines: one,
    sumNorms: one,
    wordSumCosines: one,
    normalisedNorms: Float32Array.of(2),
    wordNormalisedCosines: one,
  };
  const ALL: readonly Capability[] = ['hidden-states', 'shared-width', 'position-vectors', 'segment-vectors', 'summed-input'];
  const without = (...lacks: readonly Capability[]) => ({ capabilities: ALL.filter(capability => !lacks.includes(capability)) });
  const namesOf = ({ lengths, normalised, cosines }: ReturnType<typeof inputRows>) => [
    lengths.map(({ name }) => name),
    normalised?.name ?? null,
    cosines.map(({ name }) => name),
  ];
  it('has no row for a part that a model does not add, and says so once', () => {
    const model = without('segment-vectors');
    const rows = inputRows({ ...slice, segmentNorms: none, wordSegmentCosines: none, positionSegmentCosines: none }, model);
    expect(namesOf(rows)).toEqual([['word', 'position', 'sum'], 'after LayerNorm', ['word, position', 'word, sum', 'word, LayerNorm']]);
    expect(rowsNote(rows)).toMatch(/^Lengths: word, position and their sum on one scale, the sum after LayerNorm on its own\. Cosines: /);
    expect(inputNote({ ...slice, wordNormalisedCosines: Float32Array.of(0.5) }, model)).toBe('This model adds no segment vectors.');
  });
  it('of a model that adds nothing has the word alone, and what is done to it in one sentence', () => {
    const bare = without('position-vectors', 'segment-vectors');
    const same = { ...slice, normalisedNorms: one };
    expect(namesOf(inputRows(same, bare))).toEqual([['word'], null, []]);
    expect(rowsNote(inputRows(same, bare))).toBe('Lengths: word.');
    expect(inputNote(same, bare)).toBe('This model adds nothing to the word embedding, and the first layer reads it as it is.');
    const normalised = { ...slice, wordNormalisedCosines: Float32Array.of(0.5) };
    expect(namesOf(inputRows(normalised, bare))).toEqual([['word'], 'after LayerNorm', ['word, LayerNorm']]);
    expect(rowsNote(inputRows(normalised, bare))).toMatch(
      /^Lengths: word, and after LayerNorm on a scale of its own\. Cosine: of the two, /,
    );
    expect(inputNote(normalised, bare)).toBe('This model adds nothing to the word embedding.');
    const two = Float32Array.of(1, 2);
    const scaled = { ...slice, sumNorms: two, wordSumCosines: two, wordNormalisedCosines: two, normalisedNorms: Float32Array.of(20, 40) };
    expect(namesOf(inputRows(scaled, bare))).toEqual([['word'], 'after × 20', []]);
    expect(inputNote(scaled, bare)).toBe(
      'This model adds nothing to the word embedding; it is multiplied by 20 before the first layer, every token alike.',
    );
  });
  it('has no LayerNorm where the first layer reads the sum as it is', () => {
    const same = { ...slice, normalisedNorms: Float32Array.of(1.00001) };
    const { lengths, normalised, cosines } = inputRows(same, without());
    expect([lengths[3]!.values, normalised, cosines.length]).toEqual([one, null, 4]);
    expect(inputNote(same, without())).toBe('This model has no LayerNorm before the first layer.');
    expect(inputNote(same, without('segment-vectors'))).toBe(
      'This model adds no segment vectors and has no LayerNorm before the first layer.',
    );
    // A vector that is turned and keeps its length was changed.
    const turned = { ...slice, normalisedNorms: one, wordNormalisedCosines: Float32Array.of(0.9) };
    expect(inputRows(turned, without()).normalised!.values).toBe(one);
  });
  it('names the factor where embeddings are scaled, the same for every token', () => {
    const two = Float32Array.of(1, 2);
    const scaled = {
      ...slice,
      sumNorms: two,
      wordSumCosines: two,
      wordNormalisedCosines: two,
      normalisedNorms: Float32Array.of(22.627, 45.254),
    };
    expect(inputRows(scaled, without()).normalised).toEqual({ name: 'after × 22.6', values: scaled.normalisedNorms, missing: '' });
    expect(inputNote(scaled, without())).toBe('This model has its sum multiplied by 22.6 before the first layer, every token alike.');
    const normalised = { ...scaled, normalisedNorms: Float32Array.of(5, 5) };
    expect([inputRows(normalised, without()).normalised!.name, inputNote(normalised, without())]).toEqual(['after LayerNorm', '']);
    expect(inputNote({ ...slice, wordNormalisedCosines: Float32Array.of(0.5) }, without())).toBe('');
  });
  it('tells other widths from missing parts', () => {
    expect(inputRows({ ...slice, wordPositionCosines: none }, without('summed-input')).cosines[0]!.missing).toBe('different widths');
    expect(inputRows(slice, without('hidden-states', 'shared-width')).normalised!.missing).toBe('not found in this model');
  });
});

describe('a square picture', () => {
  it('fits as a whole, with values in large cells and dots for many', () => {
    expect(layoutSquare(400, 8, 44)).toMatchObject({ showsValues: true, rows: { step: 44, block: 1, viewport: 352, content: 352 } });
    expect(layoutSquare(400, 60, 44)).toMatchObject({ allLabels: false, columns: { step: 6, block: 1, viewport: 360 } });
    const many = layoutSquare(300, 512, 20);
    expect(many.rows.block).toBe(4);
    expect(many.rows.viewport).toBeLessThanOrEqual(300);
  });
});
