import { describe, expect, it } from 'vitest';
import { clusterCosines } from '../../src/core/vectors/clusters.ts';
import type { OccurrencePart } from '../../src/protocol/panelParts.ts';
import { cosineCells, cosinesOf, groupCurves, smallestCosine } from '../../src/draw/views/compare.ts';

const ones = new Float32Array(9).fill(1);
/** Places 0 and 2 are alike. */
const apart = Float32Array.of(1, 0.5, 0.9, 0.5, 1, 0.6, 0.9, 0.6, 1);

function partWith(...groups: string[]): OccurrencePart {
  return {
    word: 'bank',
    context: 'text',
    items: groups.map((group, line) => ({ document: 'a.md', line: line + 1, before: '', word: 'bank', after: '', group, live: true })),
    slice: { found: [0, 1, 2], unknown: ['none', 'none', 'none'], size: 3, windowed: 0, fixed: ones, states: [ones, apart] },
    beyond: 0,
    unread: 0,
    cut: [],
    edited: [],
    outside: false,
    elsewhere: [],
  };
}

describe('cosines of the places', () => {
  it('come from the word table or from a hidden state, and from the table where there is none', () => {
    const part = partWith('', '', '');
    expect([cosinesOf(part, 'fixed'), cosinesOf(part, 1), cosinesOf(part, 7)]).toEqual([ones, apart, ones]);
  });

  it('are drawn in the order of the clusters, from the smallest of all states on, the diagonal bare', () => {
    const part = partWith('', '', '');
    const smallest = smallestCosine(part);
    expect(smallest).toBe(0.5);
    const cells = cosineCells(apart, 3, [1, 2, 0], smallest);
    expect([...cells.buckets]).toEqual([0, 2, 1, 2, 0, 7, 1, 7, 0]);
    expect(cells.valueAt(0, 1)).toBeCloseTo(0.6);
    expect([...cosineCells(ones, 3, [0, 1, 2], smallest).buckets]).toEqual([0, 8, 8, 8, 0, 8, 8, 8, 0]);
  });
});

describe('groups through the states', () => {
  const clusters = clusterCosines(apart, 3);
  it('are those of clustering until two names are given', () => {
    for (const part of [partWith('', '', ''), partWith('money', '', 'money')]) {
      const { named, within, between } = groupCurves(part, clusters, 1);
      expect(named).toBe(false);
      expect(within[1]).toBeCloseTo(0.9);
      expect(between[1]).toBeCloseTo(0.55);
    }
  });
  it('are the named ones then', () => {
    const { named, within, between, figures } = groupCurves(partWith('money', 'money', 'river'), clusters, 1);
    expect(named).toBe(true);
    expect(within[1]).toBeCloseTo(0.5);
    expect(between[1]).toBeCloseTo(0.75);
    expect(figures.between).toBeCloseTo(0.75);
  });
});
