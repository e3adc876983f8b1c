import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { describe, expect, test } from 'vitest';
import { attentionOf, findInvalidHeads, headMap, selectedHeads } from '../../src/core/attention/maps.ts';
import { combineLayers, combineMaps, createPooling, poolMap, poolUnit, selfPooling } from '../../src/core/attention/pooling.ts';
import { rankHeadsForUnit } from '../../src/core/attention/ranking.ts';
import { residualAttention } from '../../src/core/attention/rollout.ts';
import { drawThumbnails } from '../../src/core/attention/thumbnails.ts';
import { allHeads, encoderStack, headIndex, type AttentionStack } from '../../src/core/model/stack.ts';
import { bucketOfWeight, weightScale } from '../../src/core/scale.ts';
import { createRandom } from '../support/random.ts';
import { createUnit, randomUnits } from './attentionFixtures.ts';

const CROSS: AttentionStack = { kind: 'cross', causal: false, rowsSumToOne: true, heads: [1] };
const units = (count: number) => Array.from({ length: count }, (_, token) => createUnit([token]));

describe('two words that attend to two words of another text, by hand', () => {
  // Three columns; the last two are one word. Two rows; each a word.
  const attention = attentionOf(CROSS, 2, 3, [Float32Array.of(0.5, 0.25, 0.25, 0, 0.75, 0.25)]);
  const pooling = { rows: createPooling(units(2), 2), columns: createPooling([createUnit([0]), createUnit([1, 2])], 3) };

  test('a row of each, a column of each', () => {
    const out = new Float32Array(4);
    poolMap(headMap(attention, attention.maps[0]!, [0, 0])!, pooling, out);
    expect([...out]).toEqual([0.5, 0.5, 0, 1]);
    expect([...atOnce(combineMaps(attention, pooling, { kind: 'all' }, 'mean'), attention.maps).values]).toEqual([0.5, 0.5, 0, 1]);
  });

  test('the row of a word is over the columns, its column over the rows', () => {
    const out = new Float32Array(2);
    poolUnit(headMap(attention, attention.maps[0]!, [0, 0])!, pooling, 1, 'to', out);
    expect([...out]).toEqual([0, 1]);
    poolUnit(headMap(attention, attention.maps[0]!, [0, 0])!, pooling, 1, 'by', out);
    expect([...out]).toEqual([0.5, 1]);
    expect([...atOnce(combineLayers(attention, pooling, 0, 'by'), attention.maps).values]).toEqual([0.5, 0]);
  });

  test('a word of the same place in the other text is no neighbour', () => {
    const [entry] = atOnce(rankHeadsForUnit(attention, pooling, 1, 'to', false), attention.maps);
    expect([entry!.unit, entry!.value, entry!.nearUnit]).toEqual([1, 1, -1]);
  });

  test('has thumbnails of two rows and two columns', () => {
    const { rows, columns, buckets } = atOnce(
      drawThumbnails(attention, pooling, { hideSpecial: false, hideSink: false }, 8),
      attention.maps,
    );
    const step = (weight: number, tokens: number) => bucketOfWeight(weight, tokens, weightScale(3));
    expect([rows, columns, ...buckets]).toEqual([2, 2, step(0.5, 1), 0, 0, step(1, 2)]);
  });

  test('cannot be rolled out', () => {
    expect(() => residualAttention(attention, attention.maps[0]!, 0)).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ code: 'unavailable' }) }),
    );
  });
});

