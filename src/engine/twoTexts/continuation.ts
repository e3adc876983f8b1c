import { FaultError } from '../../core/faults.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { headOf } from '../grounding/head.ts';
import type { LoadedModel } from '../model/loader.ts';
import { goOn } from '../runs/goOn.ts';

/**
 * Reads a text that grows, each token once, and gives numbers for what could be next.
 * @param room tokens that it grows to at most
 * @throws FaultError `unavailable` for a model without a cache that it can be fed, or without likelihoods; `cancelled` between two pieces
 */
export async function startContinuing(
  model: LoadedModel,
  room: number,
  context: CallContext | undefined,
): Promise<(ids: readonly number[]) => Promise<Float32Array>> {
  const { session, graph } = model;
  const { decoding, outputs } = session;
  const state = graph.hidden.at(-1);
  if (decoding === null || state === undefined) throw cannotContinue(model);
  const head = await headOf(model);
  const cache = decoding.createCache(room);
  return async ids => {
    let last: Float32Array | null = null;
    const from = cache.length;
    for (const end of decoding.ends(ids.length - from, 'some rows')) {
      await goOn(context);
      await decoding.read(ids, from + end, cache, [state], [], ({ tensor }) => (last = tensor(state).slice(-outputs.width)));
    }
    return head.logits(last!, 1);
  };
}

function cannotContinue({ summary }: LoadedModel): FaultError {
  const { causal } = summary.attention;
  return new FaultError({
    code: 'unavailable',
    title: 'This model cannot write a text',
    cause: causal
      ? 'It has no cache that it can be fed: for each token it would read all of the text anew.'
      : 'It is an encoder: it reads texts and puts out no words.',
    nextStep: causal
      ? 'Export it with a cache (text-generation-with-past), or give the second text yourself.'
      : 'Give the second text yourself, or choose a decoder or an encoder-decoder.',
  });
}
