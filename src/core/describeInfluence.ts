import { plain, quoted, type SentencePart } from './describe.ts';
import type { Influence } from './influence.ts';
import type { Unit } from './token.ts';
import type { InfluenceMode } from './viewState.ts';

const labelOf = (units: readonly Unit[], unit: number): SentencePart => quoted(units[unit]!.label);

/** Three decimals, as most shifts are small; what was not measured says so. */
export function formatShift(shift: number): string {
  return Number.isFinite(shift) ? shift.toFixed(3) : 'not measured';
}

/** Three decimals without the leading zero, two from 1 on: under words and in the legend, where four digits have room. */
export function formatShiftShort(shift: number): string {
  if (shift >= 1) return shift.toFixed(2);
  return Number.isFinite(shift) ? shift.toFixed(3).replace(/^0/, '') : '?';
}

/** Words that are named in a sentence; the rest is counted. */
const NAMED = 3;

/** Without which words the vector of a unit moves by more than the control, and whether some of them come later. */
export function influenceStatement(
  units: readonly Unit[],
  unit: number,
  shifts: Float32Array,
  { control, marked }: Influence,
): SentencePart[] {
  const word = labelOf(units, unit);
  if (Number.isNaN(control))
    return [
      plain('Beside '),
      word,
      plain(' this text has no function word to compare with, so no shift is marked; the numbers are below.'),
    ];
  if (marked.length === 0)
    return [plain('Taking a word away moves the vector of '), word, plain(' by no more than the control, whichever word it is.')];
  const named = marked
    .slice(0, NAMED)
    .flatMap((other, place) => [plain(place === 0 ? '' : ', '), labelOf(units, other), plain(` ${formatShift(shifts[other]!)}`)]);
  const more = marked.length - Math.min(NAMED, marked.length);
  const later = marked.filter(other => other > unit).length;
  return [
    plain('The vector of '),
    word,
    plain(' moves most without '),
    ...named,
    plain(more > 0 ? `; ${more} more ${more === 1 ? 'is' : 'are'} above the control.` : '.'),
    plain(laterNote(later, marked.length)),
  ];
}

function laterNote(later: number, marked: number): string {
  if (later === 0) return '';
  if (marked === 1) return ' It stands further on in the text: later words count too.';
  return ` ${later} of these ${marked} ${later === 1 ? 'stands' : 'stand'} further on in the text: later words count too.`;
}

/** What the shifts are compared with; nothing without a control. */
export function controlNote(units: readonly Unit[], mode: InfluenceMode, { control, controlUnits }: Influence): SentencePart[] {
  if (controlUnits.length === 0) return [];
  const named = controlUnits.slice(0, NAMED).flatMap((other, place) => [plain(place === 0 ? '' : ', '), labelOf(units, other)]);
  const more = controlUnits.length > NAMED ? ' …' : '';
  const verb = mode === 'mask' ? 'Masking' : 'Leaving out';
  const which = controlUnits.length === 1 ? 'the only one: ' : `median of ${controlUnits.length}: `;
  return [
    plain(`${verb} a function word moves it by ${formatShift(control)} here (${which}`),
    ...named,
    plain(`${more}). Shifts above that are marked.`),
  ];
}

/** The text's word before a unit; null when it is the first. */
function wordBefore(units: readonly Unit[], unit: number): number | null {
  for (let before = unit - 1; before >= 0; before--) if (!units[before]!.special) return before;
  return null;
}

/** Why the word just before says little. `head` reads it in any text (measured), or null where that is not known. */
export function wordBeforeNote(units: readonly Unit[], unit: number, shifts: Float32Array, head: string | null): SentencePart[] {
  const before = wordBefore(units, unit);
  if (before === null || !Number.isFinite(shifts[before]!)) return [];
  const why = head === null ? 'many models have a head that reads the word before, whatever it is' : `head ${head} reads it in any text`;
  return [labelOf(units, before), plain(`, the word just before, moves it by ${formatShift(shifts[before]!)}: ${why}.`)];
}
