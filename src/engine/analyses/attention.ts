import { combineLayers, combineMaps } from '../../core/attention/pooling.ts';
import { rankHeadsForUnit } from '../../core/attention/ranking.ts';
import { drawThumbnails } from '../../core/attention/thumbnails.ts';
import type {
  HeadRanking,
  LayerSlice,
  MatrixRequest,
  MatrixSlice,
  ThumbnailRequest,
  ThumbnailSlice,
  WordRequest,
} from '../../protocol/engineApi.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { rolloutMatrix } from './rolloutMatrix.ts';

/** The weights of one lens over units. */
export const matrix =
  (access: RunAccess) =>
  async ({ runId, level, selection, combine }: MatrixRequest): Promise<MatrixSlice> => {
    const { run, pooling } = access.units(runId, level);
    if (selection.kind === 'rollout') {
      const rolledOut = await rolloutMatrix(run.attention, pooling, selection.layer);
      access.makeRoom();
      return { runId, level, ...rolledOut };
    }
    return { runId, level, size: pooling.units.length, ...combineMaps(run.attention, pooling, selection, combine) };
  };

/** Every head, small. */
export const thumbnails =
  (access: RunAccess) =>
  ({ runId, level, hideSpecial, maxSide }: ThumbnailRequest): ThumbnailSlice => {
    const { run, pooling } = access.units(runId, level);
    const { layers, heads } = run.attention;
    return { runId, level, hideSpecial, layers, heads, ...drawThumbnails(run.attention, pooling, hideSpecial, maxSide) };
  };

/** The heads, those that matter most for one unit first. */
export const rankHeads =
  (access: RunAccess) =>
  ({ runId, level, unit, direction }: WordRequest): HeadRanking => {
    const { run, pooling } = access.units(runId, level, unit);
    return { runId, level, unit, direction, entries: rankHeadsForUnit(run.attention, pooling, unit, direction) };
  };

/** One unit through the layers. */
export const layers =
  (access: RunAccess) =>
  ({ runId, level, unit, direction }: WordRequest): LayerSlice => {
    const { run, pooling } = access.units(runId, level, unit);
    const { values, low, high } = combineLayers(run.attention, pooling, unit, direction);
    return { runId, level, unit, direction, layers: run.attention.layers, size: pooling.units.length, mean: values, low, high };
  };
