import { headDistances } from '../../core/attention/distance.ts';
import { headEntropies } from '../../core/attention/entropy.ts';
import { combineLayers, combineMaps, farUnits, selfPooling, type Combined, type MapPooling } from '../../core/attention/pooling.ts';
import { byLayer, selectedHeads, type Attention } from '../../core/attention/maps.ts';
import { rankHeadsForUnit } from '../../core/attention/ranking.ts';
import type { HeadRef } from '../../core/attention/lens.ts';
import type { LayerWalk } from '../../core/attention/layerWalk.ts';
import { sinkUnits } from '../../core/attention/sinks.ts';
import { strongestRows } from '../../core/attention/strongestRows.ts';
import { drawThumbnails } from '../../core/attention/thumbnails.ts';
import type { MatrixRequest, MatrixSlice } from '../../protocol/engineApi.ts';
import type {
  DistanceSlice,
  EntropyRequest,
  EntropySlice,
  HeadRanking,
  LayerSlice,
  RankRequest,
  ThumbnailRequest,
  ThumbnailSlice,
  WordRequest,
} from '../../protocol/headsApi.ts';
import type { Level } from '../../core/text/token.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import { allOrSample, rowOfUnit, walkRows, type RowSource } from '../runs/rowSource.ts';
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

export function shapeOf(
  { stack, sinks, keys }: Attention,
  { rows, columns }: MapPooling,
): Omit<MatrixSlice, 'runId' | 'level' | keyof Combined> {
  return {
    rows: rows.units.length,
    columns: columns.units.length,
    causal: stack.causal,
    hasSink: !stack.rowsSumToOne,
    // Of two texts what stands round them is not shown.
    sinks: sinkUnits(sinks, columns.units).filter(({ unit }) => columns.sides === undefined || columns.sides.of[unit]! >= 0),
    ...(columns.sides && { sides: columns.sides }),
    ...(keys !== undefined && { keys }),
  };
}

function allLayers({ attention }: StoredRun): number[] {
  return [...attention.stack.heads.keys()];
}

/** The weights of one lens. @param own the unit that each row is of @param given heads that rows of their own heads are seen through */
export function lookThrough(
  attention: Attention,
  pooling: MapPooling,
  { selection, combine }: Pick<MatrixRequest, 'selection' | 'combine'>,
  own: readonly number[],
  given?: readonly (HeadRef | undefined)[],
): LayerWalk<Combined> {
  return combine === 'strongest'
    ? strongestRows(attention, pooling, selection, own, given)
    : combineMaps(attention, pooling, selection, combine);
}

/** The weights of one lens over units. @throws FaultError `unavailable` for a text that is held by rows */
export const matrix =
  (access: RunAccess) =>
  (request: MatrixRequest, context?: CallContext): Promise<MatrixSlice> =>
    matrixThrough(access, request, undefined, context);

/** The same. @param given heads that rows of their own heads are seen through */
export async function matrixThrough(
  access: RunAccess,
  { runId, level, selection, combine }: MatrixRequest,
  given: readonly (HeadRef | undefined)[] | undefined,
  context: CallContext | undefined,
): Promise<MatrixSlice> {
  const { run, pooling } = attentionIn(access, runId, level);
  access.assertMaps(run);
  if (selection.kind === 'rollout') {
    const rolledOut = await rolloutMatrix(access, run, pooling, selection.layer, context);
    return { runId, level, ...shapeOf(run.attention, pooling), ...rolledOut };
  }
  const layers = byLayer(selectedHeads(selection, run.attention.stack.heads)).map(([layer]) => layer);
  const own = [...pooling.rows.units.keys()];
  const combined = await access.walk(run, layers, lookThrough(run.attention, pooling, { selection, combine }, own, given), context);
  const shape = shapeOf(run.attention, pooling);
  const isStrongest = combine === 'max' && combined.headCount > 1;
  return { runId, level, ...shape, hasSink: shape.hasSink && !isStrongest, ...combined };
}

