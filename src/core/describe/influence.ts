import { formatCount, formatSigned } from './numbers.ts';
import { plain, quoted, type SentencePart } from './sentence.ts';
import { nounOf, type UnitNoun } from './attention.ts';
import { relationOf } from './embeddings.ts';
import { namedWord } from './unknown.ts';
import { otherUnits, type Influence } from '../attention/influence.ts';
import type { AttentionStack } from '../model/stack.ts';
import type { Lens } from '../attention/lens.ts';
import { SHIFT_FLOOR } from '../scale.ts';
import { foldSpelling } from '../text/spelling.ts';
import { chanceBound, rankCorrelation } from '../vectors/rankCorrelation.ts';
import { standsInText, type Level, type Unit } from '../text/token.ts';

const labelOf = (units: readonly Unit[], unit: number): SentencePart => quoted(units[unit]!.label);

/** Three decimals, as most shifts are small; more of a smaller one that is no rounding; what was not measured says so. */
export function formatShift(shift: number): string {
  if (!Number.isFinite(shift)) return 'not measured';
  const isSmall = shift < 0.001 && shift >= SHIFT_FLOOR;
  return isSmall ? shift.toFixed(5) : Math.max(0, shift).toFixed(3);
}

/** Without the leading zero, two decimals from 1 on: under words, where there is little room. */
export function formatShiftShort(shift: number): string {
  if (shift >= 1) return shift.toFixed(2);
  return Number.isFinite(shift) ? formatShift(shift).replace(/^0/, '') : '?';
}

/** What the legend counts in; `soFar`: more function words are to be measured. */
export function shiftScaleNote(control: number, soFar = false): string {
  const name = soFar ? 'the control so far,' : 'the control of';
  const unit = control < SHIFT_FLOOR ? `${formatShift(SHIFT_FLOOR)}: less may be rounding` : `${name} ${formatShift(control)}`;
  return `Times ${unit}; up to it there is no colour.`;
}

/** The head that reads the word before, where the model's lenses have a measured one; null where it is not known. */
export function previousWordHead(lenses: readonly Lens[]): string | null {
  const selection = lenses.find(lens => lens.id === 'previous-word' && lens.evidence.length > 0)?.selection;
  if (selection?.kind !== 'heads' || selection.heads.length !== 1) return null;
  const [layer, head] = selection.heads[0]!;
  return `L${layer} H${head}`;
}

/** Beside shifts in a model that reads one way. */
export const ONLY_EARLIER =
  'This model reads from left to right: only earlier words can have changed this one. Later ones move it by exactly 0 and are not measured.';

/** Words that are named in a sentence; the rest is counted. */
const NAMED = 3;

/** How much of a measurement is here while it goes on. `left` are the words still to be measured. */
export function measuredNote(
  units: readonly Unit[],
  unit: number,
  level: Level,
  left: number,
  stack: Pick<AttentionStack, 'causal'>,
): string {
  const others = otherUnits(units, unit, stack);
  const noun = nounOf(
    level,
    others.map(other => units[other]!),
  );
  return `${formatCount(others.length - left)} of ${formatCount(others.length)} ${noun} measured so far, the nearest first; those in grey are not measured yet.`;
}

/**
 * Without which words the vector of a unit moves by more than the control, and whether some of them come later. `soFar`: of the words measured, as
 * there are more to come.
 */
export function influenceStatement(
  units: readonly Unit[],
  unit: number,
  shifts: Float32Array,
  { control, marked }: Influence,
  soFar = false,
): SentencePart[] {
  const word = namedWord(units[unit]!);
  if (soFar && Number.isNaN(control)) return [plain('No function word to compare with is measured yet, so no shift is marked.')];
  if (soFar && marked.length === 0) return [plain('So far none moves the vector of '), ...word, plain(' by more than the control so far.')];
  if (Number.isNaN(control))
    return [
      plain('Beside '),
      ...word,
      plain(' this text has no function word to compare with, so no shift is marked; the numbers are below.'),
    ];
  if (marked.length === 0)
    return [plain('Taking a word away moves the vector of '), ...word, plain(' by no more than the control, whichever word it is.')];
  const named = marked
    .slice(0, NAMED)
    .flatMap((other, place) => [plain(place === 0 ? '' : ', '), ...namedWord(units[other]!), plain(` ${formatShift(shifts[other]!)}`)]);
  const more = marked.length - Math.min(NAMED, marked.length);
  const later = marked.filter(other => other > unit).length;
  return [
    plain(soFar ? 'Of those measured so far, the vector of ' : 'The vector of '),
    ...word,
    plain(' moves most without '),
    ...named,
    plain(more > 0 ? `; ${formatCount(more)} more ${more === 1 ? 'is' : 'are'} above the control.` : '.'),
    plain(laterNote(later, marked.length)),
  ];
}

