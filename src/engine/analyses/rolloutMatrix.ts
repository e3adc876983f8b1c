import { poolMap, type MapPooling } from '../../core/attention/pooling.ts';
import { isInvalid, selectedHeads } from '../../core/attention/maps.ts';
import { isIndex } from '../../core/checks.ts';
import { rollOut } from '../../core/attention/rollout.ts';
import type { MatrixSlice } from '../../protocol/engineApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { multiply } from '../runtime/matmul.ts';

/**
 * Attention rollout of tokens from the input up to a layer, [T, T]: see {@link rollOut}. What was rolled out of a run already is kept with it, since every
 * layer stands on the one before. @throws RangeError for a layer that is not there
 */
async function rolloutMap(access: RunAccess, run: StoredRun, layer: number, context: CallContext | undefined): Promise<Float32Array> {
  const { attention } = run;
  const layers = [...attention.stack.heads.keys()];
  if (!isIndex(layer, layers.length)) throw new RangeError(`no such layer among ${layers.length}`);
  const keptOf = (one: number) => access.derived(run, nameOf(one));
  const known = keptOf(layer);
  if (known) return known;
  const before: Float32Array[] = [];
  for (let kept = keptOf(0); kept; kept = keptOf(before.length)) before.push(kept);
  const mapsOf = access.layerMaps(run, layers.slice(before.length, layer + 1), context);
  const rolled = await rollOut(attention, layer, mapsOf, multiplySquare, before);
  access.keepDerived(
    run,
    rolled.map((values, index) => [nameOf(index), values]),
  );
  return rolled[layer]!;
}

const nameOf = (layer: number): string => `rollout ${layer}`;

function multiplySquare(left: Float32Array, right: Float32Array, size: number): Promise<Float32Array> {
  return multiply(left, right, { rows: size, inner: size, columns: size });
}

/** The same pooled to units, as attention is. */
export async function rolloutMatrix(
  access: RunAccess,
  run: StoredRun,
  pooling: MapPooling,
  layer: number,
  context?: CallContext,
): Promise<Pick<MatrixSlice, 'values' | 'low' | 'high' | 'headCount'>> {
  const map = await rolloutMap(access, run, layer, context);
  const values = new Float32Array(pooling.rows.units.length * pooling.columns.units.length);
  poolMap(map, pooling, values);
  const heads = selectedHeads({ kind: 'rollout', layer }, run.attention.stack.heads);
  const headCount = heads.filter(head => !isInvalid(run.attention, head)).length;
  return { values, low: new Float32Array(0), high: new Float32Array(0), headCount };
}
