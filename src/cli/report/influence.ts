import { nameOfModel } from '../../core/describe/model.ts';
import { measuredUnits } from '../../core/attention/influence.ts';
import { formatWeight } from '../../core/describe/numbers.ts';
import { plainSentence } from '../../core/describe/sentence.ts';
import { explanationOfRollout, nounOf } from '../../core/describe/attention.ts';
import { nameOfState } from '../../core/describe/heat.ts';
import {
  controlNote,
  correlationNote,
  formatShift,
  formatShiftShort,
  INFLUENCE_CAVEAT,
  NOTHING_TO_ROLL_OUT,
  ONLY_EARLIER,
  TOO_LONG_TO_ROLL_OUT,
} from '../../core/describe/influence.ts';
import { bucketOfShift } from '../../core/scale.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import type { InfluenceResult } from '../commands/influenceResult.ts';
import { drawStrip } from './strip.ts';
import { drawTable } from '../../core/describe/table.ts';

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
    `${visibleText(nameOfModel(model))}, the vector of "${label(unit)}" ${nameOfState(state, model.layers)}, every other word ${taken} in turn`,
    '',
    ...drawStrip(text, words, unit, markOf, colour),
    '',
    influence.controlUnits.length > 0
      ? plainSentence(controlNote(words, influence))
      : 'There is no function word to take a control from, so nothing is marked.',
    ...(rows.length > 0 ? ['', ...drawTable(['', 'shift', 'attention', ...(rollout ? ['rollout'] : [])], rows)] : []),
    '',
    `Shift: 1 - cosine of the vector with and without the word. Attention: through ${visibleText(view.label)}.`,
    rollout
      ? `Rollout: ${explanationOfRollout('to', nameOfState(state, model.layers))}`
      : state > 0
        ? TOO_LONG_TO_ROLL_OUT
        : NOTHING_TO_ROLL_OUT,
    ...(model.attention.causal ? [ONLY_EARLIER] : []),
    ...agreement(data),
    `A shift shows that the vector depends on a word, not how. ${INFLUENCE_CAVEAT}`,
  ];
  return `${lines.join('\n')}\n`;
}

function agreement({ words, shifts, attention, rollout }: InfluenceResult): string[] {
  const units = measuredUnits(shifts);
  const others = [
    { name: 'attention', weights: attention },
    { name: 'rollout', weights: rollout },
  ];
  const noun = nounOf(
    'words',
    units.map(unit => words[unit]!),
  );
  return [correlationNote('shift', shifts, others, units, noun)].filter(Boolean);
}
