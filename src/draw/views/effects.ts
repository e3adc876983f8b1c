import { theSink, whichOf } from '../../core/describe/sinks.ts';
import { influenceOf, nearestFirst, otherUnits, type Influence } from '../../core/attention/influence.ts';
import { formatWeight } from '../../core/describe/numbers.ts';
import { bucketOfShift } from '../../core/scale.ts';
import { deriveRowView, deriveWordView, visibilityOfRow, type WordView } from '../../core/state/viewModel.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { InfluencePart, RolloutPart } from '../../protocol/panelParts.ts';
import type { Viewed } from './viewed.ts';

/** The same text three ways, special tokens left out, so that the three wrap alike. */
export interface InfluenceViews {
  readonly shift: WordView;
  readonly attention: WordView;
  /** Its weights are null where there is no rollout: before any layer. */
  readonly rollout: WordView;
  /** Of what is measured; null while no shifts are here. */
  readonly influence: Influence | null;
  /** Words whose shift is still to be measured. */
  readonly pending: ReadonlySet<number>;
}

/** A part is null while it is not here: then its row has no values. */
export function influenceViews(viewed: Viewed, unit: number, part: InfluencePart | null, rollout: RolloutPart | null): InfluenceViews {
  const { units, data, model, matrix, state } = viewed;
  const tokenCount = sequenceOf(data.summary).tokens.length;
  const visibility = visibilityOfRow(matrix, units, tokenCount, state, rollout?.weights ?? new Float32Array(units.length));
  const sees = (other: number) => visibility.sees(unit, other);
  return {
    shift: deriveRowView(units, unit, part?.shifts ?? null, shift => bucketOfShift(shift, part?.control ?? NaN), state, { sees }),
    attention: deriveWordView(units, tokenCount, matrix, { ...state, hideSpecial: true }),
    rollout: deriveRowView(units, unit, rollout?.weights ?? null, (weight, other) => visibility.bucketOf(weight, unit, other), state, {
      sees,
      hides: visibility.hides,
    }),
    influence: part && influenceOf(part.shifts, units, unit),
    pending: new Set(part && part.left > 0 ? nearestFirst(otherUnits(units, unit, model.attention), unit).slice(-part.left) : []),
  };
}

/** Length of the bar of a shift beside the largest, in percent. Rounding leaves some below 0, and before any layer all are 0. */
export function barShare(shift: number, largest: number): number {
  return largest > 0 ? Math.max(0, Math.min(100, (100 * shift) / largest)) : 0;
}

/** What of a row of words has no colour, and why: a sink that is hidden, with its number, and what is too small. */
export function uncoloured({ weights, strongest, hidden }: WordView, labels: readonly string[]): string {
  if (weights === null) return '';
  const sinks = [...hidden].map(unit => `\u201c${labels[unit]!}\u201d${whichOf(labels, unit)} ${formatWeight(weights[unit]!)}`).join(', ');
  const hides = sinks && `; hidden: ${theSink(hidden.size)} ${sinks}`;
  return `${hides}${strongest.length === 0 ? `; none ${sinks && 'of the others '}large enough for colour` : ''}`;
}

/** The words with a number, whether painted or not: without numbers an uncoloured row says nothing. */
export function largestOf(view: WordView, pending: ReadonlySet<number> = NONE): readonly number[] {
  return view.order.slice(0, 3).filter(unit => !pending.has(unit));
}

const NONE: ReadonlySet<number> = new Set();
