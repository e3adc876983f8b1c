import type { Direction } from './lens.ts';
import { bucketOfWeight, evenShare } from './scale.ts';
import type { Unit } from './token.ts';
import { sourceOf, type ViewState } from './viewState.ts';

/** Weights over units, row = from (query), column = to (key); `low` and `high` are the range of the combined heads, empty for one head. */
export interface UnitMatrix {
  readonly size: number;
  readonly values: Float32Array;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly headCount: number;
}

/** What one source word shows, for the editor, the status bar and the panel alike. */
export interface WordView {
  /** The source unit, or null when nothing is pointed at. */
  readonly source: number | null;
  readonly pinned: boolean;
  /** The unit pointed at while another one is pinned: gets its number and a neutral outline. */
  readonly focus: number | null;
  /** Units on screen: all, or without special tokens. */
  readonly shown: readonly number[];
  /** Weight per unit (given or received); null without a source. */
  readonly weights: Float32Array | null;
  /** Heat per unit, 0 for the source itself, for hidden and for invalid values. */
  readonly buckets: Uint8Array;
  /** Shown units other than the source by weight, largest first. Ties keep the order of the text. */
  readonly order: readonly number[];
  /** The first three of `order` that are painted. */
  readonly strongest: readonly number[];
}

/** Weights of one unit: its row ('to') or its column ('by'). */
export function weightsOf(matrix: UnitMatrix, unit: number, direction: Direction, values: Float32Array = matrix.values): Float32Array {
  const { size } = matrix;
  if (direction === 'to') return values.slice(unit * size, (unit + 1) * size);
  const column = new Float32Array(size);
  for (let row = 0; row < size; row++) column[row] = values[row * size + unit]!;
  return column;
}

export function shownUnits(units: readonly Unit[], hideSpecial: boolean): number[] {
  const shown: number[] = [];
  units.forEach((unit, index) => {
    if (!(hideSpecial && unit.special)) shown.push(index);
  });
  return shown;
}

/** The one derivation that everything on screen is painted from. `tokenCount` is the number of keys a query can see. */
export function deriveWordView(units: readonly Unit[], tokenCount: number, matrix: UnitMatrix, state: ViewState): WordView {
  const shown = shownUnits(units, state.hideSpecial);
  const candidate = sourceOf(state);
  const source = candidate !== null && candidate < units.length ? candidate : null;
  const buckets = new Uint8Array(units.length);
  const pinned = source !== null && state.pinned === source;
  const pointed = state.hovered ?? state.cursor;
  const focus = pinned && pointed !== source ? pointed : null;
  if (source === null) return { source, pinned, focus, shown, weights: null, buckets, order: [], strongest: [] };
  const weights = weightsOf(matrix, source, state.direction);
  const order: number[] = [];
  for (const index of shown) {
    if (index === source) continue;
    order.push(index);
    buckets[index] = bucketOfWeight(weights[index]!, evenShare(units[index]!.tokens.length, tokenCount));
  }
  order.sort((a, b) => (weights[b] || 0) - (weights[a] || 0) || a - b);
  const strongest = order.filter(index => buckets[index]! > 0).slice(0, 3);
  return { source, pinned, focus, shown, weights, buckets, order, strongest };
}

/** The strongest unit that stands in the text (no special token), or null. */
export function strongestWord(units: readonly Unit[], view: WordView): number | null {
  return view.order.find(index => !units[index]!.special) ?? null;
}

/** The three strongest painted words that stand in the text: the marks of the overview ruler. */
export function strongestInText(units: readonly Unit[], view: WordView): number[] {
  return view.order.filter(index => view.buckets[index]! > 0 && !units[index]!.special).slice(0, 3);
}
