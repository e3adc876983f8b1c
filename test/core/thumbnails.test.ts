import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { describe, expect, test } from 'vitest';
import { createPooling, poolMap, selfPooling } from '../../src/core/attention/pooling.ts';
import { attentionOf, headMap, type Attention } from '../../src/core/attention/maps.ts';
import { encoderStack } from '../../src/core/model/stack.ts';
import { bucketOfWeight, weightScale } from '../../src/core/scale.ts';
import { drawThumbnails } from '../../src/core/attention/thumbnails.ts';
import { createAttention, createUnit, randomAttention, randomUnits } from './attentionFixtures.ts';

describe.each([
  [11, false, 64],
  [12, true, 64],
  [13, false, 7],
  [14, true, 5],
  [15, true, 1],
])('seed %i, special tokens hidden %s, at most %i cells', (seed, hideSpecial, maxSide) => {
  const tokens = 31;
  const attention = randomAttention(seed, 2, 3, tokens);
  const pooling = createPooling(randomUnits(seed, tokens), tokens);

  test('every cell is the largest bucket it covers', () => {
    const {
      rows: side,
      columns,
      buckets,
    } = atOnce(drawThumbnails(attention, selfPooling(pooling), { hideSpecial, hideSink: false }, maxSide), attention.maps);
    const visible = [...pooling.units.keys()].filter(unit => !hideSpecial || pooling.units[unit]!.start >= 0);
    expect(columns).toBe(side);
    expect(side).toBe(Math.min(maxSide, visible.length));
    const expected = new Uint8Array(6 * side * side);
    for (let head = 0; head < 6; head++) {
      const pooled = new Float32Array(pooling.units.length ** 2);
      poolMap(headMap(attention, attention.maps[Math.floor(head / 3)]!, [Math.floor(head / 3), head % 3])!, selfPooling(pooling), pooled);
      for (const [row, from] of visible.entries()) {
        for (const [column, to] of visible.entries()) {
          const cellRow = Math.floor((row * side) / visible.length);
          const cell = (head * side + cellRow) * side + Math.floor((column * side) / visible.length);
          expected[cell] = Math.max(
            expected[cell]!,
            bucketOfWeight(pooled[from * pooling.units.length + to]!, pooling.units[to]!.tokens.length, weightScale(tokens)),
          );
        }
      }
    }
    expect(buckets).toEqual(expected);
    expect(new Set(buckets).size).toBeGreaterThan(1);
  });
});

test('an invalid head is blank', () => {
  const attention = createAttention(2, 2, [Float32Array.from([NaN, 0, 0, 1, 1, 0, 0, 1])]);
  const { buckets } = atOnce(
    drawThumbnails(
      attention,
      selfPooling(createPooling([createUnit([0]), createUnit([1])], 2)),
      { hideSpecial: false, hideSink: false },
      8,
    ),
    attention.maps,
  );
  expect([...buckets]).toEqual([0, 0, 0, 0, 8, 0, 0, 8]);
});

test('what each head gives the sinks is the mean over the other words that see one', () => {
  // Of three tokens the second is a sink; the first does not see it.
  const heads = [
    [1, 0, 0, 0.5, 0.5, 0, 0.25, 0.5, 0.25],
    [1, 0, 0, 1, 0, 0, 1, 0, 0],
    [1, 0, 0, NaN, 0, 0, 1, 0, 0],
  ];
  const attention = attentionOf({ ...encoderStack(1, 3), causal: true }, 3, 3, [Float32Array.from(heads.flat())]);
  const pooling = selfPooling(createPooling([createUnit([0]), createUnit([1]), createUnit([2])], 3));
  const draw = (sinks: Attention['sinks']) =>
    atOnce(drawThumbnails({ ...attention, sinks }, pooling, { hideSpecial: false, hideSink: false }, 8), attention.maps).sinkShares;
  expect([...draw([{ token: 1, share: 0.5 }])]).toEqual([0.5, 0, NaN]);
  expect([...draw([])]).toEqual([]);
});
