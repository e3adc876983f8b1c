import { formatBytes } from '../../core/describe/bytes.ts';
import { FaultError } from '../../core/faults.ts';
import { modelOfHead } from '../model/graph.ts';
import type { LoadedModel } from '../model/loader.ts';
import { freeMemory } from '../model/memory.ts';
import type { ReadingSession } from '../runtime/session.ts';
import { HeadSession } from '../runtime/headSession.ts';

const heads = new WeakMap<ReadingSession, Promise<HeadSession>>();

/**
 * What makes likelihoods of the last hidden states of a model; made when it is first asked for, and released with the model.
 * @throws FaultError `unavailable` for a model that puts out none, or makes them of more than that; `out-of-memory`
 */
export function headOf(model: LoadedModel): Promise<HeadSession> {
  const { session } = model;
  const known = heads.get(session);
  if (known) return known;
  const made = create(model).catch((error: unknown) => {
    heads.delete(session);
    throw error;
  });
  heads.set(session, made);
  return made;
}

async function create({ session, graph, file, summary }: LoadedModel): Promise<HeadSession> {
  const state = graph.hidden.at(-1);
  const type = state === undefined ? null : session.elementTypeOf(state);
  const runtime = graph.logits !== null && (type === 'float32' || type === 'float16') ? modelOfHead(file, type) : null;
  if (runtime === null) throw noLikelihoods(graph.logits === null);
  const bytes = summary.vocabularySize * session.outputs.width * Float32Array.BYTES_PER_ELEMENT;
  if (bytes > freeMemory(Infinity)) throw noRoom(bytes);
  const head = await HeadSession.create(runtime, graph, type!);
  await session.releaseWith(head);
  return head;
}

function noLikelihoods(isMissing: boolean): FaultError {
  return new FaultError({
    code: 'unavailable',
    title: 'This model says not how likely a word is',
    cause: isMissing
      ? 'It puts out vectors, not a number for each word of the vocabulary: it was exported without its head.'
      : 'What it makes the likelihoods of was not found in its graph.',
    nextStep: 'Export the model for text-generation; what the answer attends to is shown all the same.',
  });
}

function noRoom(bytes: number): FaultError {
  return new FaultError({
    code: 'out-of-memory',
    title: 'There is not enough memory for the likelihoods',
    cause: `What makes them needs about ${formatBytes(bytes)} beside the model.`,
    nextStep: 'Close other programs, or choose a smaller model.',
  });
}
