import type { PersistedPanel } from '../../../src/protocol/panelApi.ts';

/** What a view kept through a window reload. */
export const KEPT: PersistedPanel = {
  uri: 'file:/a.txt',
  range: [0, 0, 0, 7],
  hash: '0'.repeat(64),
  view: { kind: 'lens', id: 'all' },
  chat: false,
  folding: { map: true },
};
