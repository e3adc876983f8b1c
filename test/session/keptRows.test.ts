import { expect, test } from 'vitest';
import { KeptRows } from '../../src/session/keptRows.ts';

const row = (columns: number) => ({
  unit: 0,
  values: new Float32Array(columns),
  low: new Float32Array(columns),
  high: new Float32Array(columns),
});

/** How many rows of so many columns are kept of many. */
function keptOf(columns: number): number {
  const kept = new KeptRows();
  const names = Array.from({ length: 150 }, (_, index) => String(index));
  for (const name of names) kept.add(name, row(columns));
  const here = names.filter(name => kept.get(name) !== null);
  expect(here).toEqual(names.slice(-here.length));
  return here.length;
}

test('rows are kept by what they weigh, the last ones; one alone whatever it weighs', () => {
  expect([8000, 100_000, 2_000_000].map(keptOf)).toEqual([104, 8, 1]);
});

test('a row that is used, or read again, stays longer and is counted once', () => {
  const kept = new KeptRows();
  const names = Array.from({ length: 8 }, (_, index) => String(index));
  for (const name of names) kept.add(name, row(100_000));
  for (let time = 0; time < 20; time++) kept.add('7', row(100_000));
  expect(kept.use('0')).toBe(true);
  kept.add('new', row(100_000));
  expect([...names, 'new'].filter(name => kept.get(name) === null)).toEqual(['1']);
  kept.clear();
  expect(kept.use('0')).toBe(false);
});
