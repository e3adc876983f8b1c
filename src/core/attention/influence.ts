import { has, type Capable } from '../model/capability.ts';
import type { NumberForms } from '../model/numberForms.ts';
import type { AttentionStack } from '../model/stack.ts';
import type { InfluenceMode } from '../state/viewState.ts';
import { isFunctionWord } from '../text/functionWords.ts';
import type { HeadSelection } from './lens.ts';
import { median } from '../median.ts';
import { shiftThreshold } from '../scale.ts';
import type { Unit } from '../text/token.ts';

/** Which words matter to one word, judged by how far its vector moves without them. */
export interface Influence {
  /** Median shift of the function words other than the word itself; NaN when none was measured. */
  readonly control: number;
  /** The function words that the control was taken from. */
  readonly controlUnits: readonly number[];
  /** Units with a shift above the control and above rounding, the largest first (ties: in the order of the text). None without a control. */
  readonly marked: readonly number[];
}

/**
 * Units that can be taken away from a unit: all others that stand in the text, in causal attention those before it, since without a later one it is
 * the same to the last bit. Special tokens around the text belong to the model.
 */
export function otherUnits(units: readonly Unit[], unit: number, { causal }: Pick<AttentionStack, 'causal'>): number[] {
  return units.flatMap((other, index) => (index === unit || other.start < 0 || (causal && index > unit) ? [] : [index]));
}

/** What says how much of a text the vector of a token depends on. */
export type ReadingModel = {
  readonly attention: Pick<AttentionStack, 'causal'>;
  readonly facts: { readonly numbers: Pick<NumberForms, 'onePassOnly'> };
};

/**
 * How many tokens of a text have to be read for the vectors of some: in causal attention those up to the last of them, as what stands behind changes nothing.
 * A file that rounds by what is in all of a pass gives the same numbers of the whole text alone.
 * @param tokens ascending @param total of the text
 */
export function tokensToRead({ attention, facts }: ReadingModel, tokens: readonly number[], total: number): number {
  return attention.causal && !facts.numbers.onePassOnly ? tokens.at(-1)! + 1 : total;
}

/** How long a pass takes that a unit's vector is had by, at most. @param whole how long the whole text took to go through the model once */
export function passMilliseconds(model: ReadingModel, { tokens }: Pick<Unit, 'tokens'>, total: number, whole: number): number {
  return (whole * tokensToRead(model, tokens, total)) / total;
}

/** How words are taken away from what a model reads: left out where it has no token that stands for a hidden word. */
export function possibleMode(asked: InfluenceMode, model: Capable): InfluenceMode {
  return has(model, 'mask-token') ? asked : 'omit';
}

/** Units in the order of their distance from a unit, of two equally far ones the one before it first: what is measured so far is then its surroundings. */
export function nearestFirst(others: readonly number[], unit: number): number[] {
  return others.toSorted((a, b) => Math.abs(a - unit) - Math.abs(b - unit) || a - b);
}

/** Words taken away in one request at most: enough for a batch. */
const SHIFTS_AT_ONCE = 16;

/** In a long text a request is of fewer words, about as many as go through the model in this time: something new is seen, and a cancel is quick. */
const REQUEST_MILLISECONDS = 1000;

/** @param passMilliseconds how long it takes for one word */
export function shiftsAtOnce(passMilliseconds: number): number {
  return Math.max(1, Math.min(SHIFTS_AT_ONCE, Math.floor(REQUEST_MILLISECONDS / Math.max(1, passMilliseconds))));
}

/** How far a measurement is: the `done` nearest of `total` words are taken away. */
export interface Measurement {
  readonly done: number;
  readonly total: number;
  /** [units] as for {@link influenceOf}; NaN also where it is not measured yet. More is written into it as the measurement goes on. */
  readonly shifts: Float32Array;
}

/**
 * Each other word taken away in turn, the nearest first, a few words per request.
 * @param passMilliseconds of {@link passMilliseconds}
 * @param measure the shifts of these words, in their order
 * @param before what was measured earlier; it is not written into
 * @returns how far it is, at the start and after each request
 */
export async function* measureShifts(
  units: readonly Unit[],
  unit: number,
  stack: Pick<AttentionStack, 'causal'>,
  passMilliseconds: number,
  measure: (others: readonly number[]) => Promise<Float32Array>,
  before: Pick<Measurement, 'done' | 'shifts'> | null = null,
): AsyncGenerator<Measurement> {
  const others = nearestFirst(otherUnits(units, unit, stack), unit);
  const atOnce = shiftsAtOnce(passMilliseconds);
  const shifts = before?.shifts.slice() ?? new Float32Array(units.length).fill(NaN);
  const total = others.length;
  let done = before?.done ?? 0;
  yield { done, total, shifts };
  while (done < total) {
    const some = others.slice(done, done + atOnce);
    const measured = await measure(some);
    for (const [place, other] of some.entries()) shifts[other] = measured[place]!;
    done += some.length;
    yield { done, total, shifts };
  }
}

/** Units whose shift was measured, the largest first (ties: in the order of the text). */
export function measuredUnits(shifts: Float32Array): readonly number[] {
  return Array.from(shifts.keys())
    .filter(unit => Number.isFinite(shifts[unit]!))
    .sort((a, b) => shifts[b]! - shifts[a]! || a - b);
}

/** The rollout through the layers that made a hidden state: s has passed layers 0 to s - 1. Before any layer, 0, there is nothing to roll out. */
export function rolloutInto(state: number): HeadSelection {
  return { kind: 'rollout', layer: state - 1 };
}

/**
 * Taking any word away moves a vector a little, so a shift says something only beside a control: what taking a function word away does.
 * @param shifts [units] 1 - cosine between the unit's vector with and without each other unit; NaN where it was not measured
 */
export function influenceOf(shifts: Float32Array, units: readonly Unit[], unit: number): Influence {
  const measured = units.flatMap((_, index) => (index !== unit && !Number.isNaN(shifts[index]!) ? [index] : []));
  const controlUnits = measured.filter(index => isWholeWord(units, index) && isFunctionWord(units[index]!.label));
  const control = median(controlUnits.map(index => shifts[index]!));
  const threshold = shiftThreshold(control);
  const marked = measured.filter(index => shifts[index]! > threshold).sort((a, b) => shifts[b]! - shifts[a]! || a - b);
  return { control, controlUnits, marked };
}

/** A piece of a word is none, though it may be spelled like one: `cred` and `it`. */
function isWholeWord(units: readonly Unit[], index: number): boolean {
  const { special, joins } = units[index]!;
  return !special && !joins && units[index + 1]?.joins !== true;
}
