import { measuredUnits, otherUnits, possibleMode } from '../../core/attention/influence.ts';
import { formatShift, formatShiftShort } from '../../core/describe/influence.ts';
import { formatShort } from '../../core/describe/numbers.ts';
import { influenceTable } from '../../core/export/influenceTable.ts';
import { nameOfHeads } from '../../core/export/taken.ts';
import { indexIn, TEXT } from '../../core/text/unitRef.ts';
import type { InfluencePart } from '../../protocol/panelParts.ts';
import { framed, headed, stacked } from '../files/framed.ts';
import { rowsPicture } from '../files/rowsPicture.ts';
import { colouredText } from '../files/textPicture.ts';
import { influenceViews, type InfluenceViews } from '../views/effects.ts';
import { attentionOf, sourceOf, viewedOf, type Answer, type Material } from './material.ts';

interface Measured {
  readonly unit: number;
  readonly part: InfluencePart;
  readonly views: InfluenceViews;
}

/** Of the pinned word, as it is asked for now: nothing that was measured of another. */
function measuredOf(material: Material): Measured | null {
  const { part, state, model, taken } = material;
  const unit = indexIn(TEXT, state.pinned);
  const [influence, rollout] = [part('influence'), part('rollout')];
  const isOf = (found: { readonly state: number } & Parameters<typeof indexIn>[1]) =>
    found !== null && indexIn(TEXT, found) === unit && found.state === state.hiddenState;
  if (unit === null || !influence || !isOf(influence)) return null;
  if (influence.mode !== possibleMode(state.influenceMode, model) || influence.shifts.length !== taken.units.length) return null;
  const own = rollout && isOf(rollout) && rollout.weights.length === taken.units.length ? rollout : null;
  return { unit, part: influence, views: influenceViews(viewedOf(material), unit, influence, own) };
}

const tableOfInfluence = (material: Material, ranked: boolean) => {
  const measured = measuredOf(material);
  if (!measured) return null;
  const { unit, part, views } = measured;
  const { taken, model } = material;
  const others = ranked ? measuredUnits(part.shifts) : otherUnits(taken.units, unit, model.attention);
  const influence = {
    unit,
    others,
    state: part.state,
    mode: part.mode,
    shifts: part.shifts,
    control: part.control,
    marked: views.influence?.marked ?? [],
    attention: views.attention.weights,
    rollout: views.rollout.weights,
    heads: nameOfHeads(taken.heads, taken.model, taken.word.head),
    direction: taken.direction,
  };
  return influenceTable(taken.labels, influence, model.layers, sourceOf(material));
};

export const influence: Answer = {
  name: 'Who Changed It',
  section: 'influence',
  table: material => tableOfInfluence(material, false),
  picture: (material, { heat: theme }) => {
    const measured = measuredOf(material);
    if (!measured) return null;
    const { unit, part, views } = measured;
    const { taken } = material;
    const strips = [
      { name: 'Shift without each word', view: views.shift, write: formatShiftShort },
      { name: attentionOf(taken), view: views.attention, write: formatShort },
      { name: 'Rollout', view: views.rollout, write: formatShort },
    ].filter(({ view }) => view.weights !== null);
    const texts = strips.map(({ name, view, write }) =>
      headed(name, colouredText({ ...taken, word: view, hides: other => view.hidden.has(other), write }, theme), theme),
    );
    const notes = [`The control is ${formatShift(part.control)}: a shift up to it has no colour.`];
    return framed(`Who changed “${taken.labels[unit]!}”?`, stacked(14, ...texts), notes, theme);
  },
};

export const ranked: Answer = {
  name: 'Words by Shift',
  section: 'ranked',
  table: material => tableOfInfluence(material, true),
  picture: (material, { heat }) => {
    const table = tableOfInfluence(material, true);
    return table && rowsPicture(table, { bars: [1], rows: 12, quoted: [0] }, heat);
  },
};
