import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadline } from '../../src/session/deadline.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function counted() {
  const times: number[] = [];
  const start = performance.now();
  const deadline = new Deadline(() => times.push(Math.round(performance.now() - start)));
  return { deadline, times };
}

test('0 is now, and takes what waited with it', () => {
  const { deadline, times } = counted();
  deadline.within(100);
  deadline.within(0);
  expect(times).toEqual([0]);
  vi.advanceTimersByTime(1000);
  expect(times).toEqual([0]);
});

test('the earliest of several is kept, and a later one cannot push it away', () => {
  const { deadline, times } = counted();
  deadline.within(150);
  vi.advanceTimersByTime(50);
  deadline.within(40);
  for (let turn = 0; turn < 3; turn++) {
    vi.advanceTimersByTime(10);
    deadline.within(40);
  }
  vi.advanceTimersByTime(1000);
  expect(times).toEqual([90]);
});

test('it can be used again, and cancelled', () => {
  const { deadline, times } = counted();
  deadline.within(10);
  vi.advanceTimersByTime(10);
  deadline.within(20);
  vi.advanceTimersByTime(20);
  deadline.within(20);
  deadline.cancel();
  vi.advanceTimersByTime(1000);
  expect(times).toEqual([10, 30]);
});
