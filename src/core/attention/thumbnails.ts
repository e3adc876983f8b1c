import { alignment } from './aligns.ts';
import { poolMap, type MapPooling } from './pooling.ts';
import type { LayerWalk } from './layerWalk.ts';
import { headMap, type Attention } from './maps.ts';
import { sinkUnits } from './sinks.ts';
import { unitsOfRows } from './someRows.ts';
import type { ScaleChoice } from '../scale.ts';
import { visibilityOf } from './visibility.ts';
import { allHeads, headIndex, headsOfLayer } from '../model/stack.ts';
import { scaleOfRow, stepOfWeight } from '../scale.ts';
import { shownUnits } from '../state/viewModel.ts';
import { farSide, isAcross, type Side } from '../text/textPair.ts';
import type { Unit } from '../text/token.ts';

export interface Thumbnails {
  /** Cells down and across, at most one per visible unit. */
  readonly rows: number;
  readonly columns: number;
  /** Heads, layer by layer, x rows x columns; 0 for the heads that are invalid. */
  readonly buckets: Uint8Array;
  /** What each head's other rows give all sinks together, the mean over them, be they hidden or not; NaN for an invalid head. Empty in a text without sinks. */
  readonly sinkShares: Float32Array;
  /** Of two texts, how nearly each head goes from one to the other along the diagonal, see `aligns.ts`. Empty where it is not that which is looked at. */
  readonly alignments: Float32Array;
}

/**
 * Every head at a glance: a cell shows the largest bucket among the unit pairs it covers, so that a single strong link survives any reduction.
 * A bucket never falls with the weight, in even shares where the steps count those, once the weight is painted at all: so the largest painted weight is
 * kept per cell and only that becomes a bucket.
 */
export function* drawThumbnails(
  attention: Attention,
  pooling: MapPooling,
  {
    hideSpecial,
    hideSink,
    scale: choice,
    looking = 1,
  }: {
    readonly hideSpecial: boolean;
    readonly hideSink: boolean;
    readonly scale?: ScaleChoice | undefined;
    /** Of two texts, the one whose words are the rows. */
    readonly looking?: Side | undefined;
  },
  maxSide: number,
): LayerWalk<Thumbnails> {
  const { rows, columns } = pooling;
  const { sides } = columns;
  const asking = unitsOfRows(attention, rows.units);
  const sideOfRow = sides && asking.map(unit => sides.of[columns.unitOfToken[unit.tokens[0]!]!]!);
  const from = gridOf(rows.units, hideSpecial, maxSide, sideOfRow && (row => sideOfRow[row] === looking));
  const to =
    columns === rows && !sides
      ? from
      : gridOf(columns.units, hideSpecial, maxSide, sides && (unit => sides.of[unit] === farSide(sides, looking)));
  const cells = from.cells * to.cells;
  const sinks = sinkUnits(attention.sinks, columns.units).map(({ unit }) => unit);
  const hidden = hideSink ? sinks : [];
  const isSelf = rows === columns || attention.queries !== undefined;
  const own = asking.map(unit => (isSelf ? columns.unitOfToken[unit.tokens[0]!]! : null));
  const visibility = visibilityOf(
    attention.stack,
    asking,
    columns.units,
    attention.keys ?? columns.tokens,
    { columns: hidden, givenBy: () => 0 },
    choice,
  );
  const { scale, scaleOf, shareOf, hides, leftOf, causal } = visibility;
  const sharesOf = (unit: number) => Float64Array.from(to.units, column => (hides(column) ? Infinity : shareOf(unit, column)));
  const common = causal || from.units.length === 0 ? null : sharesOf(from.units[0]!);
  const shares = from.units.map(unit => common ?? sharesOf(unit));
  const factors = from.units.map(unit => (scale.inShares ? scale.evenShare / scaleOf(unit).evenShare : 1));

  const { heads } = attention.stack;
  const buckets = new Uint8Array(allHeads(heads).length * cells);
  const alignments = new Float32Array(isAcross(sides) ? allHeads(heads).length : 0).fill(NaN);
  const looked = to.units.filter(column => !hides(column));
  const sinkShares = new Float32Array(sinks.length === 0 ? 0 : allHeads(heads).length).fill(NaN);
  const pooled = new Float32Array(rows.units.length * columns.units.length);
  // In 64 bits, so that a share of a row is not rounded below the step it starts.
  const largest = new Float64Array(cells);
  const draw = (map: Float32Array, index: number): void => {
    poolMap(map, pooling, pooled);
    if (sinks.length > 0) sinkShares[index] = meanGiven(pooled, pooling, sinks, own, visibility.sees);
    if (isAcross(sides)) alignments[index] = alignment(pooled, columns.units.length, from.units, looked, causal ? 1 : 0);
    largest.fill(0);
    for (let row = 0; row < from.units.length; row++) {
      const start = from.units[row]! * columns.units.length;
      const cellRow = from.cellOf[row]! * to.cells;
      const share = shares[row]!;
      const left = leftOf(
        from.units[row]!,
        hidden.reduce((sum, column) => sum + pooled[start + column]!, 0),
      );
      const { evenShare, floor } = scaleOf(from.units[row]!);
      const least = left === 1 ? floor : scaleOfRow(scale, evenShare * left).floor;
      const factor = factors[row]!;
      for (let column = 0; column < to.units.length; column++) {
        const weight = pooled[start + to.units[column]!]!;
        const cell = cellRow + to.cellOf[column]!;
        if (weight >= least && weight >= share[column]! * left && weight * factor > largest[cell]!) largest[cell] = weight * factor;
      }
    }
    for (let cell = 0; cell < cells; cell++) buckets[index * cells + cell] = largest[cell]! > 0 ? stepOfWeight(largest[cell]!, scale) : 0;
  };
  for (const layer of heads.keys()) {
    const maps = yield layer;
    for (const head of headsOfLayer(heads, layer)) {
      const map = headMap(attention, maps, head);
      if (map) draw(map, headIndex(heads, ...head));
    }
  }
  return { rows: from.cells, columns: to.cells, buckets, sinkShares, alignments };
}

/**
 * What rows give some columns together: the mean over the rows that are none of them and see one.
 * @param own which column each row is; null: none
 */
function meanGiven(
  pooled: Float32Array,
  { rows, columns }: MapPooling,
  given: readonly number[],
  own: readonly (number | null)[],
  sees: (row: number, column: number) => boolean,
): number {
  let sum = 0;
  let seeing = 0;
  for (const row of rows.units.keys()) {
    if (own[row] !== null && given.includes(own[row]!)) continue;
    const seen = given.filter(column => sees(row, column));
    for (const column of seen) sum += pooled[row * columns.units.length + column]!;
    if (seen.length > 0) seeing++;
  }
  return sum / seeing;
}

/** The units shown along one side, and the cell that each is in. */
function gridOf(all: readonly Unit[], hideSpecial: boolean, maxSide: number, isShown: (unit: number) => boolean = () => true) {
  const units = shownUnits(all, hideSpecial).filter(isShown);
  const cells = Math.min(maxSide, units.length);
  return { units, cells, cellOf: Int32Array.from(units, (_, index) => Math.floor((index * cells) / units.length)) };
}
