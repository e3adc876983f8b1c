import { describe, expect, test } from 'vitest';
import { memoryLimit } from '../../src/supervisor/memoryLimit.ts';
import { settingValue } from '../../src/contributions/settings.ts';

describe('minutes until the engine is stopped', () => {
  test.each([
    [10, 10],
    [1.5, 1.5],
    ['15', 15],
    [40_000, 1440],
    [Infinity, 1440],
    ['1e9', 1440],
    [0, 1],
    [-5, 1],
    [NaN, 10],
    ['never', 10],
    ['', 10],
    [null, 10],
    [undefined, 10],
    [true, 10],
    [{}, 10],
    [[20], 10],
  ])('written as %j are %d', (written, minutes) => {
    expect(settingValue('idleMinutes', written)).toBe(minutes);
  });
});

test.each([
  ['/models/bert', '/models/bert'],
  [null, ''],
  [7, ''],
  [['/models/bert'], ''],
])('a folder written as %j is %j', (written, folder) => {
  expect(settingValue('modelFolder', written)).toBe(folder);
});

test('memory of the engine grows with the machine and leaves it some', () => {
  const gib = 2 ** 30;
  expect([2, 8, 64].map(machine => memoryLimit(machine * gib) / gib)).toEqual(
    [1.2, 4.8, 38.4].map(limit => expect.closeTo(limit, 6) as number),
  );
});
