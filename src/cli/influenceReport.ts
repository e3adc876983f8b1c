import { formatWeight } from '../core/describe.ts';
import { nameOfState } from '../core/describeHeat.ts';
import { formatShift, formatShiftShort } from '../core/describeInfluence.ts';
import type { Influence } from '../core/influence.ts';
import { chanceBound, rankCorrelation } from '../core/rankCorrelation.ts';
import { bucketOfShift } from '../core/scale.ts';
import type { Unit } from '../core/token.ts';
import type { InfluenceMode } from '../core/viewState.ts';
import { visibleText } from '../core/visibleText.ts';
import type { ModelSummary } from '../protocol/engineApi.ts';
import { drawStrip } from './strip.ts';
import { drawTable } from './table.ts';

interface InfluenceData {
  readonly text: string;
  readonly model: ModelSummary;
  readonly words: readonly Unit[];
  readonly unit: number;
  readonly state: number;
  readonly mode: InfluenceMode;
  /** [words] NaN where not measured. */
  readonly shifts: Float32Array;
  readonly influence: Influence;
  /** The word's attention weights through the default lens, [words]. */
  readonly attention: { readonly label: string; readonly weights: Float32Array };
}

/** How many words the list under the strip names. */
const LISTED = 12;

/** The text with what is above the control marked, the shifts beside attention, and what they do not say. */
export function influenceReport(data: InfluenceData, colour: boolean): string {
  const { text, model, words, unit, state, mode, shifts, influence, attention } = data;
  const label = (index: number): string => visibleText(words[index]!.label);
  const taken = mode === 'mask' ? 'masked' : 'left out';
  const markOf = (index: number) => {
    const bucket = bucketOfShift(shifts[index]!, influence.control);
    return bucket > 0 ? { bucket, note: formatShiftShort(shifts[index]!) } : null;
  };
  const rows = influence.marked
    .slice(0, LISTED)
    .map(index => [label(index), formatShift(shifts[index]!), formatWeight(attention.weights[index]!)]);
  const lines = [
    `${visibleText(model.name)}, the vector of "${label(unit)}" ${nameOfState(state, model.layers)}, every other word ${taken} in turn`,
    '',
    ...drawStrip(text, words, unit, markOf, colour),
    '',
    controlNote(influence, label),
    ...(rows.length > 0 ? ['', ...drawTable(['', 'shift', 'attention'], rows)] : []),
    '',
    `Shift: 1 - cosine of the vector with and without the word. Attention: through ${visibleText(attention.label)}.`,
    ...agreement(shifts, attention.weights),
    'A shift shows that the vector depends on a word, not how; and neither a shift nor attention is by itself an explanation.',
  ];
  return `${lines.join('\n')}\n`;
}

function controlNote({ control, controlUnits }: Influence, label: (index: number) => string): string {
  if (controlUnits.length === 0) return 'There is no function word to take a control from, so nothing is marked.';
  const names = [...new Set(controlUnits.map(index => label(index).toLowerCase()))];
  const named = names.length > 6 ? `${names.slice(0, 6).join(', ')}, ...` : names.join(', ');
  return `Control: ${formatShift(control)}, the median shift of ${controlUnits.length} function words (${named}). What is above it is marked.`;
}

/** How far shifts and attention agree over the words that were taken away. */
function agreement(shifts: Float32Array, weights: Float32Array): string[] {
  const correlation = rankCorrelation(shifts, weights);
  if (Number.isNaN(correlation)) return [];
  const count = shifts.filter(shift => !Number.isNaN(shift)).length;
  return [
    `Rank correlation of the two (Spearman, ${count} words): ${correlation.toFixed(2)}. Without any relation it stays within ${chanceBound(count).toFixed(2)} of 0 in 95 of 100 texts.`,
  ];
}
