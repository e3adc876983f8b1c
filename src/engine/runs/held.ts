import { formatCount } from '../../core/describe/numbers.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import { FaultError } from '../../core/faults.ts';
import type { AttentionSession } from '../runtime/session.ts';
import { longestText, planFetch } from './fetchPlan.ts';

/** A longer text is held by rows in a decoder that can read a single row. */
const MOST_TOKENS_OF_MAPS = 1024;

/** What may be held of one text, of what a store keeps: half, so that a text stands beside another one. 600 MB where nothing limits it further. */
export function heldBytes(storeBytes: number): number {
  return storeBytes / 2;
}

type Session = Pick<AttentionSession, 'outputs' | 'decoding'>;

/** Bytes of all maps of a text. */
export function mapBytes({ outputs }: Session, tokens: number): number {
  return planFetch(outputs, [{ kind: 'maps', layers: [...outputs.maps.keys()] }], tokens).bytes;
}

/**
 * Whether a text is held by rows: its cache and a sample, not the maps of all heads.
 * @param bytes that what is held of one text may weigh
 */
export function isHeldByRows(session: Session, tokens: number, bytes: number): boolean {
  return session.decoding !== null && (tokens > MOST_TOKENS_OF_MAPS || mapBytes(session, tokens) > bytes);
}

/** What a whole text is needed for was asked of one that is held by rows. */
export function heldByRows(session: Session, tokens: number, bytes: number): FaultError {
  const longest = Math.min(MOST_TOKENS_OF_MAPS, longestText(session.outputs, bytes));
  return new FaultError({
    code: 'unavailable',
    title: 'This text is held by rows',
    cause: `It has ${formatCount(tokens)} tokens: the attention of all heads, every word to every word, would take ${formatBytes(mapBytes(session, tokens))}. So the row of a word is computed when it is pointed at, and pictures of the whole are made of a sample of the rows.`,
    nextStep: `Explore a shorter selection, of up to ${formatCount(longest)} tokens.`,
  });
}

/** Most rows of a sample: a picture of 128 rows is finer than any that the panel draws of a whole text. */
export const SAMPLED_ROWS = 128;
/** Fewer would be no picture of a text. */
export const LEAST_SAMPLED_ROWS = 16;

/** How many rows of a text are kept beside its cache. */
export function sampleSize({ outputs, decoding }: Session, tokens: number, bytes: number): number {
  const left = bytes - (decoding?.cacheBytes(tokens) ?? 0);
  const most = Math.floor(left / sampledRowBytes(outputs, tokens));
  return Math.max(LEAST_SAMPLED_ROWS, Math.min(SAMPLED_ROWS, most));
}

/** Of one row of all heads at most, in 16-bit floats. */
export function sampledRowBytes({ heads }: Session['outputs'], tokens: number): number {
  return heads.reduce((sum, count) => sum + count, 0) * tokens * 2;
}

/** The longest text whose cache, with the least sample, weighs no more than `bytes`. */
export function longestByRows({ outputs, decoding }: Session, bytes: number): number {
  return decoding ? Math.floor(bytes / (decoding.cacheBytes(1) + LEAST_SAMPLED_ROWS * sampledRowBytes(outputs, 1))) : 0;
}