describe.each([
  [1, 7, 12, false],
  [2, 12, 7, false],
  [3, 15, 15, true],
  [4, 40, 40, true],
])('seed %i: %i rows, %i columns, causal %s, layers of one to three heads', (seed, rows, columns, causal) => {
  const stack: AttentionStack = { kind: causal ? 'self' : 'cross', causal, rowsSumToOne: true, heads: [2, 1, 3] };
  const attention = attentionOf(stack, rows, columns, randomMaps(seed, stack, rows, columns));
  const rowPooling = createPooling(randomUnits(seed, rows), rows);
  const pooling = causal
    ? selfPooling(rowPooling)
    : { rows: rowPooling, columns: createPooling(randomUnits(seed + 100, columns), columns) };
  const from = pooling.rows.units;
  const to = pooling.columns.units;

  /** Word i to word j by the definition. */
  function naive(layer: number, head: number, row: number, column: number): number {
    const sums = from[row]!.tokens.map(query =>
      to[column]!.tokens.reduce((sum, key) => sum + attention.maps[layer]![(head * rows + query) * columns + key]!, 0),
    );
    return sums.reduce((a, b) => a + b, 0) / sums.length;
  }

  test('no head is invalid, and every head has an index of its own', () => {
    expect([...attention.invalid]).toEqual([]);
    expect(allHeads(stack.heads).map(([layer, head]) => headIndex(stack.heads, layer, head))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test.each(['mean', 'max'] as const)('cells of all heads agree with the definition, %s', combine => {
    const { values, low, high } = atOnce(combineMaps(attention, pooling, { kind: 'all' }, combine), attention.maps);
    for (let row = 0; row < from.length; row++)
      for (let column = 0; column < to.length; column++) {
        const each = allHeads(stack.heads).map(([layer, head]) => naive(layer, head, row, column));
        const at = row * to.length + column;
        expect(values[at]).toBeCloseTo(combine === 'max' ? Math.max(...each) : each.reduce((a, b) => a + b, 0) / 6, 5);
        expect([low[at], high[at]].map(value => value!.toFixed(5))).toEqual([Math.min(...each), Math.max(...each)].map(v => v.toFixed(5)));
      }
  });

  test.each(['to', 'by'] as const)('a word layer by layer, %s', direction => {
    const unit = (direction === 'to' ? from : to).length >> 1;
    const far = direction === 'to' ? to : from;
    const { values } = atOnce(combineLayers(attention, pooling, unit, direction), attention.maps);
    expect(values.length).toBe(3 * far.length);
    for (const [layer, heads] of stack.heads.entries())
      far.forEach((_, other) => {
        const [row, column] = direction === 'to' ? [unit, other] : [other, unit];
        const each = Array.from({ length: heads }, (_, head) => naive(layer, head, row, column));
        expect(values[layer * far.length + other]).toBeCloseTo(each.reduce((a, b) => a + b, 0) / heads, 5);
      });
  });

  test('each ranked head names the strongest word that tells something', () => {
    const unit = from.length >> 1;
    for (const { layer, head, unit: best, value } of atOnce(rankHeadsForUnit(attention, pooling, unit, 'to', false), attention.maps)) {
      const telling = to.map(({ special, punctuation }, other) =>
        special || punctuation || (causal && Math.abs(other - unit) < 2) ? 0 : naive(layer, head, unit, other),
      );
      expect(value).toBeCloseTo(Math.max(...telling), 5);
      if (best >= 0) expect(telling[best]).toBeCloseTo(value, 5);
    }
  });
});

describe('which heads are attention', () => {
  const of = (stack: Partial<AttentionStack>, ...map: number[]) =>
    findInvalidHeads(Float32Array.from(map), 0, { ...encoderStack(1, 1), ...stack }, 2, 2);

  test('rows below 1 only where the stack says so, rows above 1 never', () => {
    expect(of({}, 0.5, 0.25, 0.5, 0.5)).toEqual([0]);
    expect(of({ rowsSumToOne: false }, 0.5, 0.25, 0, 0)).toEqual([]);
    expect(of({ rowsSumToOne: false }, 0.5, 0.6, 0, 0)).toEqual([0]);
    expect(of({ rowsSumToOne: false }, NaN, 0, 0, 0)).toEqual([0]);
    expect(of({ rowsSumToOne: false }, 0.5, -0.1, 0, 0)).toEqual([0]);
  });

  test('weight on a later key is no causal attention', () => {
    expect(of({ causal: true }, 1, 0, 0.5, 0.5)).toEqual([]);
    expect(of({ causal: true }, 0.5, 0.5, 0.5, 0.5)).toEqual([0]);
    expect(of({ causal: true }, 1, NaN, 0.5, 0.5)).toEqual([0]);
  });
});

test('heads that a layer does not have are left out of a selection', () => {
  const heads = [2, 1];
  expect(selectedHeads({ kind: 'heads', heads: [[0, 1], [1, 1]] }, heads)).toEqual([[0, 1]]); // prettier-ignore
  expect(selectedHeads({ kind: 'rollout', layer: 1 }, heads)).toEqual([[0, 0], [0, 1], [1, 0]]); // prettier-ignore
});

/** Seeded maps whose rows sum to 1, over what a row sees. */
function randomMaps(seed: number, stack: AttentionStack, rows: number, columns: number): Float32Array[] {
  const random = createRandom(seed);
  return stack.heads.map(heads => {
    const map = new Float32Array(heads * rows * columns);
    for (let row = 0; row < heads * rows; row++) {
      const seen = stack.causal ? (row % rows) + 1 : columns;
      const weights = Array.from({ length: seen }, () => random() ** 6 + 1e-6);
      const sum = weights.reduce((a, b) => a + b, 0);
      map.set(
        weights.map(weight => weight / sum),
        row * columns,
      );
    }
    return map;
  });
}
