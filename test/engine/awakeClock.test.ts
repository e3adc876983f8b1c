import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AwakeClock } from '../../src/supervisor/awakeClock.ts';

const MINUTE = 60_000;

/** Milliseconds the machine slept: the system's clock goes on, and no timer fires. */
let slept = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  slept = 0;
  const awake = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => awake() + slept);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a timer', () => {
  test('fires after its time, once', () => {
    const clock = new AwakeClock();
    const fired = vi.fn();
    clock.schedule(2 * MINUTE, fired);
    vi.advanceTimersByTime(2 * MINUTE - 1);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(fired).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(10 * MINUTE);
    expect(fired).toHaveBeenCalledOnce();
  });

  test('is replaced by the next, and stopped', () => {
    const clock = new AwakeClock();
    const [first, second] = [vi.fn(), vi.fn()];
    clock.schedule(1000, first);
    clock.schedule(2000, second);
    vi.advanceTimersByTime(1999);
    clock.stop();
    vi.advanceTimersByTime(MINUTE);
    expect([first, second].map(fired => fired.mock.calls.length)).toEqual([0, 0]);
  });

  test('of more than a timer of the system can be set to does not fire at once', () => {
    const clock = new AwakeClock();
    const fired = vi.fn();
    clock.schedule(40_000 * MINUTE, fired);
    vi.advanceTimersByTime(60 * MINUTE);
    expect(fired).not.toHaveBeenCalled();
  });

  test('does not count a night asleep', () => {
    const clock = new AwakeClock();
    const fired = vi.fn();
    clock.schedule(2 * MINUTE, fired);
    vi.advanceTimersByTime(MINUTE);
    slept = 8 * 60 * MINUTE;
    // What was due fires when it wakes up.
    vi.advanceTimersToNextTimer();
    expect(fired).not.toHaveBeenCalled();
    expect(clock.now).toBeLessThan(MINUTE + 3000);
    vi.advanceTimersByTime(MINUTE - 3000);
    expect(fired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(6000);
    expect(fired).toHaveBeenCalledOnce();
  });
});
