const WINDOW_MILLISECONDS = 5 * 60_000;
const TOO_OFTEN = 3;
const LONGEST_DELAY_MILLISECONDS = 1000;

/** Remembers when the engine stopped unasked, and says how long to hold back the next start. Times are milliseconds of a monotonic clock. */
export class RestartHistory {
  #stops: number[] = [];

  record(now: number): void {
    this.#stops = [...this.#recent(now), now];
  }

  /** It stopped three times within five minutes: something is wrong that another start will hardly cure. */
  isTooOften(now: number): boolean {
    return this.#recent(now).length >= TOO_OFTEN;
  }

  /** The first restart is immediate, the next ones wait 250 ms, 500 ms, at most 1 s: a person is waiting. */
  delay(now: number): number {
    const count = this.#recent(now).length;
    return count < 2 ? 0 : Math.min(LONGEST_DELAY_MILLISECONDS, 125 * 2 ** (count - 1));
  }

  #recent(now: number): number[] {
    return this.#stops.filter(stop => now - stop < WINDOW_MILLISECONDS);
  }
}
