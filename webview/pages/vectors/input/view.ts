import { firstLack, has, lackInBrief, type Capability, type Capable } from '../../../../src/core/model/capability.ts';
import { listed } from '../../../../src/core/describe/counted.ts';
import { inputFactor } from '../../../../src/core/vectors/inputFactor.ts';
import type { Token, Unit } from '../../../../src/core/text/token.ts';
import { visibleText } from '../../../../src/core/text/visibleText.ts';
import type { InputSlice } from '../../../../src/protocol/embeddingApi.ts';

/** One row of bars, a value a token. */
export interface InputRow {
  readonly name: string;
  /** Empty where it cannot be had. */
  readonly values: Float32Array;
  /** Why not; '' where it can. */
  readonly missing: string;
}

/** A part that this model does not add has no row; {@link inputNote} says so once. */
export interface InputRows {
  /** Lengths of the parts and of their sum: one scale. */
  readonly lengths: readonly InputRow[];
  /** Length after LayerNorm: a scale of its own, as LayerNorm sets it. Null where the first layer reads the sum as it is. */
  readonly normalised: InputRow | null;
  readonly cosines: readonly InputRow[];
}

export function inputRows(slice: InputSlice, model: Capable): InputRows {
  const row = (name: string, values: Float32Array, ...needs: readonly Capability[]): InputRow[] => {
    const lack = firstLack(model, needs);
    if (lack !== null && ADDED.includes(lack)) return [];
    return [{ name, values, missing: lack === null ? '' : lackInBrief(lack) }];
  };
  const factor = inputFactor(slice);
  // Of the word alone the sum is the word, and a factor turns nothing.
  const sum = addsNothing(model) ? [] : row('sum', slice.sumNorms, 'summed-input');
  const wordSum = addsNothing(model) ? [] : row('word, sum', slice.wordSumCosines, 'summed-input');
  const hasTurned = factor === null || (factor !== 1 && !addsNothing(model));
  return {
    lengths: [
      ...row('word', slice.wordNorms),
      ...row('position', slice.positionNorms, 'position-vectors'),
      ...row('segment', slice.segmentNorms, 'segment-vectors'),
      ...sum,
    ],
    normalised:
      factor === 1
        ? null
        : row(factor === null ? 'after LayerNorm' : `after × ${formatFactor(factor)}`, slice.normalisedNorms, 'hidden-states')[0]!,
    cosines: [
      ...row('word, position', slice.wordPositionCosines, 'position-vectors', 'summed-input'),
      ...row('word, segment', slice.wordSegmentCosines, 'segment-vectors', 'summed-input'),
      ...row('position, segment', slice.positionSegmentCosines, 'position-vectors', 'segment-vectors', 'summed-input'),
      ...wordSum,
      ...(hasTurned
        ? row(factor === null ? 'word, LayerNorm' : 'word, scaled', slice.wordNormalisedCosines, 'hidden-states', 'shared-width')
        : []),
    ],
  };
}

/** Parts that some models add to the word and others do not. */
const ADDED: readonly Capability[] = ['position-vectors', 'segment-vectors'];

function addsNothing(model: Capable): boolean {
  return !ADDED.some(part => has(model, part));
}

/** What the rows are. */
export function rowsNote({ lengths, normalised, cosines }: InputRows): string {
  const names = lengths.map(({ name }) => (name === 'sum' ? 'their sum' : name));
  const isSum = names.length > 1;
  const own =
    normalised === null ? '' : isSum ? `, the sum ${normalised.name} on its own` : `, and ${normalised.name} on a scale of its own`;
  const lengthsNote = `Lengths: ${listed(names, 'and')}${isSum ? ' on one scale' : ''}${own}.`;
  if (cosines.length === 0) return lengthsNote;
  const each = cosines.length > 1 ? 'Cosines: of two of these vectors each' : 'Cosine: of the two';
  return `${lengthsNote} ${each}, from −1 to 1 about the middle line.`;
}

/** What other models do to the word before the first layer and this one does not, and whether it is scaled: one sentence, '' when there is nothing to say. */
export function inputNote(slice: InputSlice, model: Capable): string {
  const factor = inputFactor(slice);
  const times = factor === null || factor === 1 ? '' : `multiplied by ${formatFactor(factor)} before the first layer, every token alike`;
  if (addsNothing(model)) {
    if (times) return `This model adds nothing to the word embedding; it is ${times}.`;
    return `This model adds nothing to the word embedding${factor === 1 ? ', and the first layer reads it as it is' : ''}.`;
  }
  const missing = [!has(model, 'position-vectors') && 'position', !has(model, 'segment-vectors') && 'segment'].filter(Boolean);
  const notes = [
    missing.length > 0 && `adds no ${missing[0]} vectors`,
    factor === 1 && 'has no LayerNorm before the first layer',
    times && `has its sum ${times}`,
  ].filter(note => note !== false && note !== '');
  return notes.length === 0 ? '' : `This model ${notes.join(' and ')}.`;
}

function formatFactor(factor: number): string {
  return String(Number(factor.toPrecision(3)));
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
