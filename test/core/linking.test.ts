import { describe, expect, test } from 'vitest';
import { lensesOfHead, poolingOfEnds, sortLinks, waysOf, weightsBetween, type LinkingHead } from '../../src/core/attention/linking.ts';
import { atOnce } from '../../src/core/attention/layerWalk.ts';
import type { HeadRef, HeadSelection, Lens } from '../../src/core/attention/lens.ts';
import { createPooling, selfPooling } from '../../src/core/attention/pooling.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import { createRandom } from '../support/random.ts';
import { createUnit, randomAttention, randomUnits } from './attentionFixtures.ts';

/** Its definition, token by token. */
function naive(map: Float32Array, tokens: number, queries: readonly number[], keys: readonly number[]): number {
  let sum = 0;
  for (const query of queries) for (const key of keys) sum += map[query * tokens + key]!;
  return sum / queries.length;
}

test('what one end gives another: the mean of its queries, the sum of the keys, of random texts, both ways', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = createRandom(seed);
    const tokens = 8 + Math.floor(random() * 20);
    const attention = randomAttention(seed, 2, 3, tokens);
    const units = randomUnits(seed, tokens);
    const pooling = createPooling(units, tokens);
    const middle = 1 + Math.floor(random() * (units.length - 1));
    const pick = (from: number, to: number) => units.map((_, unit) => unit).filter(unit => unit >= from && unit < to && random() < 0.6);
    const [from, to] = [pick(0, middle), pick(middle, units.length)];
    if (from.length === 0 || to.length === 0) continue;
    const ends = poolingOfEnds(pooling, from.toReversed(), to);
    const tokensOf = (end: readonly number[]) => end.flatMap(unit => units[unit]!.tokens);
    for (const [row, column, queries, keys] of [
      [0, 1, tokensOf(from), tokensOf(to)],
      [1, 0, tokensOf(to), tokensOf(from)],
    ] as const) {
      const found = atOnce(weightsBetween(attention, selfPooling(ends), row, column), attention.maps);
      const size = tokens ** 2;
      const expected = attention.maps.flatMap(maps => [0, 1, 2].map(head => naive(maps.subarray(head * size), tokens, queries, keys)));
      expect(found).toHaveLength(expected.length);
      for (const [index, weight] of found.entries()) expect(weight).toBeCloseTo(expected[index]!, 6);
    }
  }
});

test('a head whose values are no attention has no number, and comes last', () => {
  const attention = { ...randomAttention(3, 1, 2, 6), invalid: new Set([0]) };
  const ends = poolingOfEnds(createPooling(randomUnits(3, 6), 6), [0], [1]);
  const [first, second] = atOnce(weightsBetween(attention, selfPooling(ends), 0, 1), attention.maps);
  expect([first, Number.isFinite(second)]).toEqual([NaN, true]);
  const heads = [NaN, 0].map((weight, head): LinkingHead => ({ layer: 0, head, there: weight, back: weight }));
  for (const order of ['larger', 'there', 'back', 'layer'] as const)
    expect(sortLinks(heads, order).map(({ head }) => head)).toEqual([1, 0]);
});

describe('ends', () => {
  const pooling = createPooling(
    [[0], [1, 2], [3], [4]].map(tokens => createUnit(tokens)),
    5,
  );

  test('share no word, and are there', () => {
    expect(() => poolingOfEnds(pooling, [1, 2], [2])).toThrow(RangeError);
    expect(() => poolingOfEnds(pooling, [], [2])).toThrow(RangeError);
    expect(() => poolingOfEnds(pooling, [1], [4])).toThrow(RangeError);
  });

  test('an even share is that of what the end sees; a decoder sees nothing that is later', () => {
    const ends = poolingOfEnds(pooling, [2, 3], [1]);
    expect(waysOf({ stack: encoderStack(1, 1) }, ends)).toEqual({ there: { even: 2 / 5, seen: true }, back: { even: 2 / 5, seen: true } });
    const causal = waysOf({ stack: { ...encoderStack(1, 1), causal: true } }, ends);
    // Token 3 sees 4 tokens, token 4 all 5.
    expect(causal.there).toEqual({ even: (2 / 4 + 2 / 5) / 2, seen: true });
    expect(causal.back).toEqual({ even: 0, seen: false });
  });
});

test('heads in the order that is asked for', () => {
  const heads = [
    [0.1, 0.5],
    [0.4, 0.2],
    [0.3, 0.5],
  ].map(([there, back], head): LinkingHead => ({ layer: 2 - head, head, there: there!, back: back! }));
  const order = (by: Parameters<typeof sortLinks>[1]) => sortLinks(heads, by).map(({ head }) => head);
  expect(order('larger')).toEqual([2, 0, 1]);
  expect(order('there')).toEqual([1, 2, 0]);
  expect(order('back')).toEqual([2, 0, 1]);
  expect(order('layer')).toEqual([2, 1, 0]);
});

test('a head is named after the smallest lens that looks through it, never after a mean of all', () => {
  const lens = (id: string, selection: HeadSelection): Lens => ({
    id,
    name: id,
    description: '',
    selection,
    combine: 'mean',
    evidence: [],
  });
  const heads = (...refs: readonly HeadRef[]): HeadSelection => ({ kind: 'heads', heads: refs });
  const lenses = [
    lens('all', { kind: 'all' }),
    lens('two', heads([0, 1], [1, 1])),
    lens('one', heads([0, 1])),
    lens('layer', { kind: 'layer', layer: 0 }),
  ];
  expect(lensesOfHead(lenses, [0, 1]).map(({ id }) => id)).toEqual(['one', 'two']);
  expect(lensesOfHead(lenses, [0, 0])).toEqual([]);
});
