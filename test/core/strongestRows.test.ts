import { expect, test } from 'vitest';
import { atOnce } from '../../src/core/attention/layerWalk.ts';
import type { HeadRef } from '../../src/core/attention/lens.ts';
import type { WholeAttention } from '../../src/core/attention/maps.ts';
import { createPooling, poolMap, selfPooling, type Combined } from '../../src/core/attention/pooling.ts';
import { rankHeadsForUnit } from '../../src/core/attention/ranking.ts';
import { strongestRows } from '../../src/core/attention/strongestRows.ts';
import { allHeads } from '../../src/core/model/stack.ts';
import type { Unit } from '../../src/core/text/token.ts';
import { createUnit, randomAttention, randomUnits } from './attentionFixtures.ts';

const ALL = { kind: 'all' } as const;

function rowsOf(attention: WholeAttention, units: readonly Unit[], given?: readonly (HeadRef | undefined)[]): Combined {
  const pooling = selfPooling(createPooling(units, attention.columns));
  return atOnce(strongestRows(attention, pooling, ALL, [...units.keys()], given), attention.maps);
}

/** One head's pooled map. */
function pooled({ maps, columns }: WholeAttention, units: readonly Unit[], [layer, head]: HeadRef): Float32Array {
  const size = columns ** 2;
  const out = new Float32Array(units.length ** 2);
  poolMap(maps[layer]!.subarray(head * size, (head + 1) * size), selfPooling(createPooling(units, columns)), out);
  return out;
}

test('each row is the one of the head that the ranking of heads puts first for the word, sinks left out', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const attention = randomAttention(seed, 2, 3, 14);
    const units = randomUnits(seed, 14);
    const { values, rowHeads, headCount, low, high } = rowsOf(attention, units);
    expect([headCount, low.length, high.length]).toEqual([6, 0, 0]);
    for (const [unit] of units.entries()) {
      const ranking = atOnce(
        rankHeadsForUnit(attention, selfPooling(createPooling(units, attention.columns)), unit, 'to', true),
        attention.maps,
      );
      const [first] = ranking;
      if (first!.value === 0) continue;
      expect(rowHeads![unit]).toEqual([first!.layer, first!.head]);
      const row = pooled(attention, units, rowHeads![unit]!).slice(unit * units.length, (unit + 1) * units.length);
      expect(values.slice(unit * units.length, (unit + 1) * units.length)).toEqual(row);
    }
  }
});

test('where no word is left beyond the neighbours it is the head that gives most to one of them', () => {
  const units = [0, 1].map(token => createUnit([token]));
  const weights = [
    [0.9, 0.1, 0.5, 0.5],
    [0.4, 0.6, 0.7, 0.3],
  ];
  const attention: WholeAttention = { ...randomAttention(1, 1, 2, 2), maps: [Float32Array.from(weights.flat())] };
  expect(rowsOf(attention, units).rowHeads).toEqual([
    [0, 1],
    [0, 1],
  ]);
});

test('a row can be given its head; heads whose values are no attention are never taken, and without any there are no numbers', () => {
  const units = randomUnits(5, 12);
  const attention = { ...randomAttention(5, 2, 2, 12), invalid: new Set([3]) };
  const { values, rowHeads } = rowsOf(attention, units, [undefined, [0, 1]]);
  expect(rowHeads![1]).toEqual([0, 1]);
  expect(values.slice(units.length, 2 * units.length)).toEqual(pooled(attention, units, [0, 1]).slice(units.length, 2 * units.length));
  expect(rowHeads!.some(([layer, head]) => layer === 1 && head === 1)).toBe(false);
  const none = rowsOf({ ...attention, invalid: new Set(allHeads([2, 2]).keys()) }, units);
  expect([none.headCount, none.rowHeads, none.values.every(Number.isNaN)]).toEqual([0, undefined, true]);
});
