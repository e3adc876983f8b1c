import { firstLack, has, lackInBrief, type Capability, type Capable } from '../../../src/core/model/capability.ts';
import { inputFactor } from '../../../src/core/vectors/inputFactor.ts';
import type { Token, Unit } from '../../../src/core/text/token.ts';
import { visibleText } from '../../../src/core/text/visibleText.ts';
import type { InputSlice } from '../../../src/protocol/embeddingApi.ts';

/** One row of bars, a value a token. */
export interface InputRow {
  readonly name: string;
  /** Empty where the model has no such part. */
  readonly values: Float32Array;
  /** What the model lacks for it; '' when it has all. */
  readonly missing: string;
}

export interface InputRows {
  /** Lengths of the parts and of their sum: one scale. */
  readonly lengths: readonly InputRow[];
  /** Length after LayerNorm: a scale of its own, as LayerNorm sets it. */
  readonly normalised: InputRow;
  readonly cosines: readonly InputRow[];
}

export function inputRows(slice: InputSlice, model: Capable): InputRows {
  const row = (name: string, values: Float32Array, ...needs: readonly Capability[]): InputRow => {
    const lack = firstLack(model, needs);
    return { name, values, missing: lack === null ? '' : lackInBrief(lack) };
  };
  const factor = inputFactor(slice);
  const normalised = (name: string, values: Float32Array, ...needs: readonly Capability[]): InputRow => {
    const found = row(name, values, ...needs);
    return factor === 1 && found.missing === '' ? { name, values: NONE, missing: NO_LAYER_NORM } : found;
  };
  const changed = factor === null ? 'after LayerNorm' : `after × ${formatFactor(factor)}`;
  return {
    lengths: [
      row('word', slice.wordNorms),
      row('position', slice.positionNorms, 'position-vectors'),
      row('segment', slice.segmentNorms, 'segment-vectors'),
      row('sum', slice.sumNorms, 'summed-input'),
    ],
    normalised: normalised(factor === 1 ? 'after LayerNorm' : changed, slice.normalisedNorms, 'hidden-states'),
    cosines: [
      row('word, position', slice.wordPositionCosines, 'position-vectors', 'summed-input'),
      row('word, segment', slice.wordSegmentCosines, 'segment-vectors', 'summed-input'),
      row('position, segment', slice.positionSegmentCosines, 'position-vectors', 'segment-vectors', 'summed-input'),
      row('word, sum', slice.wordSumCosines, 'summed-input'),
      normalised(
        factor === null || factor === 1 ? 'word, LayerNorm' : 'word, scaled',
        slice.wordNormalisedCosines,
        'hidden-states',
        'shared-width',
      ),
    ],
  };
}

const NONE = new Float32Array();
const NO_LAYER_NORM = 'no LayerNorm here';

/** Said of a model that scales its input; '' of others. */
export function scalingNote(slice: InputSlice): string {
  const factor = inputFactor(slice);
  return factor === null || factor === 1
    ? ''
    : `This model multiplies its embeddings by ${formatFactor(factor)} before the first layer, every token alike.`;
}

function formatFactor(factor: number): string {
  return String(Number(factor.toPrecision(3)));
}

/** Parts that are added to the word in other models and not in this one; '' when all are there. */
export function missingParts(model: Capable): string {
  const missing = [!has(model, 'position-vectors') && 'position', !has(model, 'segment-vectors') && 'segment'].filter(Boolean);
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

/** Tokens as the text has them, without the marks of their tokenizer; those that share a character are counted. All of it is safe to show. */
export function tokenLabels(tokens: readonly Token[], pieces: readonly Unit[]): readonly string[] {
  const labels = tokens.map(({ text }) => visibleText(text));
  for (const { label, tokens: members } of pieces)
    for (const [place, token] of members.entries())
      if (!tokens[token]!.special && !tokens[token]!.unknown)
        labels[token] = visibleText(members.length === 1 ? label : `${label} ${place + 1}`);
  return labels;
}
