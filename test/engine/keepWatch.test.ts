import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepWatch } from '../../src/engine/process/watchdog.ts';

vi.mock(import('node:worker_threads'), async original => {
  const watch = { parent: process.ppid, memoryLimit: 1000, lastWords: 99 };
  return { ...(await original()), workerData: watch };
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('what reading is told on has gone: memory is watched all the same', () => {
  let reads = 0;
  const usage = process.resourceUsage();
  vi.spyOn(process, 'resourceUsage').mockImplementation(() => ({ ...usage, fsRead: reads++ }));
  const rss = vi.spyOn(process.memoryUsage, 'rss').mockReturnValue(1);
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  keepWatch();
  // In a worker, what a timer throws ends the watch.
  vi.advanceTimersByTime(2000);
  expect(kill).not.toHaveBeenCalledWith(process.pid, 'SIGKILL');
  rss.mockReturnValue(1001);
  vi.advanceTimersByTime(200);
  expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
});
