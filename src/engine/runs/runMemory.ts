import { formatCount } from '../../core/describe/numbers.ts';
import { nameOfModel } from '../../core/describe/model.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import { FaultError } from '../../core/faults.ts';
import type { LoadedModel } from '../model/loader.ts';
import { ONE_PASS_TOKENS } from '../runtime/decoding.ts';
import { vectorBytes } from '../model/memory.ts';
import { isHeldByRows, mapBytes, sampledRowBytes, sampleSize } from './held.ts';

type Read = Pick<LoadedModel, 'session'>;

/**
 * Bytes that a text takes while it is read, with what is kept of it: the maps of one pass or of one piece in the runtime, what is copied out of it, the cache,
 * and its vectors, which the graph puts out whether anybody wants them or not.
 * @param heldBytes what may be held of one text
 */
export function readMemory({ session }: Read, tokens: number, heldBytes: number): number {
  const { decoding, outputs } = session;
  const maps = mapBytes(session, tokens);
  const vectorsOf = (queries: number) => vectorBytes(outputs, outputs.width) * queries;
  if (!decoding || tokens <= ONE_PASS_TOKENS) return maps + Math.min(maps, heldBytes) + vectorsOf(outputs.fixedLength ?? tokens);
  const byRows = isHeldByRows(session, tokens, heldBytes);
  const taken = byRows ? 'some rows' : 'all rows';
  const kept = byRows ? sampleSize(session, tokens, heldBytes) * sampledRowBytes(outputs, tokens) : maps;
  return decoding.cacheBytes(tokens) + 2 * decoding.chunkBytes(tokens, taken) + vectorsOf(decoding.chunkSize(tokens, taken)) + kept;
}

/**
 * Says before a text is read that there is no room for it.
 * @param free bytes of memory that may still be used
 * @throws FaultError `out-of-memory`
 */
export function checkMemory(model: Read & Pick<LoadedModel, 'summary'>, tokens: number, heldBytes: number, free: number): void {
  const needed = readMemory(model, tokens, heldBytes);
  if (needed <= free) return;
  let fits = tokens;
  while (fits > 1 && readMemory(model, fits, heldBytes) > free) fits = Math.floor(fits * 0.9);
  const shorter =
    fits > 1 ? `Explore a shorter selection, of up to about ${formatCount(fits)} tokens, or close other programs` : 'Close other programs';
  throw new FaultError({
    code: 'out-of-memory',
    title: 'There is not enough memory for this text',
    cause: `To read its ${formatCount(tokens)} tokens ${nameOfModel(model.summary)} needs about ${formatBytes(needed)} of memory, and ${formatBytes(free)} are free.`,
    nextStep: `${shorter}${model.summary.variants.length > 1 ? ', or choose a smaller variant' : ''}.`,
  });
}
