import type { HostToPanel, PanelData, PanelSnapshot, PartMessage } from '../src/protocol/panelApi.ts';
import type { PanelParts, PartName } from '../src/protocol/panelParts.ts';

/** What is on screen: a snapshot and the data it belongs to, always a matching pair. */
export interface Frame {
  readonly snapshot: PanelSnapshot;
  /** null without a run. */
  readonly data: PanelData | null;
  readonly parts: ReceivedParts;
}

/** The latest of every part that came, whatever its key. */
export type ReceivedParts = { readonly [name in PartName]?: PartMessage };

/** A part that is here, as the snapshot says: ready, or some of it, which the part says itself; null otherwise. */
export function partHere<N extends PartName>({ snapshot, parts }: Omit<Frame, 'data'>, name: N): PanelParts[N] | null {
  const status = snapshot.parts[name];
  const received = parts[name];
  const isHere = status?.kind === 'ready' || status?.kind === 'partial' || status?.kind === 'stopped';
  return isHere && received?.key === status.key ? (received.value as PanelParts[N]) : null;
}

/** Messages received so far. `frame` is what to show; the rest waits for its other half. */
export interface Inbox {
  readonly frame: Frame | null;
  readonly waitingData: PanelData | null;
  readonly waitingSnapshot: PanelSnapshot | null;
  readonly parts: ReceivedParts;
  readonly lastSequence: number;
}

export const EMPTY_INBOX: Inbox = { frame: null, waitingData: null, waitingSnapshot: null, parts: {}, lastSequence: -1 };

/**
 * Data and snapshots come as two messages, in either order. A snapshot is shown only with the data of its key; until that is here the
 * last pair stays. A snapshot that is not newer than the last one is dropped.
 */
export function receive(inbox: Inbox, message: HostToPanel): Inbox {
  switch (message.type) {
    case 'data': {
      const { data } = message;
      const snapshot = inbox.waitingSnapshot;
      if (snapshot !== null && snapshot.dataKey === data.key)
        return { ...inbox, frame: { snapshot, data, parts: inbox.parts }, waitingSnapshot: null, waitingData: null };
      return { ...inbox, waitingData: data };
    }
    case 'part': {
      const parts = { ...inbox.parts, [message.name]: message };
      return { ...inbox, parts, frame: inbox.frame && { ...inbox.frame, parts } };
    }
    case 'snapshot': {
      const { snapshot } = message;
      if (snapshot.sequence <= inbox.lastSequence) return inbox;
      const next = { ...inbox, lastSequence: snapshot.sequence };
      const data = snapshot.dataKey === '' ? null : dataOf(inbox, snapshot.dataKey);
      if (data === undefined) return { ...next, waitingSnapshot: snapshot };
      return {
        ...next,
        frame: { snapshot, data, parts: inbox.parts },
        waitingSnapshot: null,
        waitingData: data === inbox.waitingData ? null : inbox.waitingData,
      };
    }
  }
}

function dataOf(inbox: Inbox, key: string): PanelData | undefined {
  return [inbox.waitingData, inbox.frame?.data].find(data => data?.key === key) ?? undefined;
}
