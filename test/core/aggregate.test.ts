import { atOnce } from '../../src/core/attention/layerWalk.ts';
import { describe, expect, test } from 'vitest';
import {
  combineLayers,
  combineMaps,
  createPooling,
  poolMap,
  poolUnit,
  selfPooling,
  type Pooling,
} from '../../src/core/attention/pooling.ts';
import { equalHeads } from '../../src/core/model/stack.ts';
import { headMap, selectedHeads, type WholeAttention } from '../../src/core/attention/maps.ts';
import type { Combine, Direction, HeadRef, HeadSelection } from '../../src/core/attention/lens.ts';
import { createAttention, createUnit, randomAttention, randomUnits } from './attentionFixtures.ts';

/** Word i to word j by the definition, one cell at a time: mean over i's tokens of the sum over j's tokens. */
function naiveCell(attention: WholeAttention, pooling: Pooling, [layer, head]: HeadRef, from: number, to: number): number {
  const map = headMap(attention, attention.maps[layer]!, [layer, head])!;
  const queries = pooling.units[from]!.tokens;
  const sums = queries.map(query => pooling.units[to]!.tokens.reduce((sum, key) => sum + map[query * attention.columns + key]!, 0));
  return sums.reduce((a, b) => a + b, 0) / queries.length;
}

describe('three tokens, the last two one word', () => {
  const map = [0.5, 0.2, 0.3, 0.1, 0.4, 0.5, 0.3, 0.6, 0.1];
  const attention = createAttention(1, 3, [Float32Array.from(map)]);
  const pooling = createPooling([createUnit([0]), createUnit([1, 2])], 3);

  test('sum over the attended tokens, mean over the attending ones', () => {
    const out = new Float32Array(4);
    poolMap(headMap(attention, attention.maps[0]!, [0, 0])!, selfPooling(pooling), out);
    // Row 1: to word 0 (0.1 + 0.3) / 2; to word 1 (0.4 + 0.5 + 0.6 + 0.1) / 2.
    expect(Array.from(out).map(value => value.toFixed(6))).toEqual(['0.500000', '0.500000', '0.200000', '0.800000']);
  });

  test('one column is what attends to the word', () => {
    const out = new Float32Array(2);
    poolUnit(headMap(attention, attention.maps[0]!, [0, 0])!, selfPooling(pooling), 1, 'by', out);
    expect(Array.from(out).map(value => value.toFixed(6))).toEqual(['0.500000', '0.800000']);
  });
});

describe.each([1, 2, 3, 4, 5])('seed %i agrees with the definition', seed => {
  const attention = randomAttention(seed, 3, 4, 23);
  const pooling = createPooling(randomUnits(seed, 23), 23);
  const count = pooling.units.length;

  test.each<[string, HeadSelection]>([
    ['one head', { kind: 'heads', heads: [[1, 2]] }],
    ['three heads', { kind: 'heads', heads: [[2, 3], [0, 0], [1, 1]] }], // prettier-ignore
    ['a layer', { kind: 'layer', layer: 2 }],
    ['all heads', { kind: 'all' }],
  ])('%s', (_, selection) => {
    const heads = selectedHeads(selection, equalHeads(3, 4));
    for (const combine of ['mean', 'max'] satisfies Combine[]) {
      const combined = atOnce(combineMaps(attention, selfPooling(pooling), selection, combine), attention.maps);
      expect(combined.headCount).toBe(heads.length);
      expect(combined.low.length).toBe(heads.length === 1 ? 0 : count * count);
      for (let from = 0; from < count; from++) {
        for (let to = 0; to < count; to++) {
          const cells = heads.map(head => naiveCell(attention, pooling, head, from, to));
          const mean = cells.reduce((a, b) => a + b, 0) / cells.length;
          const index = from * count + to;
          expect(combined.values[index]).toBeCloseTo(combine === 'mean' ? mean : Math.max(...cells), 5);
          if (heads.length === 1) continue;
          expect(combined.low[index]).toBeCloseTo(Math.min(...cells), 5);
          expect(combined.high[index]).toBeCloseTo(Math.max(...cells), 5);
        }
      }
    }
  });

  test.each<Direction>(['to', 'by'])('one word through the layers, %s', direction => {
    const unit = count >> 1;
    const slice = atOnce(combineLayers(attention, selfPooling(pooling), unit, direction), attention.maps);
    for (let layer = 0; layer < 3; layer++) {
      for (let other = 0; other < count; other++) {
        const [from, to] = direction === 'to' ? [unit, other] : [other, unit];
        const cells = [0, 1, 2, 3].map(head => naiveCell(attention, pooling, [layer, head], from, to));
        const index = layer * count + other;
        expect(slice.values[index]).toBeCloseTo(cells.reduce((a, b) => a + b, 0) / 4, 5);
        expect(slice.low[index]).toBeCloseTo(Math.min(...cells), 5);
        expect(slice.high[index]).toBeCloseTo(Math.max(...cells), 5);
      }
    }
  });

  test('one token per unit is left as it is', () => {
    const pieces = createPooling(
      Array.from({ length: 23 }, (_, token) => createUnit([token])),
      23,
    );
    const combined = atOnce(combineMaps(attention, selfPooling(pieces), { kind: 'heads', heads: [[0, 1]] }, 'mean'), attention.maps);
    expect(combined.values).toEqual(headMap(attention, attention.maps[0]!, [0, 1]));
  });
});

describe('an invalid head', () => {
  const good = [0.5, 0.5, 0.25, 0.75];
  const pooling = createPooling([createUnit([0]), createUnit([1])], 2);

  test.each([
    ['NaN', [NaN, 0.5, 0.25, 0.75]],
    ['infinity', [Infinity, 0.5, 0.25, 0.75]],
    ['a row that sums to 1.01', [0.5, 0.51, 0.25, 0.75]],
    ['a negative weight', [1.2, -0.2, 0.25, 0.75]],
    ['an all-zero row', [0, 0, 0.25, 0.75]],
  ])('%s is left out of a combination and is NaN on its own', (_, bad) => {
    const attention = createAttention(2, 2, [Float32Array.from([...bad, ...good])]);
    expect([...attention.invalid]).toEqual([0]);
    expect(
      Array.from(atOnce(combineMaps(attention, selfPooling(pooling), { kind: 'heads', heads: [[0, 0]] }, 'mean'), attention.maps).values),
    ).toEqual([NaN, NaN, NaN, NaN]);
    const all = atOnce(combineMaps(attention, selfPooling(pooling), { kind: 'all' }, 'mean'), attention.maps);
    expect(Array.from(all.values)).toEqual(good);
    expect(all.headCount).toBe(1);
    const layers = atOnce(combineLayers(attention, selfPooling(pooling), 0, 'to'), attention.maps);
    expect([...layers.values, ...layers.low, ...layers.high]).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });
});

test('heads the model does not have are left out of a selection', () => {
  const heads: HeadRef[] = [[0, 0], [3, 0], [0, 4], [-1, 0], [0.5, 1]]; // prettier-ignore
  expect(selectedHeads({ kind: 'heads', heads }, equalHeads(3, 4))).toEqual([[0, 0]]);
  expect(selectedHeads({ kind: 'layer', layer: 3 }, equalHeads(3, 4))).toEqual([]);
});
