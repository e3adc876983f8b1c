import { headsOfLayer } from '../model/stack.ts';
import { farUnits, poolUnit, type MapPooling } from './pooling.ts';
import type { LayerWalk } from './layerWalk.ts';
import { headMap, type Attention } from './maps.ts';
import { sinkUnits } from './sinks.ts';
import { areFar, isAcross } from '../text/textPair.ts';
import { NEIGHBOUR, tellingUnits } from './telling.ts';
import type { Direction, HeadRef } from './lens.ts';

/** What one head does with one unit. */
export interface RankedHead {
  readonly layer: number;
  readonly head: number;
  /** Strongest telling unit, see {@link rankHeadsForUnit}; -1 when there is none. */
  readonly unit: number;
  readonly value: number;
  /** Strongest of the two neighbours, where it is a word; -1 when there is none. */
  readonly nearUnit: number;
  readonly nearValue: number;
  /** Strongest unit of all; -1 for an invalid head. */
  readonly topUnit: number;
  readonly topValue: number;
}

/**
 * All heads, the ones that matter most for this unit first. Nearly every head looks at the word itself, at its neighbours, at punctuation or at a
 * special token, which tells little; so a head is ranked by its strongest weight on any other unit. Between two texts there is no such neighbour, nor the
 * word itself. Ties: layer, then head.
 * @param hideSink a sink, where nearly every head looks too, tells no more than those
 */
export function* rankHeadsForUnit(
  attention: Attention,
  pooling: MapPooling,
  unit: number,
  direction: Direction,
  hideSink: boolean,
): LayerWalk<RankedHead[]> {
  const units = farUnits(pooling, direction);
  const sides = pooling.columns.sides;
  const isSelf = attention.stack.kind === 'self' && !isAcross(sides);
  const sinks = new Set(hideSink && direction === 'to' ? sinkUnits(attention.sinks, units).map(sink => sink.unit) : []);
  const words = tellingUnits(units, sinks);
  const offOf = (index: number) => (isSelf ? Math.abs(index - unit) : Infinity);
  const tells = (index: number) => words[index] === 1 && offOf(index) > NEIGHBOUR && areFar(sides, unit, index);
  const isNear = (index: number) => words[index] === 1 && offOf(index) === NEIGHBOUR && areFar(sides, unit, index);
  const weights = new Float32Array(units.length);
  const rank = (map: Float32Array | null, [layer, head]: HeadRef): RankedHead => {
    if (map) poolUnit(map, pooling, unit, direction, weights);
    const telling = map ? strongest(weights, tells) : -1;
    const near = map ? strongest(weights, isNear) : -1;
    const top = map ? strongest(weights, () => true) : -1;
    return {
      layer,
      head,
      unit: telling,
      value: weights[telling] ?? 0,
      nearUnit: near,
      nearValue: weights[near] ?? 0,
      topUnit: top,
      topValue: weights[top] ?? 0,
    };
  };
  const ranked: RankedHead[] = [];
  for (const layer of attention.stack.heads.keys()) {
    const maps = yield layer;
    ranked.push(...headsOfLayer(attention.stack.heads, layer).map(head => rank(headMap(attention, maps, head), head)));
  }
  return ranked.sort((a, b) => b.value - a.value || a.layer - b.layer || a.head - b.head);
}

/** Index of the largest weight above 0 among those allowed, the first of equals; -1 when there is none. */
function strongest(weights: Float32Array, allowed: (index: number) => boolean): number {
  let best = -1;
  let bestWeight = 0;
  for (const [index, weight] of weights.entries()) {
    if (weight > bestWeight && allowed(index)) {
      best = index;
      bestWeight = weight;
    }
  }
  return best;
}

/** A head in the list for a word. */
export interface ListedHead {
  readonly layer: number;
  readonly head: number;
  readonly unit: number;
  readonly value: number;
  /** 'telling': one of the strongest. 'neighbour': its target is one, so it is weaker news. 'current': neither, but it is what is looked through. */
  readonly why: 'telling' | 'neighbour' | 'current';
}

export const TELLING_LISTED = 5;
const NEIGHBOURS_LISTED = 2;
/** Less weight on a word tells nothing: the head attends to the word itself, punctuation and special tokens alone. */
const SMALLEST_TELLING = 0.02;

/** Whether a head attends to a word that is neither the word itself, one of its two neighbours, punctuation nor a special token. */
export function isTelling({ unit, value }: Pick<RankedHead, 'unit' | 'value'>): boolean {
  return unit >= 0 && value >= SMALLEST_TELLING;
}

/** The head that gives a word most to another one beyond its neighbours; else, to a neighbour; null when all of it goes to other things. */
export function headWithMost(ranking: readonly RankedHead[]): ListedHead | null {
  return listedHeads(ranking, null)[0] ?? null;
}

/**
 * The heads that stand in the list for a word: the five strongest, then the two that attend most to a neighbour and less to every other word, then
 * the head that is looked through, unless it is among them.
 * @param ranking as {@link rankHeadsForUnit} sorts it
 * @param current the head that is looked through; null when several are combined
 */
export function listedHeads(ranking: readonly RankedHead[], current: HeadRef | null): ListedHead[] {
  const listed = ranking
    .filter(isTelling)
    .slice(0, TELLING_LISTED)
    .map(({ layer, head, unit, value }): ListedHead => ({ layer, head, unit, value, why: 'telling' }));
  const isListed = (layer: number, head: number) => listed.some(other => other.layer === layer && other.head === head);
  const near = ranking
    .filter(({ layer, head, value, nearValue }) => nearValue >= SMALLEST_TELLING && nearValue > value && !isListed(layer, head))
    .sort((a, b) => b.nearValue - a.nearValue)
    .slice(0, NEIGHBOURS_LISTED);
  for (const { layer, head, nearUnit, nearValue } of near) listed.push({ layer, head, unit: nearUnit, value: nearValue, why: 'neighbour' });
  const own = current && ranking.find(({ layer, head }) => layer === current[0] && head === current[1]);
  if (own && !isListed(own.layer, own.head)) listed.push(ownRow(own));
  return listed;
}

/** The head that is looked through, by its strongest word; without one, by what it attends to most, be it the word itself. */
function ownRow({ layer, head, unit, value, nearUnit, nearValue, topUnit, topValue }: RankedHead): ListedHead {
  if (nearValue > value) return { layer, head, unit: nearUnit, value: nearValue, why: 'neighbour' };
  return unit >= 0 ? { layer, head, unit, value, why: 'current' } : { layer, head, unit: topUnit, value: topValue, why: 'current' };
}
