import { poolMap, type MapPooling } from '../../core/attention/pooling.ts';
import { isInvalid, selectedHeads, type WholeAttention } from '../../core/attention/maps.ts';
import { isIndex } from '../../core/checks.ts';
import { rollOut } from '../../core/attention/rollout.ts';
import type { MatrixSlice } from '../../protocol/engineApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { goOn } from '../runs/goOn.ts';
import { multiply } from '../runtime/matmul.ts';

/** What was rolled out of a run already; every layer stands on the one before. */
const rolledOut = new WeakMap<WholeAttention, readonly Float32Array[]>();

/** What is held of it beside the run, one [T, T] a layer. */
export function rolledOutOf(attention: WholeAttention): readonly Float32Array[] {
  return rolledOut.get(attention) ?? [];
}

export function forgetRollout(attention: WholeAttention): void {
  rolledOut.delete(attention);
}

/** Attention rollout of tokens from the input up to a layer, [T, T]: see {@link rollOut}. @throws RangeError for a layer that is not there */
async function rolloutMap(attention: WholeAttention, layer: number, context: CallContext | undefined): Promise<Float32Array> {
  const layers = attention.maps.length;
  if (!isIndex(layer, layers)) throw new RangeError(`no such layer among ${layers}`);
  const known = rolledOutOf(attention);
  if (known[layer]) return known[layer];
  const mapsOf = async (next: number): Promise<Float32Array> => {
    await goOn(context);
    return attention.maps[next]!;
  };
  const rolled = await rollOut(attention, layer, mapsOf, multiplySquare, known);
  rolledOut.set(attention, rolled);
  return rolled[layer]!;
}

function multiplySquare(left: Float32Array, right: Float32Array, size: number): Promise<Float32Array> {
  return multiply(left, right, { rows: size, inner: size, columns: size });
}

/** The same pooled to units, as attention is. */
export async function rolloutMatrix(
  attention: WholeAttention,
  pooling: MapPooling,
  layer: number,
  context?: CallContext,
): Promise<Pick<MatrixSlice, 'values' | 'low' | 'high' | 'headCount'>> {
  const map = await rolloutMap(attention, layer, context);
  const values = new Float32Array(pooling.rows.units.length * pooling.columns.units.length);
  poolMap(map, pooling, values);
  const heads = selectedHeads({ kind: 'rollout', layer }, attention.stack.heads);
  const headCount = heads.filter(head => !isInvalid(attention, head)).length;
  return { values, low: new Float32Array(0), high: new Float32Array(0), headCount };
}
