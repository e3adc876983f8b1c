import { explanationOfRollout, formatWeight, nounOf, plainSentence } from '../../core/describe/attention.ts';
import { nameOfState } from '../../core/describe/heat.ts';
import { controlNote, formatShift, formatShiftShort } from '../../core/describe/influence.ts';
import { chanceBound } from '../../core/vectors/rankCorrelation.ts';
import { bucketOfShift } from '../../core/scale.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { correlationsOf, type InfluenceResult } from '../commands/influenceResult.ts';
import { drawStrip } from './strip.ts';
import { drawTable } from './table.ts';

/** How many words the list under the strip names. */
const LISTED = 12;

/** The text with what is above the control marked, the shifts beside attention and rollout, and what they do not say. */
export function influenceReport(data: InfluenceResult, colour: boolean): string {
  const { text, model, words, unit, state, mode, shifts, influence, view, attention, rollout } = data;
  const label = (index: number): string => visibleText(words[index]!.label);
  const taken = mode === 'mask' ? 'masked' : 'left out';
  const markOf = (index: number) => {
    const bucket = bucketOfShift(shifts[index]!, influence.control);
    return bucket > 0 ? { bucket, note: formatShiftShort(shifts[index]!) } : null;
  };
  const rows = influence.marked
    .slice(0, LISTED)
    .map(index => [
      label(index),
      formatShift(shifts[index]!),
      formatWeight(attention[index]!),
      ...(rollout ? [formatWeight(rollout[index]!)] : []),
    ]);
  const lines = [
    `${visibleText(model.name)}, the vector of "${label(unit)}" ${nameOfState(state, model.layers)}, every other word ${taken} in turn`,
    '',
    ...drawStrip(text, words, unit, markOf, colour),
    '',
    influence.controlUnits.length > 0
      ? plainSentence(controlNote(words, influence))
      : 'There is no function word to take a control from, so nothing is marked.',
    ...(rows.length > 0 ? ['', ...drawTable(['', 'shift', 'attention', ...(rollout ? ['rollout'] : [])], rows)] : []),
    '',
    `Shift: 1 - cosine of the vector with and without the word. Attention: through ${visibleText(view.label)}.`,
    rollout ? `Rollout: ${explanationOfRollout('to', state - 1)}` : 'Before any layer nothing was mixed, so there is nothing to roll out.',
    ...agreement(data),
    'A shift shows that the vector depends on a word, not how; and neither a shift nor attention is by itself an explanation.',
  ];
  return `${lines.join('\n')}\n`;
}

function agreement(data: InfluenceResult): string[] {
  const known = Object.entries(correlationsOf(data)).filter(([, correlation]) => !Number.isNaN(correlation));
  if (known.length === 0) return [];
  const measured = data.words.filter((_, index) => !Number.isNaN(data.shifts[index]!));
  const count = measured.length;
  const named = known.map(([name, correlation]) => `${name} ${correlation.toFixed(2)}`).join(', ');
  return [
    `Rank correlation with the shifts (Spearman, ${count} ${nounOf('words', measured)}): ${named}. Without any relation it stays within ${chanceBound(count).toFixed(2)} of 0 in 95 of 100 texts.`,
  ];
}
