/** Nothing longer than this between two looks at the clock is taken for time that passed. */
const STEP_MILLISECONDS = 1000;

/**
 * Time that this machine was awake, with one timer on it. Clocks of the system go on, or jump, while a lid is closed; here a night is a second, so that
 * nobody is called too slow who slept as well. No limit is too long for it: a plain timer beyond 2^31 ms fires at once.
 */
export class AwakeClock {
  #counted = 0;
  #since = performance.now();
  #timer: NodeJS.Timeout | undefined;

  /** Milliseconds awake since it was made; only while a timer is set beyond the first second. */
  get now(): number {
    return this.#counted + Math.min(performance.now() - this.#since, STEP_MILLISECONDS);
  }

  /** Calls back after so many milliseconds awake; takes the place of the timer before. */
  schedule(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#settle();
    const end = this.#counted + milliseconds;
    const wait = (): void => {
      const left = Math.max(0, Math.min(STEP_MILLISECONDS, end - this.#counted));
      this.#timer = setTimeout(() => {
        this.#settle();
        if (this.#counted >= end) then();
        else wait();
      }, left).unref();
    };
    wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #settle(): void {
    this.#counted = this.now;
    this.#since = performance.now();
  }
}
