import { combineMaps } from '../../core/attention/pooling.ts';
import { byLayer, selectedHeads } from '../../core/attention/maps.ts';
import { rowsOfUnits, unitsWithin, withRows } from '../../core/attention/someRows.ts';
import type { MatrixRequest, RowRequest, RowsSlice } from '../../protocol/engineApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { attentionIn, shapeOf } from './attention.ts';
import { rolloutMatrix } from './rolloutMatrix.ts';

/** The row of one unit, of any text. */
export const row =
  (access: RunAccess) =>
  ({ unit, ...request }: RowRequest, context?: CallContext): Promise<RowsSlice> =>
    rowsOf(access, request, attentionIn(access, request.runId, request.level, unit), [unit], context);

/** The rows of evenly spaced words. */
export const sampledRows =
  (access: RunAccess) =>
  (request: MatrixRequest, context?: CallContext): Promise<RowsSlice> => {
    const seen = attentionIn(access, request.runId, request.level);
    const { units } = seen.pooling.rows;
    return rowsOf(access, request, seen, unitsWithin(units, access.sampledTokens(seen.run)), context);
  };

async function rowsOf(
  access: RunAccess,
  { runId, level, selection, combine }: MatrixRequest,
  { run, pooling }: ReturnType<typeof attentionIn>,
  units: readonly number[],
  context: CallContext | undefined,
): Promise<RowsSlice> {
  const { attention } = run;
  const shape = { runId, level, ...shapeOf(attention, pooling), units };
  if (selection.kind === 'rollout') {
    const { values, ...rolledOut } = await rolloutMatrix(access, run, pooling, selection.layer, context);
    const columns = pooling.columns.units.length;
    const weights = Float32Array.from(
      { length: units.length * columns },
      (_, at) => values[units[Math.floor(at / columns)]! * columns + (at % columns)]!,
    );
    return { ...shape, ...rolledOut, weights };
  }
  const picked = rowsOfUnits(pooling.columns, units);
  const layers = byLayer(selectedHeads(selection, attention.stack.heads)).map(([layer]) => layer);
  const walk = combineMaps(withRows(attention, picked.queries), picked.pooling, selection, combine);
  const { values, ...combined } = await access.walkRows(run, picked.queries, layers, walk, context);
  const isStrongest = combine === 'max' && combined.headCount > 1;
  return { ...shape, hasSink: shape.hasSink && !isStrongest, ...combined, weights: values };
}
