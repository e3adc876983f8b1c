/** The smallest value that a share of all values does not exceed (nearest rank). Throws for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Milliseconds on the clock, median of `rounds` after one that warms up. */
export async function medianTime(rounds: number, task: () => Promise<unknown>): Promise<number> {
  await task();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await task();
    times.push(performance.now() - start);
  }
  return median(times);
}

/** Processor time of this process with all its threads, ms: other work on the machine hardly shows in it. */
export async function processorTime(task: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Processor time of each task as a multiple of the first one's, median over rounds. The tasks take turns, forwards and backwards, so that
 * whatever changes in the machine meanwhile meets all of them.
 */
export async function processorTimeRatios(rounds: number, tasks: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  const ratios = tasks.map((): number[] => []);
  for (const task of tasks) await task();
  for (let round = 0; round < rounds; round++) {
    const order = [...tasks.keys()];
    if (round % 2 === 1) order.reverse();
    const times = new Map<number, number>();
    for (const index of order) times.set(index, await processorTime(tasks[index]!));
    for (const [index, time] of times) ratios[index]!.push(time / times.get(0)!);
  }
  return ratios.map(median);
}
