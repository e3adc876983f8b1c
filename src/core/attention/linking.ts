import { headsOfLayer } from '../model/stack.ts';
import type { Unit } from '../text/token.ts';
import { isIndex } from '../checks.ts';
import type { HeadRef, Lens } from './lens.ts';
import type { LayerWalk } from './layerWalk.ts';
import { headMap, type Attention } from './maps.ts';
import { createPooling, poolUnit, type MapPooling, type Pooling } from './pooling.ts';
import { visibilityOf } from './visibility.ts';

/** The two ends of a link. Each counts as one word: the mean of its queries, the sum of its keys. */
export const ENDS = { from: 0, to: 1 } as const;

/** How much one head links two places of a text. */
export interface LinkingHead {
  readonly layer: number;
  readonly head: number;
  /** What the first end gives the second, 0 to 1; NaN of a head whose values are no attention. */
  readonly there: number;
  /** What the second gives the first. */
  readonly back: number;
}

/** What the weights of one way are compared with. */
export interface LinkWay {
  /** What the end would give the other if its attention were spread evenly over all tokens that it sees. */
  readonly even: number;
  /** Whether any token of the end sees any token of the other; in a decoder nothing sees what stands later. */
  readonly seen: boolean;
}

export interface LinkWays {
  readonly there: LinkWay;
  readonly back: LinkWay;
}

/**
 * A pooling of the two ends alone, as {@link ENDS}; all other tokens have no unit.
 * @param from units of `pooling`, in any order @throws RangeError for an end without a unit, a unit that is not there, and ends that share one
 */
export function poolingOfEnds({ units, tokens }: Pooling, from: readonly number[], to: readonly number[]): Pooling {
  const merged = [from, to].map((end): Unit => {
    const own = [...new Set(end)].sort((a, b) => a - b);
    if (own.length === 0 || !own.every(unit => isIndex(unit, units.length)))
      throw new RangeError(`no such end among ${units.length} units`);
    const [first, last] = [units[own[0]!]!, units[own.at(-1)!]!];
    return { ...first, end: last.end, tokens: own.flatMap(unit => units[unit]!.tokens).sort((a, b) => a - b) };
  });
  const first = new Set(merged[ENDS.from]!.tokens);
  if (merged[ENDS.to]!.tokens.some(token => first.has(token))) throw new RangeError('both ends have a word in common');
  return createPooling(merged, tokens);
}

/** @param ends as {@link poolingOfEnds} makes them */
export function waysOf({ stack }: Pick<Attention, 'stack'>, { units, tokens }: Pooling): LinkWays {
  const { shareOf, sees } = visibilityOf(stack, units, units, tokens);
  const way = (row: number, column: number): LinkWay => ({ even: shareOf(row, column), seen: sees(row, column) });
  return { there: way(ENDS.from, ENDS.to), back: way(ENDS.to, ENDS.from) };
}

/** What one end gives the other in every head, head by head; NaN of an invalid one. @param rows with those of the end `row` among them */
export function* weightsBetween(attention: Attention, rows: MapPooling, row: number, column: number): LayerWalk<number[]> {
  const out = new Float32Array(rows.columns.units.length);
  const weights: number[] = [];
  for (const layer of attention.stack.heads.keys()) {
    const maps = yield layer;
    for (const head of headsOfLayer(attention.stack.heads, layer)) {
      const map = headMap(attention, maps, head);
      if (map) poolUnit(map, rows, row, 'to', out);
      weights.push(map ? out[column]! : NaN);
    }
  }
  return weights;
}

export type LinkOrder = 'larger' | 'there' | 'back' | 'layer';

/** Heads with invalid values last; of equals, and for 'layer', by layer and head. */
export function sortLinks(heads: readonly LinkingHead[], order: LinkOrder): LinkingHead[] {
  const weightOf = ({ there, back }: LinkingHead): number => {
    if (Number.isNaN(there)) return -1;
    if (order === 'layer') return 0;
    return order === 'larger' ? Math.max(there, back) : order === 'there' ? there : back;
  };
  return heads.toSorted((a, b) => weightOf(b) - weightOf(a) || a.layer - b.layer || a.head - b.head);
}

/** The lenses of which a head is one of a few, those of the fewest heads first; a mean of a layer or of all heads says nothing of one of them. */
export function lensesOfHead(lenses: readonly Lens[], [layer, head]: HeadRef): readonly Lens[] {
  const sizeOf = ({ selection }: Lens): number => (selection.kind === 'heads' ? selection.heads.length : Infinity);
  return lenses
    .filter(({ selection }) => selection.kind === 'heads' && selection.heads.some(([l, h]) => l === layer && h === head))
    .toSorted((a, b) => sizeOf(a) - sizeOf(b));
}
