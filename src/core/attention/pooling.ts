import type { LayerWalk } from './layerWalk.ts';
import { byLayer, headMap, selectedHeads, validMaps, type Attention } from './maps.ts';
import type { Combine, Direction, HeadRef, HeadSelection } from './lens.ts';
import type { Sides } from '../text/textPair.ts';
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
  /** Of two texts, which of them each unit is of, and which of them is looked at from it. Left out: there is one text. */
  readonly sides?: Sides | undefined;
}

/** @param sides of the units, where there are two texts */
export function createPooling(units: readonly Unit[], tokens: number, sides?: Sides): Pooling {
  const unitOfToken = new Int32Array(tokens).fill(-1);
  for (const [index, unit] of units.entries()) for (const token of unit.tokens) unitOfToken[token] = index;
  const identity = units.length === tokens && units.every((unit, index) => unit.tokens.length === 1 && unit.tokens[0] === index);
  return { tokens, units, unitOfToken, identity, ...(sides && { sides }) };
}

/** How the queries (rows) and the keys (columns) of a map are pooled. */
export interface MapPooling {
  readonly rows: Pooling;
  readonly columns: Pooling;
}

/** Of self-attention: the same tokens look and are looked at. */
export function selfPooling(pooling: Pooling): MapPooling {
  return { rows: pooling, columns: pooling };
}

/** Units at the far end of a unit's row ('to') or column ('by'). */
export function farUnits({ rows, columns }: MapPooling, direction: Direction): readonly Unit[] {
  return direction === 'to' ? columns.units : rows.units;
}

/** Pools one head's [rows, columns] map of tokens into `out`, [row units, column units]. */
export function poolMap(map: Float32Array, { rows, columns }: MapPooling, out: Float32Array): void {
  if (rows.identity && columns.identity) {
    out.set(map);
    return;
  }
  const { unitOfToken } = columns;
  out.fill(0);
  for (let query = 0; query < rows.tokens; query++) {
    const from = rows.unitOfToken[query]!;
    if (from < 0) continue;
    const share = 1 / rows.units[from]!.tokens.length;
    const outRow = from * columns.units.length;
    const mapRow = query * columns.tokens;
    for (let key = 0; key < columns.tokens; key++) {
      const to = unitOfToken[key]!;
      if (to >= 0) out[outRow + to]! += map[mapRow + key]! * share;
    }
  }
}

/** Pools the row ('to', of a row unit) or column ('by', of a column unit) of a head's [rows, columns] map into `out`, [{@link farUnits}]. */
export function poolUnit(map: Float32Array, pooling: MapPooling, unit: number, direction: Direction, out: Float32Array): void {
  const { rows, columns } = pooling;
  const isRow = direction === 'to';
  const own = (isRow ? rows : columns).units[unit]!.tokens;
  const { tokens, units, unitOfToken } = isRow ? columns : rows;
  out.fill(0);
  for (let other = 0; other < tokens; other++) {
    const target = unitOfToken[other]!;
    if (target < 0) continue;
    let sum = 0;
    for (const token of own) sum += isRow ? map[token * columns.tokens + other]! : map[other * columns.tokens + token]!;
    out[target]! += sum / (isRow ? own.length : units[target]!.tokens.length);
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
  /** Of 'strongest': the head that each row is of, among those. */
  readonly rowHeads?: readonly HeadRef[];
}

/** The [row units, column units] matrix of a selection of heads: pooled first, combined after. */
export function* combineMaps(
  attention: Attention,
  pooling: MapPooling,
  selection: HeadSelection,
  combine: Exclude<Combine, 'strongest'>,
): LayerWalk<Combined> {
  const combining = new Combining(pooling.rows.units.length * pooling.columns.units.length);
  for (const [layer, heads] of byLayer(selectedHeads(selection, attention.stack.heads))) {
    const maps = yield layer;
    for (const head of heads) {
      const map = headMap(attention, maps, head);
      if (map) combining.add(out => poolMap(map, pooling, out));
    }
  }
  return combining.result(combine);
}

/** One unit's row or column, layer by layer, [layers, {@link farUnits}]: mean over the heads of each layer, with their range. */
export function* combineLayers(
  attention: Attention,
  pooling: MapPooling,
  unit: number,
  direction: Direction,
): LayerWalk<Omit<Combined, 'headCount'>> {
  const size = farUnits(pooling, direction).length;
  const { heads } = attention.stack;
  const create = (): Float32Array => new Float32Array(heads.length * size);
  const result = { values: create(), low: create(), high: create() };
  for (const layer of heads.keys()) {
    const combining = new Combining(size);
    const maps = yield layer;
    for (const map of validMaps(attention, maps, layer)) combining.add(out => poolUnit(map, pooling, unit, direction, out));
    const combined = combining.result('mean');
    result.values.set(combined.values, layer * size);
    result.low.set(combined.headCount > 1 ? combined.low : combined.values, layer * size);
    result.high.set(combined.headCount > 1 ? combined.high : combined.values, layer * size);
  }
  return result;
}

/** Adds up heads, one after the other. */
class Combining {
  readonly #size: number;
  #values: Float32Array | null = null;
  #low = new Float32Array(0);
  #high = new Float32Array(0);
  #scratch = new Float32Array(0);
  #count = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** @param pool writes the numbers of one head */
  add(pool: (out: Float32Array) => void): void {
    this.#count++;
    if (!this.#values) {
      this.#values = new Float32Array(this.#size);
      pool(this.#values);
      return;
    }
    const values = this.#values;
    if (this.#count === 2) {
      this.#low = values.slice();
      this.#high = values.slice();
      this.#scratch = new Float32Array(this.#size);
    }
    const [low, high, scratch] = [this.#low, this.#high, this.#scratch];
    pool(scratch);
    for (let i = 0; i < scratch.length; i++) {
      const value = scratch[i]!;
      values[i]! += value;
      if (value < low[i]!) low[i] = value;
      if (value > high[i]!) high[i] = value;
    }
  }

  result(combine: Exclude<Combine, 'strongest'>): Combined {
    const headCount = this.#count;
    const values = this.#values ?? new Float32Array(this.#size).fill(NaN);
    if (headCount > 1 && combine === 'max') values.set(this.#high);
    else if (headCount > 1) for (let i = 0; i < values.length; i++) values[i]! /= headCount;
    return { values, low: this.#low, high: this.#high, headCount };
  }
}
