import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressReports } from '../../src/session/progressReports.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the newest is reported, not before the first moments are over and at most four times a second', () => {
  const reports = new ProgressReports(60);
  const heard: [number, number][] = [];
  const start = performance.now();
  for (let step = 0; step < 300; step++) {
    reports.report(() => heard.push([step, Math.round(performance.now() - start)]));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  expect(heard[0]![1]).toBe(60);
  for (const [place, [, at]] of heard.entries()) if (place > 0) expect(at - heard[place - 1]![1]).toBeGreaterThanOrEqual(250);
  expect(heard.length).toBeLessThanOrEqual(13);
  expect(heard.at(-1)![0]).toBe(299);
});

test('what comes seldom is reported at once, and nothing after the end', () => {
  const reports = new ProgressReports(60);
  const heard: string[] = [];
  vi.advanceTimersByTime(100);
  reports.report(() => heard.push('first'));
  expect(heard).toEqual(['first']);
  vi.advanceTimersByTime(300);
  reports.report(() => heard.push('second'));
  reports.report(() => heard.push('third'));
  expect(heard).toEqual(['first', 'second']);
  reports.stop();
  vi.advanceTimersByTime(1000);
  expect(heard).toEqual(['first', 'second']);
});
