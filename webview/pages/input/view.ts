import type { InputSlice } from '../../../src/protocol/embeddingApi.ts';

/** One row of bars, a value a token. */
export interface InputRow {
  readonly name: string;
  /** Empty: the model has no such part, and `missing` says so. */
  readonly values: Float32Array;
  readonly missing: string;
}

export interface InputRows {
  /** Lengths of the parts and of their sum: one scale. */
  readonly lengths: readonly InputRow[];
  /** Length after LayerNorm: a scale of its own, as LayerNorm sets it. */
  readonly normalised: InputRow;
  readonly cosines: readonly InputRow[];
}

export function inputRows(slice: InputSlice): InputRows {
  const { wordNorms: word, positionNorms: position, segmentNorms: segment } = slice;
  const row = (name: string, values: Float32Array, missing: string): InputRow => ({ name, values, missing });
  const without = (first: Float32Array, firstMissing: string, second: Float32Array, secondMissing: string) =>
    first.length === 0 ? firstMissing : second.length === 0 ? secondMissing : 'different widths';
  const [noWord, noPosition, noSegment] = ['word table not found', 'no position vectors', 'no segment vectors'];
  return {
    lengths: [
      row('word', word, noWord),
      row('position', position, noPosition),
      row('segment', segment, noSegment),
      row('sum', slice.sumNorms, 'sum not found'),
    ],
    normalised: row('after LayerNorm', slice.normalisedNorms, 'no hidden states'),
    cosines: [
      row('word, position', slice.wordPositionCosines, without(word, noWord, position, noPosition)),
      row('word, segment', slice.wordSegmentCosines, without(word, noWord, segment, noSegment)),
      row('position, segment', slice.positionSegmentCosines, without(position, noPosition, segment, noSegment)),
      row('word, sum', slice.wordSumCosines, without(word, noWord, slice.sumNorms, 'sum not found')),
      row('word, LayerNorm', slice.wordNormalisedCosines, without(word, noWord, slice.normalisedNorms, 'no hidden states')),
    ],
  };
}

/** Parts that are added to the word in other models and not in this one; '' when all are there. */
export function missingParts({ positionNorms, segmentNorms }: InputSlice): string {
  const missing = [positionNorms.length === 0 && 'position', segmentNorms.length === 0 && 'segment'].filter(Boolean);
  return missing.length === 0 ? '' : `This model has no ${missing.join(' and no ')} vectors to add.`;
}

/** Largest value of some rows, at least a little, so that a scale can be made of it. */
export function largestOf(rows: readonly InputRow[]): number {
  let largest = 1e-9;
  for (const { values } of rows) for (const value of values) if (value > largest) largest = value;
  return largest;
}

/** NaN of nothing. */
export function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
