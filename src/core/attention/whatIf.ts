import { spreadOverPairs, type UnitPair } from '../text/alignUnits.ts';
import { formatSigned, formatWeight, plain, quoted, type SentencePart } from '../describe/attention.ts';
import { formatShift } from '../describe/influence.ts';
import type { Direction } from './lens.ts';
import { bucketOfCosine } from '../scale.ts';
import { standsInText, type Unit } from '../text/token.ts';
import type { Heat } from '../state/viewState.ts';
import { bucketBetweenUnits, visibilityIn, weightsOf, type UnitMatrix } from '../state/viewModel.ts';

/**
 * A value that changed by more than this is marked. Cosines change less than weights: when one word of a sentence is replaced, one in ten of the
 * cosines between the words that stay changes by more than 0.023 after 3 of 6 layers (built-in model, a dozen replacements in 5 sentences).
 */
export const MARKED_CHANGE: { readonly [heat in Heat]: number } = { attention: 0.05, fixed: 0.02, contextual: 0.02 };

/** One place of the text and of its variant. Values of a side that is missing, or that cannot be computed, are NaN. */
export interface ComparedPair {
  /** -1: no counterpart. */
  readonly unit: number;
  readonly other: number;
  /** Attention or cosine of the source, in the text and in the variant. */
  readonly value: number;
  readonly otherValue: number;
  readonly bucket: number;
  readonly otherBucket: number;
  /** The value changed by more than {@link MARKED_CHANGE}. */
  readonly changed: boolean;
  /** 1 - cosine of the two vectors. */
  readonly drift: number;
}

/** What one side, the text or its variant, says of a source word. */
export interface SideReading {
  /** [units] for a unit of this side; null while it is not here. */
  readonly valuesOf: (source: number) => Float32Array | null;
  readonly bucketOf: (value: number, unit: number, source: number) => number;
  /** Value of a word that this side does not have: it gets no attention, but has no cosine. */
  readonly missing: number;
}

/** `tokenCount` is the number of tokens of the text. */
export function attentionReading(units: readonly Unit[], tokenCount: number, matrix: UnitMatrix, direction: Direction): SideReading {
  const visibility = visibilityIn(matrix, units, tokenCount);
  return {
    valuesOf: source => weightsOf(matrix, source, direction),
    bucketOf: (weight, unit, source) => bucketBetweenUnits(visibility, direction, weight, source, unit),
    missing: 0,
  };
}

/** `cosines` is size x size, row-major; null while it is not here. Likeness leaves special tokens out. */
export function cosineReading(units: readonly Unit[], cosines: Float32Array | null): SideReading {
  const size = units.length;
  return {
    valuesOf: source => {
      if (cosines?.length !== size * size) return null;
      return cosines.slice(source * size, (source + 1) * size).map((cosine, unit) => (standsInText(units[unit]!) ? cosine : NaN));
    },
    bucketOf: bucketOfCosine,
    missing: NaN,
  };
}

/** What changes for a source word when the variant is read instead. */
export interface VariantComparison {
  readonly heat: Heat;
  readonly pairs: readonly ComparedPair[];
  /** The source in the variant; null when it has none there, or without a source. */
  readonly otherSource: number | null;
  /** Both sides have values for the source. */
  readonly complete: boolean;
}

/**
 * Both sides of every pair beside each other.
 * @param heat what the values of the readings mean
 * @param source unit of the text whose values are compared; null: vectors alone
 * @param cosines of the pairs with both sides, in their order; null: without hidden states
 */
export function compareVariant(
  heat: Heat,
  text: SideReading,
  variant: SideReading,
  pairs: readonly UnitPair[],
  source: number | null,
  cosines: Float32Array | null,
): VariantComparison {
  const counterpart = pairs.find(([unit]) => unit === source)?.[1] ?? -1;
  const otherSource = source === null || counterpart < 0 ? null : counterpart;
  const values = source === null ? null : text.valuesOf(source);
  const otherValues = otherSource === null ? null : variant.valuesOf(otherSource);
  const complete = values !== null && otherValues !== null;
  const moved = cosines && spreadOverPairs(cosines, pairs);
  const compared = pairs.map(([unit, other], index): ComparedPair => {
    const value = unit < 0 ? NaN : (values?.[unit] ?? NaN);
    const otherValue = other < 0 ? NaN : (otherValues?.[other] ?? NaN);
    const change = Math.abs((unit < 0 ? text.missing : value) - (other < 0 ? variant.missing : otherValue));
    return {
      unit,
      other,
      value,
      otherValue,
      bucket: unit < 0 || unit === source || source === null ? 0 : text.bucketOf(value, unit, source),
      otherBucket: other < 0 || other === otherSource || otherSource === null ? 0 : variant.bucketOf(otherValue, other, otherSource),
      changed: complete && change > MARKED_CHANGE[heat],
      drift: 1 - (moved?.[index] ?? NaN),
    };
  });
  return { heat, pairs: compared, otherSource, complete };
}

