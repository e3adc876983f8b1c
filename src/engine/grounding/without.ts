import type { Remaining } from '../../core/grounding/removal.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedModel } from '../model/loader.ts';
import { goOn } from '../runs/goOn.ts';
import type { HeldRows } from '../runs/heldRows.ts';
import { LEAST_QUERIES } from '../runtime/decoding.ts';
import { rowAt } from '../../core/vectors/vectors.ts';

/**
 * Last hidden states of some tokens of a text that tokens were taken out of, [predictors, width]: what stands before the first that is gone is not read again. Zeros where there is no
 * predictor; null for a model without hidden states.
 * @param held what is known of the text as it was; null: nothing
 * @throws FaultError `cancelled` between two pieces
 */
export async function statesWithout(
  { session, graph }: LoadedModel,
  held: HeldRows | null,
  before: readonly number[],
  { ids, predictors }: Remaining,
  context: CallContext | undefined,
): Promise<Float32Array | null> {
  const state = graph.hidden.at(-1);
  if (state === undefined) return null;
  const { decoding } = session;
  const { width } = session.outputs;
  const found = new Float32Array(predictors.length * width);
  const take = (vectors: Float32Array, from: number, to: number): void => {
    for (const [place, token] of predictors.entries())
      if (token >= from && token < to) found.set(rowAt(vectors, width, token - from), place * width);
  };
  const last = predictors.at(-1) ?? -1;
  if (last < 0) return found;
  if (held === null || decoding === null) {
    take((await session.vectors(ids, [state], context))[0]!, 0, ids.length);
    return found;
  }
  const same = ids.findIndex((id, index) => id !== before[index]);
  const first = Math.min(
    predictors.find(token => token >= 0)!,
    same < 0 ? ids.length : same,
  );
  const total = last + 1;
  // Fewer tokens are computed in another way.
  const start = Math.max(0, Math.min(first, total - LEAST_QUERIES));
  const cache = held.startOf(start, ids.length);
  const pieces = decoding.ends(total - start, 'some rows').map(end => start + end);
  for (const to of pieces) {
    await goOn(context, { done: cache.length - start, total: total - start });
    const isWanted = predictors.some(token => token >= cache.length && token < to);
    await decoding.read(ids, to, cache, isWanted ? [state] : [], [], ({ from, tensor }) => {
      if (isWanted) take(tensor(state), from, to);
    });
  }
  return found;
}
