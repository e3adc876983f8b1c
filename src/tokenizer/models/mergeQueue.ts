/** Candidates for a merge, the lowest rank first, then the leftmost: a binary heap. */
export class MergeQueue {
  /** Rank and place in one number, so that order is that of numbers. */
  readonly #heap: number[] = [];

  /** @param place below 2^30 @param rank below 2^22 */
  push(rank: number, place: number): void {
    const heap = this.#heap;
    const item = rank * PLACES + place;
    let at = heap.length;
    heap.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]! <= item) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = item;
  }

  pop(): { readonly rank: number; readonly place: number } | null {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined) return null;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    return { rank: Math.floor(first / PLACES), place: first % PLACES };
  }

  #sink(item: number): void {
    const heap = this.#heap;
    let at = 0;
    for (let child = 1; child < heap.length; child = at * 2 + 1) {
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= item) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = item;
  }
}

const PLACES = 2 ** 30;
