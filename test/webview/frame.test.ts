import { describe, expect, it } from 'vitest';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { HostToPanel, PanelData, PanelSnapshot } from '../../src/protocol/panelApi.ts';
import type { PanelParts, PartStatus } from '../../src/protocol/panelParts.ts';
import { EMPTY_INBOX, partHere, receive, type Inbox } from '../../webview/frame.ts';
import { isHostMessage } from '../../webview/host.ts';

const dataOf = (key: string): HostToPanel => ({ type: 'data', data: { key } as PanelData });
const snapshotOf = (sequence: number, dataKey: string): HostToPanel => ({
  type: 'snapshot',
  snapshot: { sequence, dataKey, phase: { kind: 'ready' }, state: INITIAL_STATE, parts: {} } as PanelSnapshot,
});
const receiveAll = (...messages: readonly HostToPanel[]): Inbox => messages.reduce(receive, EMPTY_INBOX);
const shown = ({ frame }: Inbox) => frame && [frame.snapshot.sequence, frame.data?.key ?? null];

describe('a part', () => {
  const key = 'one';
  const value = {} as PanelParts['path'];
  const kinds: readonly [PartStatus, boolean][] = [
    [{ kind: 'ready', key }, true],
    [{ kind: 'partial', key, done: 1, total: 4 }, true],
    [{ kind: 'ready', key: 'two' }, false],
    [{ kind: 'partial', key: 'two', done: 1, total: 4 }, false],
    [{ kind: 'computing', done: 1, total: 4 }, false],
    [{ kind: 'waiting', passes: 4, seconds: 20, nearest: null }, false],
  ];
  it.each(kinds)('%j is here: %s', (status, isHere) => {
    const { snapshot } = snapshotOf(1, '') as { snapshot: PanelSnapshot };
    const parts = { path: { type: 'part', name: 'path', key, value } } as const;
    expect(partHere({ snapshot: { ...snapshot, parts: { path: status } }, parts }, 'path')).toBe(isHere ? value : null);
  });
});

describe('pairing of data and snapshots', () => {
  it('shows a snapshot with its data, in either order', () => {
    expect(shown(receiveAll(dataOf('a'), snapshotOf(1, 'a')))).toEqual([1, 'a']);
    expect(shown(receiveAll(snapshotOf(1, 'a'), dataOf('a')))).toEqual([1, 'a']);
  });

  it('keeps the last pair until the other half is here', () => {
    const before = receiveAll(dataOf('a'), snapshotOf(1, 'a'));
    expect(shown(receive(before, dataOf('b')))).toEqual([1, 'a']);
    expect(shown(receive(before, snapshotOf(2, 'b')))).toEqual([1, 'a']);
    expect(shown(receive(receive(before, snapshotOf(2, 'b')), dataOf('b')))).toEqual([2, 'b']);
  });

  it('does not lose waiting data to a snapshot of the old key', () => {
    expect(shown(receiveAll(dataOf('a'), snapshotOf(1, 'a'), dataOf('b'), snapshotOf(2, 'a'), snapshotOf(3, 'b')))).toEqual([3, 'b']);
  });

  it('drops a snapshot that is not newer than the last', () => {
    expect(shown(receiveAll(dataOf('a'), snapshotOf(5, 'a'), snapshotOf(4, 'a'), snapshotOf(5, '')))).toEqual([5, 'a']);
  });

  it('needs no data without a run', () => {
    expect(shown(receiveAll(snapshotOf(0, '')))).toEqual([0, null]);
  });
});

describe('messages from outside', () => {
  it.each([
    null,
    'data',
    { type: 'unknown' },
    { type: 'data' },
    { type: 'data', data: { key: 1 } },
    { type: 'snapshot', snapshot: { sequence: '1', phase: { kind: 'ready' }, state: {}, dataKey: '' } },
    { type: 'snapshot', snapshot: { sequence: 1, phase: null, state: {}, dataKey: '' } },
  ])('drops %j', message => {
    expect(isHostMessage(message)).toBe(false);
  });

  it('lets ours in', () => {
    expect(isHostMessage(dataOf('a'))).toBe(true);
    expect(isHostMessage(snapshotOf(1, 'a'))).toBe(true);
  });
});
