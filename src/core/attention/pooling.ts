import { headMap, selectedHeads, type Attention } from './maps.ts';
import type { Combine, Direction, HeadSelection } from './lens.ts';
import type { Unit } from '../text/token.ts';

/**
 * From tokens to units (words, or sub-words that share characters), after Clark et al. 2019, section 4.1: attention *to* a unit is the sum over
 * its tokens, attention *from* a unit the mean over its tokens. So the row of every unit still sums to 1 if every token has a unit.
 */
export interface Pooling {
  readonly tokens: number;
  readonly units: readonly Unit[];
  /** Unit of every token, -1 for a token without one. */
  readonly unitOfToken: Int32Array;
  /** Every unit is the token of the same index: nothing to do. */
  readonly identity: boolean;
}

export function createPooling(units: readonly Unit[], tokens: number): Pooling {
  const unitOfToken = new Int32Array(tokens).fill(-1);
  for (const [index, unit] of units.entries()) for (const token of unit.tokens) unitOfToken[token] = index;
  const identity = units.length === tokens && units.every((unit, index) => unit.tokens.length === 1 && unit.tokens[0] === index);
  return { tokens, units, unitOfToken, identity };
}

/** Pools one head's [T, T] map into `out`, [units, units]. */
export function poolMap(map: Float32Array, pooling: Pooling, out: Float32Array): void {
  if (pooling.identity) {
    out.set(map);
    return;
  }
  const { tokens, units, unitOfToken } = pooling;
  out.fill(0);
  for (let query = 0; query < tokens; query++) {
    const from = unitOfToken[query]!;
    if (from < 0) continue;
    const share = 1 / units[from]!.tokens.length;
    const outRow = from * units.length;
    const mapRow = query * tokens;
    for (let key = 0; key < tokens; key++) {
      const to = unitOfToken[key]!;
      if (to >= 0) out[outRow + to]! += map[mapRow + key]! * share;
    }
  }
}

/** Pools one unit's row ('to') or column ('by') of a head's [T, T] map into `out`, [units]. */
export function poolUnit(map: Float32Array, pooling: Pooling, unit: number, direction: Direction, out: Float32Array): void {
  const { tokens, units, unitOfToken } = pooling;
  const own = units[unit]!.tokens;
  out.fill(0);
  for (let other = 0; other < tokens; other++) {
    const target = unitOfToken[other]!;
    if (target < 0) continue;
    let sum = 0;
    for (const token of own) sum += direction === 'to' ? map[token * tokens + other]! : map[other * tokens + token]!;
    out[target]! += sum / (direction === 'to' ? own.length : units[target]!.tokens.length);
  }
}

/** Numbers of several heads as one, with their range. */
export interface Combined {
  readonly values: Float32Array;
  /** Smallest and largest among the heads; empty for a single head. */
  readonly low: Float32Array;
  readonly high: Float32Array;
  /** Heads that were combined: invalid ones are left out. With 0 every value is NaN. */
  readonly headCount: number;
}

/** The [units, units] matrix of a selection of heads: pooled first, combined after. */
export function combineMaps(attention: Attention, pooling: Pooling, selection: HeadSelection, combine: Combine): Combined {
  const maps = selectedHeads(selection, attention.layers, attention.heads)
    .map(([layer, head]) => headMap(attention, layer, head))
    .filter(map => map !== null);
  return combineEach(maps, pooling.units.length ** 2, combine, (map, out) => {
    poolMap(map, pooling, out);
  });
}

/** One unit's row or column, layer by layer, [layers, units]: mean over the heads of each layer, with their range. */
export function combineLayers(attention: Attention, pooling: Pooling, unit: number, direction: Direction): Omit<Combined, 'headCount'> {
  const size = pooling.units.length;
  const create = (): Float32Array => new Float32Array(attention.layers * size);
  const result = { values: create(), low: create(), high: create() };
  for (let layer = 0; layer < attention.layers; layer++) {
    const maps = Array.from({ length: attention.heads }, (_, head) => headMap(attention, layer, head)).filter(map => map !== null);
    const combined = combineEach(maps, size, 'mean', (map, out) => {
      poolUnit(map, pooling, unit, direction, out);
    });
    result.values.set(combined.values, layer * size);
    result.low.set(combined.headCount > 1 ? combined.low : combined.values, layer * size);
    result.high.set(combined.headCount > 1 ? combined.high : combined.values, layer * size);
  }
  return result;
}

function combineEach(
  maps: readonly Float32Array[],
  size: number,
  combine: Combine,
  pool: (map: Float32Array, out: Float32Array) => void,
): Combined {
  const values = new Float32Array(size);
  const [first, ...rest] = maps;
  if (first) pool(first, values);
  else values.fill(NaN);
  if (rest.length === 0) return { values, low: new Float32Array(0), high: new Float32Array(0), headCount: maps.length };
  const low = values.slice();
  const high = values.slice();
  const scratch = new Float32Array(size);
  for (const map of rest) {
    pool(map, scratch);
    for (let i = 0; i < size; i++) {
      const value = scratch[i]!;
      values[i]! += value;
      if (value < low[i]!) low[i] = value;
      if (value > high[i]!) high[i] = value;
    }
  }
  if (combine === 'max') values.set(high);
  else for (let i = 0; i < size; i++) values[i]! /= maps.length;
  return { values, low, high, headCount: maps.length };
}
