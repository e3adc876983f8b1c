import { byLayer, selectedHeads } from '../../core/attention/maps.ts';
import type { MatrixRequest, RowRequest, RowsSlice } from '../../protocol/engineApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { rowOfUnit, sampleOf, walkRows, type RowSource } from '../runs/rowSource.ts';
import { attentionIn, lookThrough, shapeOf } from './attention.ts';
import { rolloutMatrix } from './rolloutMatrix.ts';

/** The row of one unit, of any text. @throws FaultError `unavailable` for rollout of a text that is held by rows */
export const row =
  (access: RunAccess) =>
  ({ unit, ...request }: RowRequest, context?: CallContext): Promise<RowsSlice> => {
    const seen = attentionIn(access, request.runId, request.level, unit);
    return rowsOf(access, request, seen, layers => rowOfUnit(access, seen.run, seen.pooling, unit, layers, context), context);
  };

/** The rows of evenly spaced words. Throws as {@link row} does. */
export const sampledRows =
  (access: RunAccess) =>
  (request: MatrixRequest, context?: CallContext): Promise<RowsSlice> => {
    const seen = attentionIn(access, request.runId, request.level);
    return rowsOf(access, request, seen, layers => sampleOf(access, seen.run, seen.pooling, layers, context), context);
  };

async function rowsOf(
  access: RunAccess,
  { runId, level, selection, combine }: MatrixRequest,
  { run, pooling }: ReturnType<typeof attentionIn>,
  from: (layers: readonly number[]) => RowSource,
  context: CallContext | undefined,
): Promise<RowsSlice> {
  const shape = { runId, level, ...shapeOf(run.attention, pooling) };
  // What is rolled out is made of all rows of all layers.
  if (selection.kind === 'rollout') access.assertMaps(run);
  const layers = byLayer(selectedHeads(selection, run.attention.stack.heads)).map(([layer]) => layer);
  const source = from(layers);
  const { units } = source;
  if (selection.kind === 'rollout') {
    const { values, ...rolledOut } = await rolloutMatrix(access, run, pooling, selection.layer, context);
    const columns = pooling.columns.units.length;
    const weights = Float32Array.from(
      { length: units.length * columns },
      (_, at) => values[units[Math.floor(at / columns)]! * columns + (at % columns)]!,
    );
    return { ...shape, units, ...rolledOut, weights };
  }
  const { values, ...combined } = await walkRows(source, lookThrough(source.attention, source.pooling, { selection, combine }, units));
  const isStrongest = combine === 'max' && combined.headCount > 1;
  return { ...shape, units, hasSink: shape.hasSink && !isStrongest, ...combined, weights: values };
}
