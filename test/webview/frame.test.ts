import { describe, expect, it } from 'vitest';
import { INITIAL_STATE } from '../../src/core/state/viewState.ts';
import type { HostToPanel, PanelMatrix, PanelRun, PanelSnapshot } from '../../src/protocol/panelApi.ts';
import type { PanelParts, PartStatus } from '../../src/protocol/panelParts.ts';
import { EMPTY_INBOX, partHere, receive, type Inbox } from '../../webview/frame.ts';
import { isHostMessage } from '../../webview/host.ts';

/** The run with this number; keys of its matrices are as in `1a`. */
const runOf = (runId: number): HostToPanel => ({ type: 'run', run: { model: {}, summary: { runId } } as PanelRun });
const matrixOf = (key: string): HostToPanel => ({ type: 'matrix', matrix: { key, matrix: { runId: Number(key[0]) } } as PanelMatrix });
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
    [{ kind: 'partial', key, done: 1, total: 4, left: null }, true],
    [{ kind: 'ready', key: 'two' }, false],
    [{ kind: 'partial', key: 'two', done: 1, total: 4, left: null }, false],
    [{ kind: 'computing', done: 1, total: 4 }, false],
    [{ kind: 'waiting', passes: 4, seconds: 20, nearest: null }, false],
  ];
  it.each(kinds)('%j is here: %s', (status, isHere) => {
    const { snapshot } = snapshotOf(1, '') as { snapshot: PanelSnapshot };
    const parts = { path: { type: 'part', name: 'path', key, value } } as const;
    expect(partHere({ snapshot: { ...snapshot, parts: { path: status } }, parts }, 'path')).toBe(isHere ? value : null);
  });
});

describe('pairing of run, matrix and snapshot', () => {
  const view = (sequence: number, key: string) => [matrixOf(key), snapshotOf(sequence, key)];

  it('shows a snapshot with what it belongs to, in any order', () => {
    const three = [runOf(1), matrixOf('1a'), snapshotOf(1, '1a')];
    for (const [x, y, z] of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ] as const) {
      expect(shown(receiveAll(three[x]!, three[y]!))).toBeNull();
      expect(shown(receiveAll(three[x]!, three[y]!, three[z]!))).toEqual([1, '1a']);
    }
  });

  it('keeps the last frame until all of the next is here', () => {
    const before = receiveAll(runOf(1), ...view(1, '1a'));
    expect(shown(receive(before, matrixOf('1b')))).toEqual([1, '1a']);
    expect(shown(receive(before, snapshotOf(2, '1b')))).toEqual([1, '1a']);
    expect(shown([snapshotOf(2, '1b'), matrixOf('1b')].reduce(receive, before))).toEqual([2, '1b']);
    expect(shown(view(2, '2a').reduce(receive, before))).toEqual([1, '1a']);
    expect(shown([...view(2, '2a'), runOf(2)].reduce(receive, before))).toEqual([2, '2a']);
  });

  it('keeps the run, the object itself, while the view changes', () => {
    const before = receiveAll(runOf(1), ...view(1, '1a'));
    const after = view(2, '1b').reduce(receive, before);
    expect(after.frame!.data!.summary).toBe(before.frame!.data!.summary);
    expect(after.frame!.data!.model).toBe(before.frame!.data!.model);
  });

  it('does not lose a matrix that waits to a snapshot of the old key', () => {
    const messages = [...view(1, '1a'), matrixOf('1b'), snapshotOf(2, '1a'), snapshotOf(3, '1b')];
    expect(shown(receiveAll(runOf(1), ...messages))).toEqual([3, '1b']);
  });

  it('drops a snapshot that is not newer than the last', () => {
    expect(shown(receiveAll(runOf(1), ...view(5, '1a'), snapshotOf(4, '1a'), snapshotOf(5, '')))).toEqual([5, '1a']);
  });

  it('needs nothing without a run', () => {
    expect(shown(receiveAll(snapshotOf(0, '')))).toEqual([0, null]);
  });
});

describe('messages from outside', () => {
  it.each([
    null,
    'matrix',
    { type: 'unknown' },
    { type: 'run' },
    { type: 'run', run: { model: {}, summary: {} } },
    { type: 'matrix' },
    { type: 'matrix', matrix: { key: 1, matrix: {} } },
    { type: 'matrix', matrix: { key: 'a' } },
    { type: 'snapshot', snapshot: { sequence: '1', phase: { kind: 'ready' }, state: {}, dataKey: '' } },
    { type: 'snapshot', snapshot: { sequence: 1, phase: null, state: {}, dataKey: '' } },
  ])('drops %j', message => {
    expect(isHostMessage(message)).toBe(false);
  });

  it('lets ours in', () => {
    expect(isHostMessage(runOf(1))).toBe(true);
    expect(isHostMessage(matrixOf('1a'))).toBe(true);
    expect(isHostMessage(snapshotOf(1, 'a'))).toBe(true);
  });
});
