import { expect, it, vi } from 'vitest';
import * as standIn from './standIn/vscode.ts';
import { FindingStore } from '../../src/host/findings/store.ts';
import type { Finding } from '../../src/session/findings/finding.ts';

vi.mock('vscode', () => import('./standIn/vscode.ts'));

const FINDING: Finding = {
  id: 'one',
  model: { directory: '/m', isBuiltIn: false, name: 'm', variant: '', fingerprint: 'f' },
  text: { uri: 'file:/cat.txt', label: 'cat.txt', range: [0, 0, 0, 7], length: 7, hash: 'h', chat: false },
  second: null,
  look: { view: { kind: 'head', layer: 0, head: 1 }, direction: 'to', level: 'words', within: null },
  units: { from: 1, to: [] },
  said: { heads: 'L0 H1', word: 'cat', linked: [], verb: 'attends to', rows: [{ word: 'the', value: '0.90' }], note: '' },
  note: '',
};

it('what is kept, noted and removed is read at once, and what cannot be read stays where it is', async () => {
  const memory = standIn.mementoOf();
  await memory.update('findings', [{ from: 'a later version' }]);
  const store = new FindingStore(memory as never);
  const all = () => store.all.map(({ id, note }) => [id, note]);
  expect([all(), store.hasAny]).toEqual([[], true]);
  await store.keep(FINDING);
  expect(all()).toEqual([['one', '']]);
  await store.annotate(FINDING, 'mine');
  expect(all()).toEqual([['one', 'mine']]);
  await store.remove(FINDING);
  expect(all()).toEqual([]);
  expect(memory.get('findings')).toEqual([{ from: 'a later version' }]);
});
