import { dot, norm, rowAt } from '../../core/vectors/vectors.ts';
import type { EntryKind } from '../../core/text/vocabularyEntry.ts';
import type { Neighbour } from '../../protocol/embeddingApi.ts';
import { multiply } from '../runtime/matmul.ts';
import type { WordTable } from './wordTable.ts';

/** More than float32 sums of unit vectors can be off: what is this close to the last place of the list is computed again. */
const DOUBT = 1e-4;

const KINDS: readonly EntryKind[] = ['word', 'piece', 'unused', 'special'];

/** A neighbour before it is put into words. */
export type NearestEntry = Omit<Neighbour, 'text'>;

/** An entry that may be among the nearest. */
interface Candidate {
  readonly id: number;
  /** A float32 sum. */
  readonly score: number;
  /** A float64 sum over the same row. */
  readonly cosine: number;
}

/**
 * The `top` entries with the largest cosine to a vector, every entry compared. Whole words first, then pieces, unused and special entries, each by
 * cosine (ties: the smaller id). Empty for a vector without a length.
 *
 * A float32 product with each stretch of the table finds candidates; their cosines are float64 sums over the rows, the same as those of a plain loop.
 *
 * @param vector as wide as the table
 * @param leftOut id of the entry that the vector belongs to
 * @param pause is awaited before each stretch; what it throws ends the search
 */
export async function nearestEntries(
  table: WordTable,
  vector: Float32Array | Float64Array,
  top: number,
  leftOut: number | null,
  pause?: () => Promise<void>,
): Promise<NearestEntry[]> {
  const { width, entries } = table;
  const length = norm(vector);
  const canCompare = length > 0 && length < Infinity;
  const unit = Float32Array.from(vector, value => value / length);
  const largest = new Largest(top);
  const candidates: Candidate[] = [];
  await pause?.();
  for (const { first, values, lengths } of table.stretches()) {
    if (canCompare) {
      const scores = await multiply(values, unit, { rows: lengths.length, inner: width, columns: 1 });
      // NaN for a row that is not compared, and stays out of both steps.
      for (let row = 0; row < scores.length; row++) scores[row]! /= lengths[row]!;
      if (leftOut !== null && leftOut >= first && leftOut < first + scores.length) scores[leftOut - first] = NaN;
      for (let row = 0; row < scores.length; row++) largest.add(scores[row]!);
      // Less than that of all rows so far is less than that of all.
      const threshold = largest.last - DOUBT;
      for (let row = 0; row < scores.length; row++) {
        const score = scores[row]!;
        if (!(score >= threshold)) continue;
        const exact = dot(rowAt(values, width, row), vector) / (lengths[row]! * length);
        candidates.push({ id: first + row, score, cosine: Math.max(-1, Math.min(1, exact)) });
      }
    }
    await pause?.();
  }
  return candidates
    .filter(({ score }) => score >= largest.last - DOUBT)
    .sort((a, b) => b.cosine - a.cosine || a.id - b.id)
    .slice(0, top)
    .map(({ id, cosine }) => ({ id, ...entries.get(id)!, cosine }))
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** The largest of the numbers seen, so many of them. NaN counts as none. */
class Largest {
  readonly #count: number;
  /** From large to small. */
  readonly #best: number[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  add(value: number): void {
    const best = this.#best;
    if (best.length === this.#count && !(value > best[this.#count - 1]!)) return;
    if (Number.isNaN(value)) return;
    let at = best.length;
    while (at > 0 && best[at - 1]! < value) at--;
    best.splice(at, 0, value);
    if (best.length > this.#count) best.pop();
  }

  /** The smallest of them; -Infinity while there are fewer. */
  get last(): number {
    return this.#best.length === this.#count ? this.#best[this.#count - 1]! : -Infinity;
  }
}
