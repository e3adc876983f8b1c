import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { memoryLimit } from '../../src/supervisor/memoryLimit.ts';
import { IDLE_MINUTES, idleMilliseconds } from '../../src/host/process/idleTime.ts';

const MINUTE = 60_000;

describe('minutes until the engine is stopped', () => {
  test('are those that the manifest declares', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { default: number; minimum: number; maximum: number }> } };
    };
    expect(manifest.contributes.configuration.properties['attentionLens.idleMinutes']).toMatchObject(IDLE_MINUTES);
  });

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
    expect(idleMilliseconds(written)).toBe(minutes * MINUTE);
  });
});

test('memory of the engine grows with the machine and leaves it some', () => {
  const gib = 2 ** 30;
  expect([2, 8, 64].map(machine => memoryLimit(machine * gib) / gib)).toEqual(
    [1.2, 4.8, 38.4].map(limit => expect.closeTo(limit, 6) as number),
  );
});
