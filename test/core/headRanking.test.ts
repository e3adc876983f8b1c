import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { describe, expect, test } from 'vitest';
import { createPooling, poolUnit, selfPooling } from '../../src/core/attention/pooling.ts';
import { headMap } from '../../src/core/attention/maps.ts';
import { headWithMost, listedHeads, rankHeadsForUnit, type RankedHead } from '../../src/core/attention/ranking.ts';
import type { Direction } from '../../src/core/attention/lens.ts';
import { createAttention, createUnit, randomAttention, randomUnits } from './attentionFixtures.ts';

describe.each<[number, Direction]>([
  [21, 'to'],
  [22, 'by'],
  [23, 'to'],
])('seed %i, direction %s', (seed, direction) => {
  const tokens = 29;
  const attention = randomAttention(seed, 3, 5, tokens);
  const pooling = createPooling(randomUnits(seed, tokens), tokens);
  const unit = pooling.units.length >> 1;

  test('each head names its strongest telling word, and its strongest of all', () => {
    for (const entry of atOnce(rankHeadsForUnit(attention, selfPooling(pooling), unit, direction, false), attention.maps)) {
      const weights = new Float32Array(pooling.units.length);
      poolUnit(
        headMap(attention, attention.maps[entry.layer]!, [entry.layer, entry.head])!,
        selfPooling(pooling),
        unit,
        direction,
        weights,
      );
      const telling = [...weights].map((weight, other) => {
        const { special, punctuation } = pooling.units[other]!;
        return special || punctuation || other === unit || other === unit - 1 || other === unit + 1 ? 0 : weight;
      });
      expect(entry.value).toBe(Math.max(...telling));
      expect(entry.unit).toBe(telling.indexOf(entry.value));
      const near = [...weights].map((weight, other) => {
        const { special, punctuation } = pooling.units[other]!;
        return special || punctuation || Math.abs(other - unit) !== 1 ? 0 : weight;
      });
      expect(entry.nearValue).toBe(Math.max(...near));
      expect(entry.nearUnit).toBe(entry.nearValue > 0 ? near.indexOf(entry.nearValue) : -1);
      expect(entry.topValue).toBe(Math.max(...weights));
      expect(entry.topUnit).toBe(weights.indexOf(entry.topValue));
    }
  });

  test('all heads are there, sorted', () => {
    const ranking = atOnce(rankHeadsForUnit(attention, selfPooling(pooling), unit, direction, false), attention.maps);
    expect(new Set(ranking.map(entry => entry.layer * 5 + entry.head)).size).toBe(15);
    for (const [index, entry] of ranking.slice(1).entries()) expect(entry.value).toBeLessThanOrEqual(ranking[index]!.value);
  });
});

test('without another word there is none; ties go by layer and head; an invalid head comes last', () => {
  const even = [0.5, 0.5, 0.5, 0.5];
  const attention = createAttention(2, 2, [Float32Array.from([NaN, 0, 0, 0, ...even]), Float32Array.from([...even, ...even])]);
  const pooling = createPooling([createUnit([0]), createUnit([1])], 2);
  const nothing = { unit: -1, value: 0, nearUnit: -1, nearValue: 0 };
  const near = { unit: -1, value: 0, nearUnit: 1, nearValue: 0.5 };
  expect(atOnce(rankHeadsForUnit(attention, selfPooling(pooling), 0, 'to', false), attention.maps)).toEqual([
    { layer: 0, head: 0, ...nothing, topUnit: -1, topValue: 0 },
    { layer: 0, head: 1, ...near, topUnit: 0, topValue: 0.5 },
    { layer: 1, head: 0, ...near, topUnit: 0, topValue: 0.5 },
    { layer: 1, head: 1, ...near, topUnit: 0, topValue: 0.5 },
  ]);
});

describe('the heads that are listed', () => {
  /** Six heads in one layer: how much each gives to a word farther away (unit 5) and to a neighbour (unit 2). */
  const ranking = [
    [0.9, 0.1],
    [0.8, 0.85],
    [0.4, 0],
    [0.3, 0],
    [0.2, 0],
    [0.1, 0.7],
    [0.09, 0.95],
    [0.08, 0.6],
    [0.07, 0.01],
    [0, 0],
  ].map(([value, nearValue], head): RankedHead => ({
    layer: 0,
    head,
    unit: value! > 0 ? 5 : -1,
    value: value!,
    nearUnit: nearValue! > 0 ? 2 : -1,
    nearValue: nearValue!,
    topUnit: 0,
    topValue: 0.99,
  }));
  const rows = (head: number | null) =>
    listedHeads(ranking, head === null ? null : [0, head]).map(({ head: number, unit, value, why }) => [number, unit, value, why]);
  const five = [0, 1, 2, 3, 4].map(head => [head, 5, ranking[head]!.value, 'telling']);
  const two = [
    [6, 2, 0.95, 'neighbour'],
    [5, 2, 0.7, 'neighbour'],
  ];

  test('five that go farther, then two that stop at a neighbour, each head once', () => expect(rows(null)).toEqual([...five, ...two]));
  test('the one with most goes farther if any does, else to a neighbour, and is none where all goes elsewhere', () => {
    expect(headWithMost(ranking)).toMatchObject({ head: 0, unit: 5, why: 'telling' });
    expect(headWithMost(ranking.slice(5).map(entry => ({ ...entry, value: 0 })))).toMatchObject({ head: 6, unit: 2, why: 'neighbour' });
    expect(headWithMost(ranking.slice(9))).toBeNull();
  });
  test('the head that is looked through is there, whatever it attends to', () => {
    expect(rows(3)).toEqual([...five, ...two]);
    expect(rows(7)).toEqual([...five, ...two, [7, 2, 0.6, 'neighbour']]);
    expect(rows(8)).toEqual([...five, ...two, [8, 5, 0.07, 'current']]);
    expect(rows(9)).toEqual([...five, ...two, [9, 0, 0.99, 'current']]);
  });
});
