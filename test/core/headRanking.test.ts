import { describe, expect, test } from 'vitest';
import { createPooling, poolUnit } from '../../src/core/aggregate.ts';
import { headMap } from '../../src/core/attention.ts';
import { rankHeadsForUnit } from '../../src/core/headRanking.ts';
import type { Direction } from '../../src/core/lens.ts';
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
    for (const entry of rankHeadsForUnit(attention, pooling, unit, direction)) {
      const weights = new Float32Array(pooling.units.length);
      poolUnit(headMap(attention, entry.layer, entry.head)!, pooling, unit, direction, weights);
      const telling = [...weights].map((weight, other) => {
        const { special, punctuation } = pooling.units[other]!;
        return special || punctuation || other === unit || other === unit - 1 || other === unit + 1 ? 0 : weight;
      });
      expect(entry.value).toBe(Math.max(...telling));
      expect(entry.unit).toBe(telling.indexOf(entry.value));
      expect(entry.topValue).toBe(Math.max(...weights));
      expect(entry.topUnit).toBe(weights.indexOf(entry.topValue));
    }
  });

  test('all heads are there, sorted', () => {
    const ranking = rankHeadsForUnit(attention, pooling, unit, direction);
    expect(new Set(ranking.map(entry => entry.layer * 5 + entry.head)).size).toBe(15);
    for (const [index, entry] of ranking.slice(1).entries()) expect(entry.value).toBeLessThanOrEqual(ranking[index]!.value);
  });
});

test('without another word there is none; ties go by layer and head; an invalid head comes last', () => {
  const even = [0.5, 0.5, 0.5, 0.5];
  const attention = createAttention(2, 2, [Float32Array.from([NaN, 0, 0, 0, ...even]), Float32Array.from([...even, ...even])]);
  const pooling = createPooling([createUnit([0]), createUnit([1])], 2);
  const nothing = { unit: -1, value: 0 };
  expect(rankHeadsForUnit(attention, pooling, 0, 'to')).toEqual([
    { layer: 0, head: 0, ...nothing, topUnit: -1, topValue: 0 },
    { layer: 0, head: 1, ...nothing, topUnit: 0, topValue: 0.5 },
    { layer: 1, head: 0, ...nothing, topUnit: 0, topValue: 0.5 },
    { layer: 1, head: 1, ...nothing, topUnit: 0, topValue: 0.5 },
  ]);
});