function laterNote(later: number, marked: number): string {
  if (later === 0) return '';
  if (marked === 1) return ' It comes later in the text: this model reads both ways.';
  return ` ${later} of these ${marked} ${later === 1 ? 'comes' : 'come'} later in the text: this model reads both ways.`;
}

/** What the shifts are compared with; nothing without a control. `soFar`: more function words are to be measured. */
export function controlNote(units: readonly Unit[], { control, controlUnits }: Influence, soFar = false): SentencePart[] {
  const [first] = controlUnits;
  if (first === undefined) return [];
  const is = ` is ${formatShift(control)}. Larger shifts are marked.`;
  const name = soFar ? 'Control so far' : 'Control';
  const only = soFar ? 'the only function word measured, ' : 'the only function word, ';
  if (controlUnits.length === 1) return [plain(`${name}: the shift of ${only}`), labelOf(units, first), plain(`,${is}`)];
  const spellings = controlUnits.map(other => foldSpelling(units[other]!.label));
  const different = controlUnits.filter((_, place) => spellings.indexOf(spellings[place]!) === place);
  const named = different.slice(0, NAMED).flatMap((other, place) => [plain(place === 0 ? '' : ', '), labelOf(units, other)]);
  const more = different.length > NAMED ? ' …' : '';
  return [
    plain(`${name}: the median shift of ${formatCount(controlUnits.length)} function words (`),
    ...named,
    plain(`${more})${is} So are those of function words above their median.`),
  ];
}

/** The text's word before a unit; null when it is the first. */
function wordBefore(units: readonly Unit[], unit: number): number | null {
  for (let before = unit - 1; before >= 0; before--) if (standsInText(units[before]!)) return before;
  return null;
}

/** Why the word just before says little. `head` reads it in any text (measured), or null where that is not known. */
export function wordBeforeNote(units: readonly Unit[], unit: number, shifts: Float32Array, head: string | null): SentencePart[] {
  const before = wordBefore(units, unit);
  if (before === null || units[before]!.punctuation || !Number.isFinite(shifts[before]!)) return [];
  const why = head === null ? 'many models have a head that attends to the word before' : `head ${head} attends to the word before`;
  return [labelOf(units, before), plain(` stands just before it: ${why}, whatever it is.`)];
}

/** A reading of the words that another one is compared with; its weights are null while it is not here. */
export interface OtherReading {
  readonly name: string;
  readonly weights: Float32Array | null;
}

/** Whether a reading and others order the words alike, and how much of that could be chance; empty when nothing can be compared. */
export function correlationNote(
  name: string,
  values: Float32Array,
  others: readonly OtherReading[],
  units: readonly number[],
  noun: UnitNoun,
): string {
  const pick = (from: Float32Array) => units.map(unit => from[unit]!);
  const compared = others.flatMap(other => {
    const rho = other.weights === null ? NaN : rankCorrelation(pick(values), pick(other.weights));
    return Number.isNaN(rho)
      ? []
      : [`those by ${name} and by ${other.name} ${relationOf(rho, units.length)} at ρ\u00a0${formatSigned(rho)}`];
  });
  if (compared.length === 0) return '';
  const bound = chanceBound(units.length).toFixed(2);
  return `Of the orders of these ${formatCount(units.length)} ${noun}, ${compared.join(', ')}; up to ±${bound} can be chance.`;
}

/** Instead of a rollout of a text that is held by rows. */
export const TOO_LONG_TO_ROLL_OUT = 'Rollout: the text is too long for it, as it sets every word beside every other.';

/** Instead of a rollout. */
export const NOTHING_TO_ROLL_OUT = 'Before any layer nothing was mixed, so there is nothing to roll out.';

/** What none of the numbers is. */
export const INFLUENCE_CAVEAT =
  'Attention is not by itself an explanation (Jain and Wallace 2019; Wiegreffe and Pinter 2019), and neither is taking words away: a text without one, or with one masked, is a text that the model rarely saw.';
