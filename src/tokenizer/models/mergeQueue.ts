/** Candidates for a merge, the lowest rank first, then the leftmost: a binary heap. */
export class MergeQueue {
  /** Rank and place in one number, so that order is that of numbers. */
  #heap: Float64Array;
  #size = 0;

  /** @param room how many candidates it will hold at first */
  constructor(room: number) {
    this.#heap = new Float64Array(Math.max(16, room));
  }

  /** @param place below 2^30 @param rank below 2^22 */
  push(rank: number, place: number): void {
    if (this.#size === this.#heap.length) this.#grow();
    const heap = this.#heap;
    const item = rank * PLACES + place;
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]! <= item) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = item;
  }

  /** The first candidate as one number, to be read by `rankOf` and `placeOf`; -1 when there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const first = this.#heap[0]!;
    const last = this.#heap[--this.#size]!;
    if (this.#size > 0) this.#sink(last);
    return first;
  }

  #sink(item: number): void {
    const heap = this.#heap;
    let at = 0;
    for (let child = 1; child < this.#size; child = at * 2 + 1) {
      if (child + 1 < this.#size && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= item) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = item;
  }

  #grow(): void {
    const larger = new Float64Array(this.#heap.length * 2);
    larger.set(this.#heap);
    this.#heap = larger;
  }
}

const PLACES = 2 ** 30;

export function rankOf(item: number): number {
  return Math.floor(item / PLACES);
}

export function placeOf(item: number): number {
  return item % PLACES;
}
