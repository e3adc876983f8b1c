import { describe, expect, it } from 'vitest';
import type { HeadRef, Lens } from '../../src/core/attention/lens.ts';
import { lensNote } from '../../src/core/describe/lensNote.ts';

const evidence = [
  { measure: 'the name a pronoun stands for', value: 0.73, baseline: 0.52, baselineName: 'nearest mention', data: 'GAP', cases: 454 },
];
const lensOf = (id: string, heads: readonly HeadRef[], isMeasured = true): Lens => ({
  id,
  name: id,
  description: '',
  selection: { kind: 'heads', heads },
  combine: 'mean',
  evidence: isMeasured ? evidence : [],
});
const lenses = [
  lensOf('Reference', [[3, 1]]),
  lensOf('Both', [
    [2, 0],
    [3, 2],
  ]),
  lensOf('Unmeasured', [[1, 1]], false),
];
const FOUND = 'It finds the name a pronoun stands for in 73 % of cases (nearest mention: 52 %).';

describe('what the heads that are looked through are known for', () => {
  it('is said of a lens with its heads and its evidence, and of the head that a lens is', () => {
    expect(lensNote({ kind: 'lens', id: 'Reference' }, lenses)).toBe(`Reference is one head, L3 H1. ${FOUND}`);
    expect(lensNote({ kind: 'head', layer: 3, head: 1 }, lenses)).toBe(`Reference is one head, L3 H1. ${FOUND}`);
    expect(lensNote({ kind: 'lens', id: 'Both' }, lenses)).toBe(`Both is made of 2 heads. ${FOUND}`);
  });
  it('is nothing where nobody measured it: a lens that claims nothing, a head that is part of a lens, a layer', () => {
    for (const view of [
      { kind: 'lens', id: 'Unmeasured' },
      { kind: 'lens', id: 'gone' },
      { kind: 'head', layer: 2, head: 0 },
      { kind: 'head', layer: 1, head: 1 },
      { kind: 'layer', layer: 3 },
      { kind: 'rollout', layer: 3 },
    ] as const)
      expect(lensNote(view, lenses)).toBe('');
  });
});
