import type { PersistedPanel } from '../../../src/protocol/panelApi.ts';

/** What a view kept through a window reload. */
export const KEPT: PersistedPanel = {
  uri: 'file:/a.txt',
  range: [0, 0, 0, 7],
  hash: '0'.repeat(64),
  second: null,
  within: null,
  view: { kind: 'lens', id: 'all' },
  chat: false,
  folding: { map: true },
};

/** The same of two texts. */
export const KEPT_PAIR: PersistedPanel = { ...KEPT, second: { uri: 'file:/b.txt', range: [1, 0, 1, 4], hash: '1'.repeat(64) } };