/** Changes that are named in a sentence. */
const NAMED = 3;

/** "What `it` attends to changes most at `France` / `London` 0.59 \u2192 0.41; ..." for the largest changes, or why there are none. */
export function changeStatement(
  { heat, pairs, otherSource, complete }: VariantComparison,
  units: readonly Unit[],
  others: readonly Unit[],
  source: number | null,
  direction: Direction,
): SentencePart[] {
  const word = (list: readonly Unit[], unit: number): SentencePart => quoted(list[unit]!.label);
  if (source === null) return [plain(`Point at a word to see what it ${heat === 'attention' ? 'attends to' : 'is like'} in both texts.`)];
  if (otherSource === null) return [word(units, source), plain(' has no counterpart in the other text.')];
  if (!complete) return [word(units, source), plain(' is being compared.')];
  const format = heat === 'attention' ? formatWeight : formatSigned;
  const sizeOf = ({ value, otherValue }: ComparedPair) => Math.abs((value || 0) - (otherValue || 0));
  const changed = pairs.filter(pair => pair.changed).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (changed.length === 0)
    return [
      plain(heat === 'attention' ? 'No weight of ' : 'No cosine of '),
      word(units, source),
      plain(` changes by more than ${MARKED_CHANGE[heat]}.`),
    ];
  const named = changed.slice(0, NAMED).flatMap((pair, place) => {
    const separator = plain(place === 0 ? '' : '; ');
    const from = `${format(pair.value || 0)} \u2192 ${format(pair.otherValue || 0)}`;
    if (pair.unit < 0) return [separator, word(others, pair.other), plain(` ${from}`)];
    if (pair.other < 0 || units[pair.unit]!.label === others[pair.other]!.label)
      return [separator, word(units, pair.unit), plain(` ${from}`)];
    return [separator, word(units, pair.unit), plain(' / '), word(others, pair.other), plain(` ${from}`)];
  });
  return [...changeOf(heat, direction, word(units, source)), ...named, plain('.')];
}

function changeOf(heat: Heat, direction: Direction, word: SentencePart): SentencePart[] {
  const around = (before: string, after: string) => [plain(before), word, plain(after)];
  if (heat !== 'attention') return around('The cosine of ', ' changes most with ');
  return direction === 'to' ? around('What ', ' attends to changes most at ') : around('What attends to ', ' changes most at ');
}

/** What stands in the place of a masked word of several tokens; '' for one token, and for a word that was replaced. */
export function maskNote(masks: number): string {
  return masks > 1 ? `A mask token stands for each of its ${masks} tokens, as when every word is masked in turn.` : '';
}

/** The words whose vectors moved most, the replaced one left out; empty without hidden states. */
export function driftStatement(
  { pairs }: VariantComparison,
  units: readonly Unit[],
  others: readonly Unit[],
  replaced: number,
): SentencePart[] {
  const moved = pairs
    // A special token that was typed, and a masked piece of the word, are no words that stayed.
    .filter(({ unit, other, drift }) => unit !== replaced && Number.isFinite(drift) && !units[unit]!.special && !others[other]!.special)
    .toSorted((a, b) => b.drift - a.drift)
    .slice(0, NAMED);
  if (moved.length === 0) return [];
  return [
    plain('Of the words that stayed, these move most: '),
    ...moved.flatMap(({ unit, drift }, place): SentencePart[] => [
      plain(place === 0 ? '' : ', '),
      quoted(units[unit]!.label),
      plain(` ${formatShift(drift)}`),
    ]),
    plain('.'),
  ];
}
