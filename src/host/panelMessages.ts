import type { View } from '../core/lens.ts';
import type { PanelAction, PanelButton, PersistedPanel } from '../protocol/panelApi.ts';

const BUTTONS: readonly PanelButton[] = [
  'exploreSelection',
  'exploreDocument',
  'exploreAgain',
  'useBuiltInModel',
  'useModelFolder',
  'showLog',
  'cancel',
  'goToCut',
  'openSample',
];

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isIndexOrNull = (value: unknown): value is number | null => value === null || isIndex(value);

/** A webview message as an action, or null: whatever comes out of a page is foreign input. Fields are copied, never passed on. */
export function parsePanelAction(message: unknown): PanelAction | null {
  if (typeof message !== 'object' || message === null) return null;
  const { type, unit, from, to, view, direction, level, hide, command } = message as Record<string, unknown>;
  switch (type) {
    case 'ready':
    case 'leave':
    case 'clearCell':
      return { type };
    case 'point':
    case 'pin':
      return isIndexOrNull(unit) ? { type, unit } : null;
    case 'cell':
      return isIndex(from) && isIndex(to) ? { type, from, to } : null;
    case 'view': {
      const parsed = parseView(view);
      return parsed && { type, view: parsed };
    }
    case 'direction':
      return direction === 'to' || direction === 'by' ? { type, direction } : null;
    case 'level':
      return level === 'words' || level === 'pieces' ? { type, level } : null;
    case 'hideSpecial':
      return typeof hide === 'boolean' ? { type, hide } : null;
    case 'command': {
      const known = BUTTONS.find(button => button === command);
      return known ? { type, command: known } : null;
    }
    default:
      return null;
  }
}

function parseView(value: unknown): View | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, id, layer, head } = value as Record<string, unknown>;
  if (kind === 'lens' && typeof id === 'string' && id.length < 200) return { kind, id };
  if (kind === 'head' && isIndex(layer) && isIndex(head)) return { kind, layer, head };
  if (kind === 'layer' && isIndex(layer)) return { kind, layer };
  return null;
}

/** What a panel kept through a window reload, or null when it is foreign or broken. */
export function parsePersisted(value: unknown): PersistedPanel | null {
  if (typeof value !== 'object' || value === null) return null;
  const { uri, range, hash, view } = value as Record<string, unknown>;
  const parsedView = parseView(view);
  if (typeof uri !== 'string' || uri.length > 4096 || !parsedView) return null;
  if (!Array.isArray(range) || range.length !== 4 || !range.every(isIndex)) return null;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null;
  const [a, b, c, d] = range as [number, number, number, number];
  return { uri, range: [a, b, c, d], hash, view: parsedView };
}
