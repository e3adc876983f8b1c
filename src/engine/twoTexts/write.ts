import { FaultError } from '../../core/faults.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { goOn } from '../runs/goOn.ts';
import type { WrittenEnds } from './settings.ts';

/** Tokens that a model wrote behind those that a target begins with; the one that ends a text is not among them. */
export interface WrittenIds {
  readonly ids: readonly number[];
  readonly ended: boolean;
}

/** How a text is written, and what is told while it is. */
export interface Greedy {
  /** Numbers for what could be next, behind the tokens so far; null of a graph that gives none. */
  readonly read: (ids: readonly number[]) => Promise<Float32Array | null>;
  /** The tokens that stand before it. */
  readonly begin: readonly number[];
  /** Tokens that are written at most. */
  readonly most: number;
  readonly ends: WrittenEnds;
  /** What the tokens so far say, for whoever waits. */
  readonly textOf?: (ids: readonly number[]) => string;
}

/**
 * The most likely token, again and again, until the model ends the text itself (greedy search).
 * @throws FaultError `cancelled`, `unavailable` for a model that puts out no likelihoods
 */
export async function writeGreedily({ read, begin, most, ends, textOf }: Greedy, context: CallContext | undefined): Promise<WrittenIds> {
  const ids: number[] = [];
  while (ids.length < most) {
    await goOn(context, { done: ids.length, total: most, ...(textOf && { written: textOf(ids) }) });
    const logits = await read([...begin, ...ids]);
    if (logits === null) throw cannotWrite();
    const next = mostLikely(logits, ends.neverIds);
    if (ends.endIds.includes(next)) return { ids, ended: true };
    ids.push(next);
  }
  return { ids, ended: false };
}

function cannotWrite(): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'This model cannot write a text',
    cause: 'Its decoder puts out vectors, not a number for each word of the vocabulary: it was exported without its head.',
    nextStep: 'Give the text yourself, or export the model for text2text-generation.',
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
    nextStep: 'Give the text yourself, or use another file of the model.',
  });
}
