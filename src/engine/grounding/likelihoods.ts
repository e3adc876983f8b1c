import { compareStretch, logProbability } from '../../core/grounding/removal.ts';
import type { Removal } from '../../core/grounding/verdict.ts';
import { lackOf } from '../../core/model/capability.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { LoadedModel } from '../model/loader.ts';
import { goOn } from '../runs/goOn.ts';
import { computeInSteps } from '../runs/inSteps.ts';
import { HeadSession } from '../runtime/headSession.ts';
import { headOf } from './head.ts';

/** Log-probability of each token by the state that it is predicted from. @param states [tokens, width]; zeros predict nothing and give NaN */
export async function logProbabilitiesOf(
  model: LoadedModel,
  states: Float32Array | null,
  ids: readonly number[],
  context: CallContext | undefined,
): Promise<Float32Array> {
  if (states === null) throw lackOf('hidden-states');
  const head = await headOf(model);
  const found = new Float32Array(ids.length).fill(NaN);
  const width = states.length / ids.length;
  for (const [from, to] of batches(ids.length, model.summary.vocabularySize)) {
    await goOn(context);
    const part = states.subarray(from * width, to * width);
    const logits = await head.logits(part, to - from);
    const entries = logits.length / (to - from);
    for (let place = from; place < to; place++)
      if (isState(states, width, place))
        found[place] = logProbability(logits.subarray((place - from) * entries, (place - from + 1) * entries), ids[place]!);
  }
  return found;
}

/** What each token loses. @param predictors as in `Remaining`: -1 where nothing predicts the token any more, which gives NaN */
export async function changesOf(
  model: LoadedModel,
  before: Float32Array | null,
  after: Float32Array | null,
  predictors: readonly number[],
  ids: readonly number[],
  context: CallContext | undefined,
): Promise<Removal> {
  if (before === null || after === null) throw lackOf('hidden-states');
  const head = await headOf(model);
  const width = before.length / ids.length;
  const drops = new Float32Array(ids.length).fill(NaN);
  const divergences = new Float32Array(ids.length).fill(NaN);
  for (const [from, to] of batches(ids.length, 2 * model.summary.vocabularySize)) {
    const [first, second] = [
      await head.logits(before.subarray(from * width, to * width), to - from),
      await head.logits(after.subarray(from * width, to * width), to - from),
    ];
    const changes = await computeInSteps(compareStretch(first, second, ids.slice(from, to)), context);
    for (const [place, { drop, divergence }] of changes.entries()) {
      if (predictors[from + place]! < 0 || !isState(before, width, from + place)) continue;
      drops[from + place] = drop;
      divergences[from + place] = divergence;
    }
  }
  return { drops, divergences };
}

function batches(tokens: number, entries: number): (readonly [from: number, to: number])[] {
  const most = HeadSession.batchOf(entries);
  return Array.from({ length: Math.ceil(tokens / most) }, (_, index) => [index * most, Math.min(tokens, (index + 1) * most)] as const);
}

/** A first token of all has none before it, and zeros in its place. */
function isState(states: Float32Array, width: number, place: number): boolean {
  return states.subarray(place * width, (place + 1) * width).some(value => value !== 0);
}
