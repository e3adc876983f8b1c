import { byLayer, headMap, selectedHeads, type Attention } from './maps.ts';
import type { HeadRef, HeadSelection } from './lens.ts';
import type { LayerWalk } from './layerWalk.ts';
import { poolMap, type Combined, type MapPooling } from './pooling.ts';
import { sinkUnits } from './sinks.ts';
import { farSide, isAcross } from '../text/textPair.ts';
import { NEIGHBOUR, tellingUnits } from './telling.ts';

/** Any weight on a word that tells is more than any on a neighbour. */
const TELLS = 1;

/**
 * Every row through the head that gives most of it to one other word, beyond neighbours, punctuation, special tokens and sinks (see `tellingUnits`); to a
 * neighbour where there is no such word. A row is one head's own, so it sums to 1 as that does; of equal heads it is the first one's.
 * Of two texts, to a word of the one that is looked at.
 * @param own the unit that each row is of, among the columns
 * @param given heads that rows are seen through, whatever they give; undefined for a row that takes its strongest
 */
export function* strongestRows(
  attention: Attention,
  pooling: MapPooling,
  selection: HeadSelection,
  own: readonly number[],
  given: readonly (HeadRef | undefined)[] = [],
): LayerWalk<Combined> {
  const columns = pooling.columns.units.length;
  const sinks = new Set(sinkUnits(attention.sinks, pooling.columns.units).map(({ unit }) => unit));
  const words = tellingUnits(pooling.columns.units, sinks);
  const { sides } = pooling.columns;
  const looked = sides && ([0, 1] as const).map(side => words.map((tells, unit) => (sides.of[unit] === farSide(sides, side) ? tells : 0)));
  // Between two texts there is no neighbour.
  const isSelf = attention.stack.kind === 'self' && !isAcross(sides);
  const values = new Float32Array(own.length * columns).fill(NaN);
  const pooled = new Float32Array(values.length);
  const heads: HeadRef[] = [];
  const scores = new Float64Array(own.length).fill(-1);
  let headCount = 0;
  for (const [layer, ofLayer] of byLayer(selectedHeads(selection, attention.stack.heads))) {
    const maps = yield layer;
    for (const head of ofLayer) {
      const map = headMap(attention, maps, head);
      if (!map) continue;
      headCount++;
      poolMap(map, pooling, pooled);
      for (const [row, unit] of own.entries()) {
        const fixed = given[row];
        if (fixed && !(fixed[0] === layer && fixed[1] === head[1])) continue;
        const weights = pooled.subarray(row * columns, (row + 1) * columns);
        const score = scoreOf(weights, looked?.[sides!.of[unit]!] ?? words, isSelf ? unit : -Infinity);
        if (score <= scores[row]!) continue;
        scores[row] = score;
        heads[row] = head;
        values.set(weights, row * columns);
      }
    }
  }
  return { values, low: new Float32Array(0), high: new Float32Array(0), headCount, ...(headCount > 0 && { rowHeads: heads }) };
}

/** @param unit that the weights are of; -Infinity where it is not among them */
function scoreOf(weights: Float32Array, words: Uint8Array, unit: number): number {
  let [telling, near] = [0, 0];
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index]!;
    if (words[index] === 0 || !(weight > telling || weight > near)) continue;
    const off = Math.abs(index - unit);
    if (off > NEIGHBOUR) telling = Math.max(telling, weight);
    else if (off === NEIGHBOUR) near = Math.max(near, weight);
  }
  return telling > 0 ? TELLS + telling : near;
}
