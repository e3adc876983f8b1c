import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  readonly timeout?: number;
  readonly interval?: number;
}

/** Asks again until the answer is truthy and returns it. An error thrown by the probe counts as "not yet" and is named when time is up. */
export async function until<T>(what: string, probe: () => T | Promise<T>, { timeout = 10_000, interval = 50 }: UntilOptions = {}) {
  const deadline = Date.now() + timeout;
  let reason: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer as Exclude<T, false | null | undefined | 0 | ''>;
      reason = undefined;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${timeout} ms in vain for: ${what}`, { cause: reason });
    await sleep(interval);
  }
}
