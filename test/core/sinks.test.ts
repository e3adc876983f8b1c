import { USUAL_SCALE } from '../../src/core/scale.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { attentionOf, headMap, type WholeAttention } from '../../src/core/attention/maps.ts';
import { createPooling, poolMap, poolUnit, selfPooling } from '../../src/core/attention/pooling.ts';
import { rankHeadsForUnit } from '../../src/core/attention/ranking.ts';
import { sinkUnits, type TokenSink } from '../../src/core/attention/sinks.ts';
import { drawThumbnails } from '../../src/core/attention/thumbnails.ts';
import type { AttentionStack } from '../../src/core/model/stack.ts';
import { visibilityIn } from '../../src/core/state/viewModel.ts';
import { createRandom } from '../support/random.ts';
import { createUnit, randomUnits } from './attentionFixtures.ts';

/** Seeded maps in which each token of `sinks` takes about its share of every row that sees it, and the rest goes anywhere. */
function withSinks(seed: number, tokens: number, stack: Partial<AttentionStack>, sinks: ReadonlyMap<number, number>): WholeAttention {
  const random = createRandom(seed);
  const full: AttentionStack = { kind: 'self', causal: false, rowsSumToOne: true, heads: [3, 1, 2], ...stack };
  const maps = full.heads.map(heads => {
    const map = new Float32Array(heads * tokens * tokens);
    for (let row = 0; row < heads * tokens; row++) {
      const visible = full.causal ? (row % tokens) + 1 : tokens;
      const weights = Array.from({ length: visible }, () => random() ** 4 + 0.01);
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const taken = [...sinks].filter(([token]) => token < visible);
      const left = 1 - taken.reduce((sum, [, share]) => sum + share, 0);
      weights.forEach((weight, column) => (map[row * tokens + column] = (weight / total) * left));
      for (const [token, share] of taken) map[row * tokens + token]! += share;
    }
    return map;
  });
  return attentionOf(full, tokens, tokens, maps);
}

/** By the letter of the definition: at least 0.05 and three even shares in more than half of all other rows, in the mean of all valid heads. */
function naiveSinks({ stack, rows, columns, maps, invalid }: WholeAttention): TokenSink[] {
  const heads = stack.heads.flatMap((count, layer) => Array.from({ length: count }, (_, head) => [layer, head] as const));
  const valid = heads.filter((_, index) => !invalid.has(index));
  const mean = (row: number, column: number) =>
    valid.reduce((sum, [layer, head]) => sum + maps[layer]![(head * rows + row) * columns + column]!, 0) / valid.length;
  return Array.from({ length: columns }, (_, token) => token)
    .flatMap(token => {
      const others = Array.from({ length: rows }, (_, row) => row).filter(row => stack.kind === 'cross' || row !== token);
      const seeing = others.filter(row => !stack.causal || row >= token);
      const counted = seeing.filter(row => mean(row, token) >= Math.max(0.05, 3 / (stack.causal ? row + 1 : columns)));
      if (counted.length * 2 <= others.length) return [];
      return [{ token, share: seeing.reduce((sum, row) => sum + mean(row, token), 0) / seeing.length }];
    })
    .sort((a, b) => b.share - a.share);
}

describe.each([
  ['causal, the first token', 13, { causal: true }, new Map([[0, 0.6]])],
  ['causal, none', 13, { causal: true }, new Map<number, number>()],
  ['causal, the last but one, which hardly anyone sees', 13, { causal: true }, new Map([[11, 0.9]])],
  [
    'both ways, the first and a full stop',
    40,
    {},
    new Map([
      [0, 0.3],
      [17, 0.2],
    ]),
  ],
  ['both ways, less than three even shares', 10, {}, new Map([[4, 0.1]])],
  ['a text of 60 tokens, less than 0.05', 60, {}, new Map([[4, 0.02]])],
  ['between two texts', 20, { kind: 'cross' as const }, new Map([[3, 0.5]])],
] as const)('%s', (name, tokens, stack, planted) => {
  it.each([1, 2, 3])('is found as the definition says, seed %i', seed => {
    const attention = withSinks(seed, tokens, stack, planted);
    const naive = naiveSinks(attention);
    expect(attention.sinks.map(({ token }) => token)).toEqual(naive.map(({ token }) => token));
    attention.sinks.forEach(({ share }, index) => expect(share).toBeCloseTo(naive[index]!.share, 6));
    const isOne = /first|two texts/.test(name);
    expect(naive.map(({ token }) => token)).toEqual(isOne ? [...planted.keys()] : []);
  });
});

test('an invalid head has no say', () => {
  const attention = withSinks(5, 12, { causal: true }, new Map([[0, 0.6]]));
  attention.maps[0]!.fill(NaN, 0, 144);
  const again = attentionOf(attention.stack, 12, 12, attention.maps);
  expect(again.invalid.size).toBe(1);
  expect(again.sinks).toEqual([{ token: 0, share: expect.closeTo(naiveSinks(again)[0]!.share, 6) }]);
});

