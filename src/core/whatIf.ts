import type { UnitPair } from './alignUnits.ts';
import { formatWeight, plain, quoted, type SentencePart } from './describe.ts';
import { formatShift } from './describeInfluence.ts';
import type { Direction } from './lens.ts';
import { bucketOfWeight, evenShare } from './scale.ts';
import type { Unit } from './token.ts';
import { weightsOf, type UnitMatrix } from './viewModel.ts';

/** A weight that changed by more than this is marked. */
export const MARKED_CHANGE = 0.05;

/** One place of the text and of its variant. Values of a side that is missing, or that cannot be computed, are NaN. */
export interface ComparedPair {
  /** -1: no counterpart. */
  readonly unit: number;
  readonly other: number;
  /** Attention of the source, in the text and in the variant. */
  readonly weight: number;
  readonly otherWeight: number;
  readonly bucket: number;
  readonly otherBucket: number;
  /** The weight changed by more than {@link MARKED_CHANGE}; a missing side has weight 0. */
  readonly changed: boolean;
  /** 1 - cosine of the two vectors. */
  readonly drift: number;
}

/** A text, or its variant, as it was run. */
export interface ComparedSide {
  readonly units: readonly Unit[];
  readonly tokenCount: number;
  readonly matrix: UnitMatrix;
}

/** What changes for a source word when the variant is read instead. */
export interface VariantComparison {
  readonly pairs: readonly ComparedPair[];
  /** The source in the variant; null when it has none there, or without a source. */
  readonly otherSource: number | null;
}

/**
 * Both sides of every pair beside each other.
 * @param source unit of the text whose attention is compared; null: vectors alone
 * @param cosines of the pairs with both sides, in their order; null: without hidden states
 */
export function compareVariant(
  text: ComparedSide,
  variant: ComparedSide,
  pairs: readonly UnitPair[],
  source: number | null,
  direction: Direction,
  cosines: Float32Array | null,
): VariantComparison {
  const counterpart = pairs.find(([unit]) => unit === source)?.[1] ?? -1;
  const otherSource = source === null || counterpart < 0 ? null : counterpart;
  const weights = source === null ? null : weightsOf(text.matrix, source, direction);
  const otherWeights = otherSource === null ? null : weightsOf(variant.matrix, otherSource, direction);
  let both = 0;
  const compared = pairs.map(([unit, other]): ComparedPair => {
    const weight = unit < 0 ? NaN : (weights?.[unit] ?? NaN);
    const otherWeight = other < 0 ? NaN : (otherWeights?.[other] ?? NaN);
    return {
      unit,
      other,
      weight,
      otherWeight,
      bucket: unit === source ? 0 : bucketOn(text, unit, weight),
      otherBucket: other === otherSource ? 0 : bucketOn(variant, other, otherWeight),
      changed: weights !== null && otherWeights !== null && Math.abs((weight || 0) - (otherWeight || 0)) > MARKED_CHANGE,
      drift: unit >= 0 && other >= 0 ? 1 - (cosines?.[both++] ?? NaN) : NaN,
    };
  });
  return { pairs: compared, otherSource };
}

function bucketOn({ units, tokenCount }: ComparedSide, unit: number, weight: number): number {
  return unit < 0 ? 0 : bucketOfWeight(weight, evenShare(units[unit]!.tokens.length, tokenCount));
}

/** Changes that are named in a sentence. */
const NAMED = 3;

/** "`it` gives `France` 0.59, and `London` 0.41 in its place; ..." for the largest changes of weight; empty when there is no source. */
export function weightStatement(
  { pairs, otherSource }: VariantComparison,
  units: readonly Unit[],
  others: readonly Unit[],
  source: number | null,
  direction: Direction,
): SentencePart[] {
  const word = (list: readonly Unit[], unit: number): SentencePart => quoted(list[unit]!.label);
  if (source === null) return [plain('Point at a word to see what it attends to in both texts.')];
  if (otherSource === null) return [word(units, source), plain(' has no counterpart in the other text.')];
  const changed = pairs
    .filter(pair => pair.changed)
    .toSorted((a, b) => Math.abs((b.weight || 0) - (b.otherWeight || 0)) - Math.abs((a.weight || 0) - (a.otherWeight || 0)));
  if (changed.length === 0) return [plain('No weight of '), word(units, source), plain(` changes by more than ${MARKED_CHANGE}.`)];
  const named = changed.slice(0, NAMED).flatMap((pair, place) => {
    const separator = plain(place === 0 ? '' : '; ');
    const from = `${formatWeight(pair.weight || 0)} \u2192 ${formatWeight(pair.otherWeight || 0)}`;
    if (pair.unit < 0) return [separator, word(others, pair.other), plain(` ${from}`)];
    if (pair.other < 0 || units[pair.unit]!.label === others[pair.other]!.label)
      return [separator, word(units, pair.unit), plain(` ${from}`)];
    return [separator, word(units, pair.unit), plain(' / '), word(others, pair.other), plain(` ${from}`)];
  });
  return [
    plain(direction === 'to' ? 'What ' : 'What attends to '),
    word(units, source),
    plain(direction === 'to' ? ' attends to changes most at ' : ' changes most at '),
    ...named,
    plain('.'),
  ];
}

/** The words whose vectors moved most, the replaced one left out; empty without hidden states. */
export function driftStatement({ pairs }: VariantComparison, units: readonly Unit[], replaced: number): SentencePart[] {
  const moved = pairs
    .filter(({ unit, drift }) => unit !== replaced && Number.isFinite(drift) && !units[unit]!.special)
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
