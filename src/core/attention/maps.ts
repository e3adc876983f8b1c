import { isIndex } from '../checks.ts';
import type { HeadRef, HeadSelection } from './lens.ts';
import { allHeads, headIndex, headsIn, headsOfLayer, visibleColumns, type AttentionStack } from '../model/stack.ts';
import { precisionOf, rowSumTolerance } from '../precision.ts';
import { SinkFinder, type TokenSink } from './sinks.ts';

/** The attention of one run, all layers and heads, but for its numbers: those are had layer by layer (see {@link LayerWalk}). */
export interface Attention {
  readonly stack: AttentionStack;
  /** Number of queries: tokens that look. */
  readonly rows: number;
  /** The token of each row, ascending, where the rows are those of some tokens only; left out: row i is that of token i. */
  readonly queries?: readonly number[];
  /** Number of keys: tokens looked at. For self-attention the same tokens. */
  readonly columns: number;
  /** Tokens that a query sees at most, where those are not all of the columns: between two texts those of the one that is looked at. */
  readonly keys?: number;
  /** Heads whose values are no attention (see {@link findInvalidHeads}), as {@link headIndex} counts them. */
  readonly invalid: ReadonlySet<number>;
  /** Tokens of the columns that most rows give much of their attention to. */
  readonly sinks: readonly TokenSink[];
}

/** What tells the map of one head. */
type ValidHeads = Omit<Attention, 'sinks'>;

/** With its numbers. */
export interface WholeAttention extends Attention {
  /** One tensor per layer, [heads of the layer, rows, columns], row-major. */
  readonly maps: readonly Float32Array[];
}

/** Attention of a stack with its invalid heads and sinks found. */
export function attentionOf(stack: AttentionStack, rows: number, columns: number, maps: readonly Float32Array[]): WholeAttention {
  const invalid = maps.flatMap((layerMaps, layer) => findInvalidHeads(layerMaps, layer, stack, rows, columns));
  const found = { stack, rows, columns, invalid: new Set(invalid) };
  const finder = new SinkFinder(stack, rows, columns);
  for (const [layer, layerMaps] of maps.entries()) for (const map of validMaps(found, layerMaps, layer)) finder.add(map);
  return { ...found, maps, sinks: finder.found() };
}

/** The [rows, columns] map of one head, as a view of the maps of its layer; null when the head is invalid. */
export function headMap(attention: ValidHeads, layerMaps: Float32Array, [layer, head]: HeadRef): Float32Array | null {
  if (isInvalid(attention, [layer, head])) return null;
  const size = attention.rows * attention.columns;
  return layerMaps.subarray(head * size, (head + 1) * size);
}

/** The maps of the valid heads of one layer, as views. */
export function validMaps(attention: ValidHeads, layerMaps: Float32Array, layer: number): Float32Array[] {
  return headsOfLayer(attention.stack.heads, layer)
    .map(head => headMap(attention, layerMaps, head))
    .filter(map => map !== null);
}

export function isInvalid({ stack, invalid }: Pick<Attention, 'stack' | 'invalid'>, [layer, head]: HeadRef): boolean {
  return invalid.has(headIndex(stack.heads, layer, head));
}

/**
 * Heads of a layer with a value that is not finite or negative, with a row that does not sum to 1 within {@link rowSumTolerance} (to no more than 1 where the stack
 * says that rows may be below), or with weight on a key that causal attention cannot see, as {@link headIndex} counts them, ascending.
 * @param firstRow of the rows that are given, where they are a stretch of a text
 */
export function findInvalidHeads(
  layerMaps: Float32Array,
  layer: number,
  stack: AttentionStack,
  rows: number,
  columns: number,
  firstRow = 0,
): number[] {
  const size = rows * columns;
  return headsOfLayer(stack.heads, layer)
    .filter(([, head]) => !isAttention(layerMaps.subarray(head * size, (head + 1) * size), columns, stack, firstRow))
    .map(([, head]) => headIndex(stack.heads, layer, head));
}