test('of a long text a part of the rows is looked at: the same sink, its share to a hundredth', () => {
  const attention = withSinks(6, 400, { causal: true, heads: [2] }, new Map([[0, 0.4]]));
  const [naive] = naiveSinks(attention);
  expect(attention.sinks).toEqual([{ token: 0, share: expect.closeTo(naive!.share, 2) }]);
});

test('a decoder that was trained to sort has none: its tokens all say something', () => {
  const { texts } = JSON.parse(readFileSync('test/fixtures/models/gpt-nano-sort/reference.json', 'utf8')) as {
    texts: { ids: number[]; attention: number[][] }[];
  };
  for (const { ids, attention } of texts) {
    const stack = { kind: 'self', causal: true, rowsSumToOne: true, heads: attention.map(() => 3) } as const;
    const maps = attention.map(map => Float32Array.from(map));
    const { sinks, invalid } = attentionOf(stack, ids.length, ids.length, maps);
    expect([sinks, invalid.size]).toEqual([[], 0]);
  }
});

test('a word that holds sinks takes what they take together', () => {
  const units = [createUnit([0]), createUnit([1, 2]), createUnit([4])];
  const sinks = [1, 2, 3, 4].map(token => ({ token, share: token / 10 }));
  // The third token has no word.
  expect(sinkUnits(sinks, units)).toEqual([
    { unit: 2, share: 0.4 },
    { unit: 1, share: expect.closeTo(0.3, 9) },
  ]);
  expect(sinkUnits([], units)).toEqual([]);
});

describe.each([1, 2, 3, 4])('hidden, seed %i', seed => {
  const tokens = 24;
  const pooling = createPooling(randomUnits(seed, tokens), tokens);
  const sink = 2;
  const [token] = pooling.units[sink]!.tokens;
  const attention = withSinks(seed, tokens, { causal: seed % 2 === 0 }, new Map([[token!, 0.5]]));
  const { units } = pooling;

  test('heads are ranked by their strongest word that is no sink; what it attends to most of all stays', () => {
    const unit = units.length - 3;
    const rank = (hideSink: boolean) => atOnce(rankHeadsForUnit(attention, selfPooling(pooling), unit, 'to', hideSink), attention.maps);
    for (const { layer, head, unit: named, value, topUnit } of rank(true)) {
      const weights = new Float32Array(units.length);
      poolUnit(headMap(attention, attention.maps[layer]!, [layer, head])!, selfPooling(pooling), unit, 'to', weights);
      const telling = [...weights].map((weight, other) =>
        units[other]!.special || units[other]!.punctuation || Math.abs(other - unit) <= 1 || other === sink ? 0 : weight,
      );
      expect([value, named]).toEqual([Math.max(...telling), telling.indexOf(Math.max(...telling))]);
      expect(topUnit).toBe(weights.indexOf(Math.max(...weights)));
    }
    const isWord = !units[sink]!.special && !units[sink]!.punctuation;
    if (isWord) expect(rank(false).every(({ unit: named }) => named === sink)).toBe(true);
    expect(rank(true).some(({ unit: named }) => named === sink)).toBe(false);
  });

  test('nothing of it is drawn small, and the rest has the colours that the matrix of the head has', () => {
    const draw = (hideSink: boolean) =>
      atOnce(drawThumbnails(attention, selfPooling(pooling), { hideSpecial: false, hideSink }, 64), attention.maps);
    const side = units.length;
    const { causal } = attention.stack;
    for (const hideSink of [true, false]) {
      const { buckets } = draw(hideSink);
      const values = new Float32Array(side ** 2);
      poolMap(headMap(attention, attention.maps[2]!, [2, 1])!, selfPooling(pooling), values);
      const none = new Float32Array();
      const sinks = sinkUnits(attention.sinks, units);
      const matrix = { rows: side, columns: side, causal, hasSink: false, sinks, values, low: none, high: none, headCount: 1 };
      const { bucketOf } = visibilityIn(matrix, units, tokens, { hideSink, scale: USUAL_SCALE });
      const expected = Uint8Array.from(values, (weight, cell) => bucketOf(weight, Math.floor(cell / side), cell % side));
      expect(buckets.slice(-(side ** 2))).toEqual(expected);
      expect(expected.some((bucket, cell) => bucket > 0 && cell % side === sink)).toBe(!hideSink);
    }
    const count = (hideSink: boolean) => draw(hideSink).buckets.filter((bucket, cell) => bucket > 0 && cell % side !== sink).length;
    expect(count(true)).toBeGreaterThan(count(false));
  });
});
