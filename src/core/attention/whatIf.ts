import { spreadOverPairs, type UnitPair } from '../text/alignUnits.ts';
import { bucketOfCosine } from '../scale.ts';
import { standsInText, type Unit } from '../text/token.ts';
import type { Heat, ViewState } from '../state/viewState.ts';
import { weightsOf, type UnitMatrix } from '../state/unitMatrix.ts';
import { areLinked, bucketBetweenUnits, visibilityIn } from '../state/viewModel.ts';

/**
 * A value that changed by more than this is marked. Cosines change less than weights: when one word of a sentence is replaced, one in ten of the
 * cosines between the words that stay changes by more than 0.023 after 3 of 6 layers (built-in model, a dozen replacements in 5 sentences).
 */
export const MARKED_CHANGE: { readonly [heat in Heat]: number } = { attention: 0.05, fixed: 0.02, contextual: 0.02 };

/** One place of the text and of its variant. Values of a side that is missing, or that is not seen, or that cannot be computed, are NaN. */
export interface ComparedPair {
  /** -1: no counterpart. */
  readonly unit: number;
  readonly other: number;
  /** Attention or cosine of the source, in the text and in the variant. */
  readonly value: number;
  readonly otherValue: number;
  /** The source of that side has no link with it: causal attention sees no later word. */
  readonly unseen: boolean;
  readonly otherUnseen: boolean;
  readonly bucket: number;
  readonly otherBucket: number;
  /** From the one value to the other; of a word that one side does not have, from or to {@link SideReading.missing}. */
  readonly change: number;
  /** It changed by more than {@link MARKED_CHANGE}. */
  readonly changed: boolean;
  /** 1 - cosine of the two vectors. */
  readonly drift: number;
}

/** What one side, the text or its variant, says of a source word. */
export interface SideReading {
  /** [units] for a unit of this side; null while it is not here. */
  readonly valuesOf: (source: number) => Float32Array | null;
  /** Whether the unit has a link with the source: causal attention sees no later word. */
  readonly sees: (unit: number, source: number) => boolean;
  readonly bucketOf: (value: number, unit: number, source: number) => number;
  /** Value of a word that this side does not have: it gets no attention, but has no cosine. */
  readonly missing: number;
}

/** `tokenCount` is the number of tokens of the text. */
export function attentionReading(
  units: readonly Unit[],
  tokenCount: number,
  matrix: UnitMatrix,
  state: Pick<ViewState, 'direction' | 'hideSink' | 'scale'>,
): SideReading {
  const { direction } = state;
  const visibility = visibilityIn(matrix, units, tokenCount, state);
  return {
    valuesOf: source => weightsOf(matrix, source, direction),
    sees: (unit, source) => areLinked(visibility, direction, source, unit),
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
    sees: () => true,
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
  /** They are numbers: those of an invalid head are not, nor the cosines of a word without a vector. The source's own value says so for all. */
  readonly comparable: boolean;
}

function isSeen({ sees }: SideReading, unit: number, source: number | null): boolean {
  return unit < 0 || source === null || sees(unit, source);
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
  const comparable = complete && Number.isFinite(values[source!]) && Number.isFinite(otherValues[otherSource!]);
  const moved = cosines && spreadOverPairs(cosines, pairs);
  const compared = pairs.map(([unit, other], index): ComparedPair => {
    const value = unit < 0 ? NaN : (values?.[unit] ?? NaN);
    const otherValue = other < 0 ? NaN : (otherValues?.[other] ?? NaN);
    const change = (other < 0 ? variant.missing : otherValue) - (unit < 0 ? text.missing : value);
    const unseen = !isSeen(text, unit, source);
    const otherUnseen = !isSeen(variant, other, otherSource);
    return {
      unit,
      other,
      value: unseen ? NaN : value,
      otherValue: otherUnseen ? NaN : otherValue,
      unseen,
      otherUnseen,
      bucket: unit < 0 || unit === source || source === null ? 0 : text.bucketOf(value, unit, source),
      otherBucket: other < 0 || other === otherSource || otherSource === null ? 0 : variant.bucketOf(otherValue, other, otherSource),
      change,
      changed: complete && Math.abs(change) > MARKED_CHANGE[heat],
      drift: 1 - (moved?.[index] ?? NaN),
    };
  });
  return { heat, pairs: compared, otherSource, complete, comparable };
}
