import { expect, test } from 'vitest';
import type { Lens } from '../../src/core/attention/lens.ts';
import { preferredView } from '../../src/core/attention/preferredView.ts';

const lens = (id: string, name: string): Lens => ({
  id,
  name,
  description: '',
  selection: { kind: 'all' },
  combine: 'mean',
  evidence: [],
});
const LENSES = [lens('reference', 'Reference'), lens('l3', 'Third')];

test.each([
  ['', null],
  ['  ', null],
  [' Reference ', { kind: 'lens', id: 'reference' }],
  ['third', { kind: 'lens', id: 'l3' }],
  // The name of a lens comes before a place.
  ['L3', { kind: 'lens', id: 'l3' }],
  ['L1 H2', { kind: 'head', layer: 1, head: 2 }],
  ['l0h1', { kind: 'head', layer: 0, head: 1 }],
  ['1.2', { kind: 'head', layer: 1, head: 2 }],
  ['L0', { kind: 'layer', layer: 0 }],
  ['L1 H3', null],
  ['L2', null],
  ['Coreference', null],
])('%j', (written, view) => {
  expect(preferredView(written, LENSES, [2, 3])).toEqual(view);
});
