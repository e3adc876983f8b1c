import { otherUnits } from '../../core/attention/influence.ts';
import { correlationsOf, type InfluenceResult } from '../commands/influenceResult.ts';
import { exactNumber, toJson } from '../../core/export/json.ts';

/** The measurement as data: docs/influence-schema.json says what each field is. */
export function influenceJson(result: InfluenceResult): Uint8Array[] {
  const { model, words, unit, state, shifts, influence, view, attention, rollout } = result;
  const correlations = correlationsOf(result);
  return toJson({
    word: words[unit]!.label,
    layer: state,
    control: controlNumber(influence.control),
    items: otherUnits(words, unit, model.attention).map(other => {
      const { label, start, end } = words[other]!;
      return {
        word: label,
        start,
        end,
        shift: exactNumber(shifts[other]!),
        attention: exactNumber(attention[other]!),
        rollout: rollout && exactNumber(rollout[other]!),
      };
    }),
    lens: view.lens,
    rankCorrelation: { attention: finiteOrNull(correlations.attention), rollout: finiteOrNull(correlations.rollout) },
  });
}

/** Written as the shift it is, so that comparing the two in a file gives what it gives here; a mean of two shifts may be no float32. */
function controlNumber(control: number): number | null {
  return Math.fround(control) === control ? exactNumber(control) : finiteOrNull(control);
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
