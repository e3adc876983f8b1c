import { corrupt } from '../file/faults.ts';

/** Which two entries of a vocabulary become one, the first learned first. Entries are counted in the vocabulary's order. */
export class Merges {
  /** Rank of each pair, by `left * count + right`. */
  readonly #ranks = new Map<number, number>();
  /** The entry that each merge makes, by rank. */
  readonly #results: Int32Array;
  readonly #count: number;

  /** @param prefix what continues a word, which the right half loses */
  constructor(value: unknown, places: ReadonlyMap<string, number>, prefix: string) {
    if (!Array.isArray(value)) throw corrupt('Its merges are not a list.');
    this.#count = places.size;
    this.#results = new Int32Array(value.length);
    const placeOf = (entry: string): number => {
      const place = places.get(entry);
      if (place === undefined) throw corrupt('Its merges name an entry that its vocabulary does not have.');
      return place;
    };
    for (const [rank, merge] of value.entries()) {
      const [left, right] = halvesOf(merge);
      this.#ranks.set(placeOf(left) * this.#count + placeOf(right), rank);
      this.#results[rank] = placeOf(left + right.slice(prefix.length));
    }
  }

  /** The rank of a pair, or -1 when the two stay apart. */
  rankOf(left: number, right: number): number {
    return this.#ranks.get(left * this.#count + right) ?? -1;
  }

  resultOf(rank: number): number {
    return this.#results[rank]!;
  }
}

/** `["Ġ", "t"]`, or `"Ġ t"` in older files. */
function halvesOf(merge: unknown): [string, string] {
  const halves: unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
  const [left, right] = halves;
  if (halves.length !== 2 || typeof left !== 'string' || typeof right !== 'string') throw corrupt('Its merges hold one that is no pair.');
  return [left, right];
}
