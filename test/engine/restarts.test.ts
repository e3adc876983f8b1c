import { expect, test } from 'vitest';
import { RestartHistory } from '../../src/host/process/restarts.ts';

test('three stops within five minutes are too often, and old ones are forgotten', () => {
  const history = new RestartHistory();
  const minute = 60_000;
  history.record(0);
  history.record(2 * minute);
  expect(history.isTooOften(2 * minute)).toBe(false);
  history.record(4 * minute);
  expect(history.isTooOften(4 * minute)).toBe(true);
  expect(history.isTooOften(5 * minute + 1)).toBe(false);
});

test('the first restart is immediate and none waits longer than a second', () => {
  const history = new RestartHistory();
  const delays = Array.from({ length: 12 }, (_, stop) => {
    const delay = history.delay(stop);
    history.record(stop);
    return delay;
  });
  expect(delays.slice(0, 5)).toEqual([0, 0, 250, 500, 1000]);
  expect(Math.max(...delays)).toBe(1000);
});
