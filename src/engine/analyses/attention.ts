import { headDistances } from '../../core/attention/distance.ts';
import { headEntropies } from '../../core/attention/entropy.ts';
import { combineLayers, combineMaps, farUnits, selfPooling, type Combined, type MapPooling } from '../../core/attention/pooling.ts';
import { byLayer, selectedHeads, type Attention } from '../../core/attention/maps.ts';
import { rankHeadsForUnit } from '../../core/attention/ranking.ts';
import { sinkUnits } from '../../core/attention/sinks.ts';
import { drawThumbnails } from '../../core/attention/thumbnails.ts';
import type {
  DistanceSlice,
  EntropyRequest,
  EntropySlice,
  HeadRanking,
  LayerSlice,
  MatrixRequest,
  MatrixSlice,
  RankRequest,
  ThumbnailRequest,
  ThumbnailSlice,
  WordRequest,
} from '../../protocol/engineApi.ts';
import type { Level } from '../../core/text/token.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { rolloutMatrix } from './rolloutMatrix.ts';

/** A text attends to itself: its units look and are looked at. */
export function attentionIn(
  access: RunAccess,
  runId: number,
  level: Level,
  ...units: readonly number[]
): { readonly run: StoredRun; readonly pooling: MapPooling } {
  const { run, pooling } = access.units(runId, level, ...units);
  return { run, pooling: selfPooling(pooling) };
}

export function shapeOf({ stack, sinks }: Attention, { rows, columns }: MapPooling): Omit<MatrixSlice, 'runId' | 'level' | keyof Combined> {
  return {
    rows: rows.units.length,
    columns: columns.units.length,
    causal: stack.causal,
    hasSink: !stack.rowsSumToOne,
    sinks: sinkUnits(sinks, columns.units),
  };
}

function allLayers({ attention }: StoredRun): number[] {
  return [...attention.stack.heads.keys()];
}

/** The weights of one lens over units. */
export const matrix =
  (access: RunAccess) =>
  async ({ runId, level, selection, combine }: MatrixRequest, context?: CallContext): Promise<MatrixSlice> => {
    const { run, pooling } = attentionIn(access, runId, level);
    if (selection.kind === 'rollout') {
      const rolledOut = await rolloutMatrix(access, run, pooling, selection.layer, context);
      return { runId, level, ...shapeOf(run.attention, pooling), ...rolledOut };
    }
    const layers = byLayer(selectedHeads(selection, run.attention.stack.heads)).map(([layer]) => layer);
    const combined = await access.walk(run, layers, combineMaps(run.attention, pooling, selection, combine), context);
    const shape = shapeOf(run.attention, pooling);
    const isStrongest = combine === 'max' && combined.headCount > 1;
    return { runId, level, ...shape, hasSink: shape.hasSink && !isStrongest, ...combined };
  };

/** Every head, small. */
export const thumbnails =
  (access: RunAccess) =>
  async ({ runId, level, hideSpecial, hideSink, maxSide }: ThumbnailRequest, context?: CallContext): Promise<ThumbnailSlice> => {
    const { run, pooling } = attentionIn(access, runId, level);
    const { heads } = run.attention.stack;
    const drawn = await access.walk(
      run,
      allLayers(run),
      drawThumbnails(run.attention, pooling, { hideSpecial, hideSink }, maxSide),
      context,
    );
    return { runId, level, hideSpecial, hideSink, heads, sampled: null, ...drawn };
  };

/** The heads, those that matter most for one unit first. */
export const rankHeads =
  (access: RunAccess) =>
  async ({ runId, level, stream, unit, direction, hideSink }: RankRequest, context?: CallContext): Promise<HeadRanking> => {
    const { run, pooling } = attentionIn(access, runId, level, unit);
    const entries = await access.walk(run, allLayers(run), rankHeadsForUnit(run.attention, pooling, unit, direction, hideSink), context);
    return { runId, level, stream, unit, direction, sampled: null, entries };
  };

/** How broad the attention of each head is. */
export const entropy =
  (access: RunAccess) =>
  async ({ runId, hideSpecial }: EntropyRequest, context?: CallContext): Promise<EntropySlice> => {
    const run = access.run(runId);
    const entropies = await access.walk(
      run,
      allLayers(run),
      headEntropies(run.attention, sequenceOf(run.summary).tokens, hideSpecial),
      context,
    );
    return { runId, hideSpecial, sampled: null, ...entropies };
  };

/** How far each head looks. */
export const distances =
  (access: RunAccess) =>
  async ({ runId }: { readonly runId: number }, context?: CallContext): Promise<DistanceSlice> => {
    const run = access.run(runId);
    return {
      runId,
      sampled: null,
      ...(await access.walk(run, allLayers(run), headDistances(run.attention, sequenceOf(run.summary).tokens), context)),
    };
  };

/** One unit through the layers. */
export const layers =
  (access: RunAccess) =>
  async ({ runId, level, stream, unit, direction }: WordRequest, context?: CallContext): Promise<LayerSlice> => {
    const { run, pooling } = attentionIn(access, runId, level, unit);
    const { values, low, high } = await access.walk(run, allLayers(run), combineLayers(run.attention, pooling, unit, direction), context);
    return {
      runId,
      level,
      stream,
      unit,
      direction,
      sampled: null,
      layers: run.attention.stack.heads.length,
      size: farUnits(pooling, direction).length,
      mean: values,
      low,
      high,
    };
  };
