import type { HostToPanel, PanelData, PanelMatrix, PanelRun, PanelSnapshot, PartMessage } from '../src/protocol/panelApi.ts';
import type { PanelParts, PartName } from '../src/protocol/panelParts.ts';

/** A picture is asked for: it changes nothing of what is shown. */
export type PaintMessage = Extract<HostToPanel, { readonly type: 'paint' }>;

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

/** Messages received so far. `frame` is what to show; the rest waits for what it belongs to. */
export interface Inbox {
  readonly frame: Frame | null;
  /** The latest. */
  readonly run: PanelRun | null;
  readonly waitingMatrix: PanelMatrix | null;
  readonly waitingSnapshot: PanelSnapshot | null;
  readonly parts: ReceivedParts;
  readonly lastSequence: number;
}

export const EMPTY_INBOX: Inbox = { frame: null, run: null, waitingMatrix: null, waitingSnapshot: null, parts: {}, lastSequence: -1 };

/**
 * Run, matrix and snapshot come as messages of their own, in whatever order. A snapshot is shown only with the matrix of its key and the run of that; until
 * those are here the last frame stays. A snapshot that is not newer than the last one is dropped.
 */
export function receive(inbox: Inbox, message: HostToPanel): Inbox {
  switch (message.type) {
    case 'paint':
    case 'colours':
    case 'offer':
    case 'taken':
      return inbox;
    case 'run':
      return paired({ ...inbox, run: message.run });
    case 'matrix':
      return paired({ ...inbox, waitingMatrix: message.matrix });
    case 'part': {
      const parts = { ...inbox.parts, [message.name]: message };
      return { ...inbox, parts, frame: inbox.frame && { ...inbox.frame, parts } };
    }
    case 'snapshot': {
      const { snapshot } = message;
      if (snapshot.sequence <= inbox.lastSequence) return inbox;
      return paired({ ...inbox, lastSequence: snapshot.sequence, waitingSnapshot: snapshot });
    }
  }
}

/** Shows the snapshot that waits, once what it belongs to is here. */
function paired(inbox: Inbox): Inbox {
  const { waitingSnapshot: snapshot, waitingMatrix, parts } = inbox;
  if (snapshot === null) return inbox;
  const data = snapshot.dataKey === '' ? null : dataOf(inbox, snapshot.dataKey);
  if (data === undefined) return inbox;
  const isUsed = waitingMatrix?.key === snapshot.dataKey;
  return { ...inbox, frame: { snapshot, data, parts }, waitingSnapshot: null, waitingMatrix: isUsed ? null : waitingMatrix };
}

function dataOf({ frame, run, waitingMatrix }: Inbox, key: string): PanelData | undefined {
  if (waitingMatrix?.key === key) return run?.summary.runId === waitingMatrix.matrix.runId ? { ...run, ...waitingMatrix } : undefined;
  return frame?.data?.key === key ? frame.data : undefined;
}
