/** Seeded pseudo-random numbers in [0, 1) (mulberry32): the same sequence on every machine, so a failing test fails again. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same numbers with what most tests do with them. */
export class Random {
  readonly next: () => number;
  constructor(seed: number) {
    this.next = createRandom(seed);
  }
  /** Whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}
