import { FaultError } from '../../core/faults.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { ReadSource } from '../runtime/decoderSession.ts';
import { goOn } from '../runs/goOn.ts';
import type { TwoTextModel } from './model.ts';

/** Tokens that a model wrote behind those that a target begins with; the one that ends a text is not among them. */
export interface WrittenIds {
  readonly ids: readonly number[];
  readonly ended: boolean;
}

/**
 * The most likely token, again and again, until the model ends the text itself (greedy search).
 * @param begin the tokens that every target begins with
 * @param most tokens behind them
 * @throws FaultError `cancelled`, `unavailable` for a model that puts out no likelihoods
 */
export async function writeTarget(
  { decoder, writing }: Pick<TwoTextModel, 'decoder' | 'writing'>,
  source: ReadSource,
  begin: readonly number[],
  most: number,
  context: CallContext | undefined,
): Promise<WrittenIds> {
  const ids: number[] = [];
  const read = await decoder.startWriting(source);
  while (ids.length < most) {
    await goOn(context, { done: ids.length, total: most });
    const logits = await read([...begin, ...ids]);
    if (logits === null) throw cannotWrite();
    const next = mostLikely(logits, writing.neverIds);
    if (writing.endIds.includes(next)) return { ids, ended: true };
    ids.push(next);
  }
  return { ids, ended: false };
}

function cannotWrite(): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'This model cannot write a target',
    cause: 'Its decoder puts out vectors, not a number for each word of the vocabulary: it was exported without its head.',
    nextStep: 'Give the target yourself (--target), or export the model for text2text-generation.',
  });
}

/** The first of several that are equal, as `argmax` of PyTorch. @throws FaultError where no number is one */
function mostLikely(logits: Float32Array, never: readonly number[]): number {
  const excluded = new Set(never);
  let best = -1;
  for (const [id, value] of logits.entries())
    if (!excluded.has(id) && !(value <= (logits[best] ?? -Infinity)) && !Number.isNaN(value)) best = id;
  if (best >= 0) return best;
  throw new FaultError({
    code: 'unsupported-model',
    title: 'The model gives no numbers for what to write next',
    cause: 'All of its likelihoods are invalid values.',
    nextStep: 'Give the target yourself (--target), or use another file of the model.',
  });
}
