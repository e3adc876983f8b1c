import { dot, norm, rowAt } from '../core/vectors.ts';
import type { EntryKind } from '../core/vocabularyEntry.ts';
import type { Neighbour } from '../protocol/embeddingApi.ts';
import { multiply } from './matmul.ts';
import type { WordTable } from './wordTable.ts';

/** More than float32 sums of unit vectors can be off: what is this close to the last place of the list is computed again. */
const DOUBT = 1e-4;

const KINDS: readonly EntryKind[] = ['word', 'piece', 'unused', 'special'];

/**
 * The `top` entries with the largest cosine to a vector, every entry compared. Whole words first, then pieces, unused and special entries, each by
 * cosine (ties: the smaller id). Empty for a vector without a length.
 *
 * A float32 product with the whole table finds candidates; their cosines are float64 sums over the rows, the same as those of a plain loop.
 *
 * @param vector as wide as the table
 * @param leftOut id of the entry that the vector belongs to
 */
export async function nearestEntries(
  table: WordTable,
  vector: Float32Array | Float64Array,
  top: number,
  leftOut: number | null,
): Promise<Neighbour[]> {
  const { width, values, lengths, entries } = table;
  const length = norm(vector);
  if (!(length > 0 && length < Infinity)) return [];
  const scores = await multiply(
    values,
    Float32Array.from(vector, value => value / length),
    { rows: lengths.length, inner: width, columns: 1 },
  );
  // NaN for a row that is not compared, and stays out of both steps.
  for (let row = 0; row < scores.length; row++) scores[row]! /= lengths[row]!;
  if (leftOut !== null) scores[leftOut] = NaN;
  const threshold = largestAt(scores, top) - DOUBT;
  const candidates: Neighbour[] = [];
  for (let id = 0; id < scores.length; id++) {
    if (!(scores[id]! >= threshold)) continue;
    const exact = dot(rowAt(values, width, id), vector) / (lengths[id]! * length);
    candidates.push({ id, ...entries.get(id)!, cosine: Math.max(-1, Math.min(1, exact)) });
  }
  return candidates
    .sort((a, b) => b.cosine - a.cosine || a.id - b.id)
    .slice(0, top)
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** The number at a place of the list from large to small, counted from 1; -Infinity when there are fewer. NaN counts as none. */
function largestAt(values: Float32Array, place: number): number {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (best.length === place && !(value > best[place - 1]!)) continue;
    if (Number.isNaN(value)) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]! < value) at--;
    best.splice(at, 0, value);
    if (best.length > place) best.pop();
  }
  return best.length === place ? best[place - 1]! : -Infinity;
}
