import { corrupt } from '../file/faults.ts';

/** Which two entries of a vocabulary become one, the first learned first. Entries are counted in the vocabulary's order. */
export class Merges {
  /** A hash table of pairs: in each slot the two halves and the rank, -1 where it is free. */
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #ranks: Int32Array;
  /** The entry that each merge makes, by rank. */
  readonly #results: Int32Array;

  /** @param prefix what continues a word, which the right half loses */
  constructor(value: unknown, places: ReadonlyMap<string, number>, prefix: string) {
    if (!Array.isArray(value)) throw corrupt('Its merges are not a list.');
    const slots = 2 ** Math.ceil(Math.log2(value.length * 2 + 2));
    this.#left = new Int32Array(slots);
    this.#right = new Int32Array(slots);
    this.#ranks = new Int32Array(slots).fill(-1);
    this.#results = new Int32Array(value.length);
    const placeOf = (entry: string): number => {
      const place = places.get(entry);
      if (place === undefined) throw corrupt('Its merges name an entry that its vocabulary does not have.');
      return place;
    };
    for (const [rank, merge] of value.entries()) {
      const [left, right] = halvesOf(merge);
      this.#set(placeOf(left), placeOf(right), rank);
      this.#results[rank] = placeOf(left + right.slice(prefix.length));
    }
  }

  /** The rank of a pair, or -1 when the two stay apart. */
  rankOf(left: number, right: number): number {
    return this.#ranks[this.#slotOf(left, right)]!;
  }

  resultOf(rank: number): number {
    return this.#results[rank]!;
  }

  /** Places of the entries that merges make, and of those that they join. */
  places(): { readonly made: Iterable<number>; readonly halves: Iterable<number> } {
    const used = [...this.#ranks.keys()].filter(slot => this.#ranks[slot]! >= 0);
    return { made: this.#results, halves: used.flatMap(slot => [this.#left[slot]!, this.#right[slot]!]) };
  }

  #set(left: number, right: number, rank: number): void {
    const slot = this.#slotOf(left, right);
    this.#left[slot] = left;
    this.#right[slot] = right;
    this.#ranks[slot] = rank;
  }

  /** The slot of a pair, or the free one where it belongs. */
  #slotOf(left: number, right: number): number {
    const mask = this.#ranks.length - 1;
    const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#ranks[slot]! >= 0 && (this.#left[slot] !== left || this.#right[slot] !== right)) slot = (slot + 1) & mask;
    return slot;
  }
}

/** `["Ġ", "t"]`, or `"Ġ t"` in older files. */
function halvesOf(merge: unknown): [string, string] {
  const halves: unknown[] = typeof merge === 'string' ? merge.split(' ') : Array.isArray(merge) ? merge : [];
  const [left, right] = halves;
  if (halves.length !== 2 || typeof left !== 'string' || typeof right !== 'string') throw corrupt('Its merges hold one that is no pair.');
  return [left, right];
}