/** Every head, small. */
export const thumbnails =
  (access: RunAccess) =>
  async (request: ThumbnailRequest, context?: CallContext): Promise<ThumbnailSlice> => {
    const { runId, level, hideSpecial, hideSink, scale, looking, maxSide } = request;
    const { run, pooling } = attentionIn(access, runId, level);
    const { heads } = run.attention.stack;
    const source = allOrSample(access, run, pooling, allLayers(run), context);
    const drawn = await walkRows(
      source,
      drawThumbnails(source.attention, source.pooling, { hideSpecial, hideSink, scale, looking }, maxSide),
    );
    return { runId, level, hideSpecial, hideSink, heads, sampled: source.sampled, ...drawn };
  };

/** The rows that tell what one unit attends to, or what attends to it: a single one of a long text, or a sample. */
function rowsFor(
  access: RunAccess,
  { run, pooling }: ReturnType<typeof attentionIn>,
  { unit, direction }: Pick<WordRequest, 'unit' | 'direction'>,
  context: CallContext | undefined,
): RowSource {
  const isOne = run.summary.held === 'rows' && direction === 'to';
  return isOne
    ? rowOfUnit(access, run, pooling, unit, allLayers(run), context)
    : allOrSample(access, run, pooling, allLayers(run), context);
}

/** The heads, those that matter most for one unit first. */
export const rankHeads =
  (access: RunAccess) =>
  async (request: RankRequest, context?: CallContext): Promise<HeadRanking> => {
    const { runId, level, stream, unit, direction, hideSink } = request;
    const source = rowsFor(access, attentionIn(access, runId, level, unit), request, context);
    const entries = await walkRows(source, rankHeadsForUnit(source.attention, source.inPlace, unit, direction, hideSink));
    return { runId, level, stream, unit, direction, sampled: source.sampled, entries };
  };

/** How broad the attention of each head is. */
export const entropy =
  (access: RunAccess) =>
  async ({ runId, hideSpecial }: EntropyRequest, context?: CallContext): Promise<EntropySlice> => {
    const { run, pooling } = attentionIn(access, runId, 'pieces');
    const source = allOrSample(access, run, pooling, allLayers(run), context);
    const entropies = await walkRows(source, headEntropies(source.attention, sequenceOf(run.summary).tokens, hideSpecial));
    return { runId, hideSpecial, sampled: source.sampled, ...entropies };
  };

/** How far each head looks. */
export const distances =
  (access: RunAccess) =>
  async ({ runId }: { readonly runId: number }, context?: CallContext): Promise<DistanceSlice> => {
    const { run, pooling } = attentionIn(access, runId, 'pieces');
    const source = allOrSample(access, run, pooling, allLayers(run), context);
    return { runId, sampled: source.sampled, ...(await walkRows(source, headDistances(source.attention, sequenceOf(run.summary).tokens))) };
  };

/** One unit through the layers. What a row that is not in the sample gives it is NaN. */
export const layers =
  (access: RunAccess) =>
  async (request: WordRequest, context?: CallContext): Promise<LayerSlice> => {
    const { runId, level, stream, unit, direction } = request;
    const { run, pooling } = attentionIn(access, runId, level, unit);
    const source = rowsFor(access, { run, pooling }, request, context);
    const { values, low, high } = await walkRows(source, combineLayers(source.attention, source.inPlace, unit, direction));
    const count = run.attention.stack.heads.length;
    const size = farUnits(pooling, direction).length;
    if (source.sampled && direction === 'by') {
      const here = new Set(source.units);
      for (const numbers of [values, low, high]) for (let at = 0; at < numbers.length; at++) if (!here.has(at % size)) numbers[at] = NaN;
    }
    return { runId, level, stream, unit, direction, sampled: source.sampled, layers: count, size, mean: values, low, high };
  };
