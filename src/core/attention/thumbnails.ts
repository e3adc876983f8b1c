import { poolMap, type Pooling } from './pooling.ts';
import { headMap, type Attention } from './maps.ts';
import { bucketOfWeight, paintThreshold, weightScale } from '../scale.ts';
import { shownUnits } from '../state/viewModel.ts';

export interface Thumbnails {
  /** Cells per side, at most one per visible unit. */
  readonly side: number;
  /** layers x heads x side x side; 0 for the heads that are invalid. */
  readonly buckets: Uint8Array;
}

/**
 * Every head at a glance: a cell shows the largest bucket among the unit pairs it covers, so that a single strong link survives any reduction.
 * A bucket never falls with the weight once the weight is painted at all, so the largest painted weight is kept per cell and only that becomes a bucket.
 */
export function drawThumbnails(attention: Attention, pooling: Pooling, hideSpecial: boolean, maxSide: number): Thumbnails {
  const { units, tokens } = pooling;
  const visible = shownUnits(units, hideSpecial);
  const side = Math.min(maxSide, visible.length);
  const cells = side * side;
  const cellOfUnit = Int32Array.from(visible, (_, index) => Math.floor((index * side) / visible.length));
  const scale = weightScale(tokens);
  const thresholds = Float64Array.from(visible, unit => paintThreshold(units[unit]!.tokens.length, scale));

  const buckets = new Uint8Array(attention.layers * attention.heads * cells);
  const pooled = new Float32Array(units.length ** 2);
  const largest = new Float32Array(cells);
  for (let layer = 0; layer < attention.layers; layer++) {
    for (let head = 0; head < attention.heads; head++) {
      const map = headMap(attention, layer, head);
      if (map === null) continue;
      poolMap(map, pooling, pooled);
      largest.fill(0);
      for (let from = 0; from < visible.length; from++) {
        const row = visible[from]! * units.length;
        const cellRow = cellOfUnit[from]! * side;
        for (let to = 0; to < visible.length; to++) {
          const weight = pooled[row + visible[to]!]!;
          const cell = cellRow + cellOfUnit[to]!;
          if (weight >= thresholds[to]! && weight > largest[cell]!) largest[cell] = weight;
        }
      }
      const start = (layer * attention.heads + head) * cells;
      for (let cell = 0; cell < cells; cell++) buckets[start + cell] = bucketOfWeight(largest[cell]!, 0, scale);
    }
  }
  return { side, buckets };
}
