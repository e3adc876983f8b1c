import { headEntropies } from '../../core/attention/entropy.ts';
import { combineLayers, combineMaps, farUnits, selfPooling, type MapPooling } from '../../core/attention/pooling.ts';
import type { Attention } from '../../core/attention/maps.ts';
import { rankHeadsForUnit } from '../../core/attention/ranking.ts';
import { drawThumbnails } from '../../core/attention/thumbnails.ts';
import type {
  EntropyRequest,
  EntropySlice,
  HeadRanking,
  LayerSlice,
  MatrixRequest,
  MatrixSlice,
  ThumbnailRequest,
  ThumbnailSlice,
  WordRequest,
} from '../../protocol/engineApi.ts';
import type { Level } from '../../core/text/token.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { rolloutMatrix } from './rolloutMatrix.ts';

/** A text attends to itself: its units look and are looked at. */
function attentionIn(
  access: RunAccess,
  runId: number,
  level: Level,
  ...units: readonly number[]
): { readonly run: StoredRun; readonly pooling: MapPooling } {
  const { run, pooling } = access.units(runId, level, ...units);
  return { run, pooling: selfPooling(pooling) };
}

function shapeOf({ stack }: Attention, { rows, columns }: MapPooling): Pick<MatrixSlice, 'rows' | 'columns' | 'causal'> {
  return { rows: rows.units.length, columns: columns.units.length, causal: stack.causal };
}

/** The weights of one lens over units. */
export const matrix =
  (access: RunAccess) =>
  async ({ runId, level, selection, combine }: MatrixRequest): Promise<MatrixSlice> => {
    const { run, pooling } = attentionIn(access, runId, level);
    if (selection.kind === 'rollout') {
      const rolledOut = await rolloutMatrix(run.attention, pooling, selection.layer);
      access.makeRoom();
      return { runId, level, ...shapeOf(run.attention, pooling), ...rolledOut };
    }
    return { runId, level, ...shapeOf(run.attention, pooling), ...combineMaps(run.attention, pooling, selection, combine) };
  };

/** Every head, small. */
export const thumbnails =
  (access: RunAccess) =>
  ({ runId, level, hideSpecial, maxSide }: ThumbnailRequest): ThumbnailSlice => {
    const { run, pooling } = attentionIn(access, runId, level);
    const { heads } = run.attention.stack;
    return { runId, level, hideSpecial, heads, ...drawThumbnails(run.attention, pooling, hideSpecial, maxSide) };
  };

/** The heads, those that matter most for one unit first. */
export const rankHeads =
  (access: RunAccess) =>
  ({ runId, level, unit, direction }: WordRequest): HeadRanking => {
    const { run, pooling } = attentionIn(access, runId, level, unit);
    return { runId, level, unit, direction, entries: rankHeadsForUnit(run.attention, pooling, unit, direction) };
  };

/** How broad the attention of each head is. */
export const entropy =
  (access: RunAccess) =>
  ({ runId, hideSpecial }: EntropyRequest): EntropySlice => {
    const { attention, summary } = access.run(runId);
    return { runId, hideSpecial, ...headEntropies(attention, summary.tokens, hideSpecial) };
  };

/** One unit through the layers. */
export const layers =
  (access: RunAccess) =>
  ({ runId, level, unit, direction }: WordRequest): LayerSlice => {
    const { run, pooling } = attentionIn(access, runId, level, unit);
    const { values, low, high } = combineLayers(run.attention, pooling, unit, direction);
    return {
      runId,
      level,
      unit,
      direction,
      layers: run.attention.maps.length,
      size: farUnits(pooling, direction).length,
      mean: values,
      low,
      high,
    };
  };
