import type { Visibility } from '../../core/attention/visibility.ts';
import { areLinked, bucketBetweenUnits } from '../../core/state/viewModel.ts';
import type { LayerSlice } from '../../protocol/headsApi.ts';
import type { StripCells } from '../paintStrips.ts';

/** Buckets and weights of the units shown; the word's own column has no colour, as in the text. */
export function layerCells(shown: readonly number[], visibility: Visibility, slice: LayerSlice): StripCells {
  const buckets = new Uint8Array(slice.layers * shown.length);
  const weights = new Float32Array(buckets.length);
  for (let layer = 0; layer < slice.layers; layer++)
    shown.forEach((unit, position) => {
      const at = layer * shown.length + position;
      weights[at] = slice.mean[layer * slice.size + unit]!;
      buckets[at] = unit === slice.unit ? 0 : bucketBetweenUnits(visibility, slice.direction, weights[at], slice.unit, unit);
    });
  return { buckets, weights, sees: position => areLinked(visibility, slice.direction, slice.unit, shown[position]!) };
}