/** What each row of some heads comes to, where not all of its weights are at hand: each [heads, rows]. */
export interface RowTotals {
  readonly sums: Float32Array;
  readonly least: Float32Array;
  /** Given to keys that the row cannot see. */
  readonly ahead: Float32Array;
}

/**
 * The same as {@link findInvalidHeads}, of totals. What is given to keys that cannot be seen is taken together, not key by key.
 * @param some rows of the maps of the layer, [heads, some, columns], by which a sum that is off by rounding is told
 */
export function findInvalidTotals(
  { sums, least, ahead }: RowTotals,
  some: Float32Array,
  layer: number,
  stack: AttentionStack,
  columns: number,
): number[] {
  const heads = headsIn(stack.heads, layer);
  const [rows, size] = [sums.length / heads, some.length / heads];
  const isValid = (head: number): boolean => {
    let tolerance = rowSumTolerance('float32', columns);
    let isKnown = false;
    for (let row = head * rows; row < (head + 1) * rows; row++) {
      const error = errorOf(sums[row]!, stack);
      if (!(error <= tolerance) && !isKnown) {
        tolerance = rowSumTolerance(precisionOf(some.subarray(head * size, (head + 1) * size)), columns);
        isKnown = true;
      }
      if (!(error <= tolerance) || !(least[row]! >= 0) || !(Math.abs(ahead[row]!) <= tolerance)) return false;
    }
    return true;
  };
  return headsOfLayer(stack.heads, layer)
    .filter(([, head]) => !isValid(head))
    .map(([, head]) => headIndex(stack.heads, layer, head));
}

/** How far a row is from what it should sum to. */
function errorOf(sum: number, stack: AttentionStack): number {
  return stack.rowsSumToOne || !(sum <= 1) ? Math.abs(sum - 1) : 0;
}

/** @param map of one head, [rows, columns] */
function isAttention(map: Float32Array, columns: number, stack: AttentionStack, firstRow: number): boolean {
  let tolerance = rowSumTolerance('float32', columns);
  let isKnown = false;
  for (let start = 0, row = firstRow; start < map.length; start += columns, row++) {
    let sum = 0;
    let smallest = 0;
    const end = start + visibleColumns(stack, row, columns);
    for (let key = start; key < end; key++) {
      const weight = map[key]!;
      sum += weight;
      if (weight < smallest) smallest = weight;
    }
    const error = errorOf(sum, stack);
    if (!(error <= tolerance) && !isKnown) {
      tolerance = rowSumTolerance(precisionOf(map), columns);
      isKnown = true;
    }
    // Written so that NaN fails.
    if (!(error <= tolerance) || smallest < 0) return false;
    for (let key = end; key < start + columns; key++) if (!(Math.abs(map[key]!) <= tolerance)) return false;
  }
  return true;
}

/**
 * The heads a selection names, in ascending order as given; heads the model does not have are left out. A rollout is made of all heads of its layers.
 * @param heads of each layer, as in {@link AttentionStack}
 */
export function selectedHeads(selection: HeadSelection, heads: readonly number[]): HeadRef[] {
  switch (selection.kind) {
    case 'heads':
      return selection.heads.filter(([layer, head]) => isIndex(layer, heads.length) && isIndex(head, headsIn(heads, layer)));
    case 'layer':
      return headsOfLayer(heads, selection.layer);
    case 'all':
      return allHeads(heads);
    case 'rollout':
      return allHeads(heads.slice(0, selection.layer + 1));
  }
}

/** Heads that follow each other in one layer, together. */
export function byLayer(heads: readonly HeadRef[]): (readonly [layer: number, heads: readonly HeadRef[]])[] {
  const groups: [number, HeadRef[]][] = [];
  for (const head of heads) {
    const last = groups.at(-1);
    if (last?.[0] === head[0]) last[1].push(head);
    else groups.push([head[0], [head]]);
  }
  return groups;
}
