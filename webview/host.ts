import { isRecord } from '../src/core/checks.ts';
import type { HostToPanel, PersistedPanel } from '../src/protocol/panelApi.ts';
import type { PanelAction } from '../src/protocol/panelActions.ts';

/** The one thing VS Code puts into a webview's global scope. */
declare function acquireVsCodeApi(): { postMessage(message: unknown): void; setState(state: unknown): void };

/** The panel's side of the line to the extension host. */
export interface PanelHost {
  readonly post: (action: PanelAction) => void;
  /** Keeps what a reload of the window starts from: addresses, never text. */
  readonly persist: (state: PersistedPanel | null) => void;
  /** Calls `listener` for every well-formed message of the host, in order. */
  readonly listen: (listener: (message: HostToPanel) => void) => void;
}

export type Post = PanelHost['post'];

/** Inside VS Code the webview API; in a plain browser (the development page, tests) that page supplies the same function. */
export function connectHost(): PanelHost {
  const api = acquireVsCodeApi();
  return {
    post: action => api.postMessage(action),
    persist: state => api.setState(state),
    listen: listener =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isHostMessage(event.data)) listener(event.data);
      }),
  };
}

/** Messages come from our own extension, but other code can post into the frame too: what does not look like ours is dropped. */
export function isHostMessage(message: unknown): message is HostToPanel {
  if (!isRecord(message)) return false;
  const { run, matrix } = message;
  if (message['type'] === 'run')
    return isRecord(run) && isRecord(run['model']) && isRecord(run['summary']) && typeof run['summary']['runId'] === 'number';
  if (message['type'] === 'paint')
    return typeof message['request'] === 'number' && typeof message['text'] === 'string' && typeof message['copies'] === 'boolean';
  if (message['type'] === 'colours') return typeof message['request'] === 'number';
  if (message['type'] === 'offer') return typeof message['line'] === 'string' && Array.isArray(message['answers']);
  if (message['type'] === 'taken') return typeof message['request'] === 'number' && typeof message['isDone'] === 'boolean';
  if (message['type'] === 'matrix') return isRecord(matrix) && typeof matrix['key'] === 'string' && isRecord(matrix['matrix']);
  if (message['type'] === 'part')
    return typeof message['name'] === 'string' && typeof message['key'] === 'string' && isRecord(message['value']);
  if (message['type'] !== 'snapshot' || !isRecord(message['snapshot'])) return false;
  const { sequence, phase, state, dataKey, parts } = message['snapshot'];
  return (
    typeof sequence === 'number' &&
    isRecord(phase) &&
    typeof phase['kind'] === 'string' &&
    isRecord(state) &&
    isRecord(parts) &&
    typeof dataKey === 'string'
  );
}
