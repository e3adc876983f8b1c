import type { View } from '../../core/attention/lens.ts';
import { TABS } from '../../core/state/pages.ts';
import { HEATS } from '../../core/state/viewState.ts';
import { STREAMS, unitRef, type UnitRef } from '../../core/text/unitRef.ts';
import type { PanelAction, PanelButton, PersistedPanel } from '../../protocol/panelApi.ts';
import { isPartName } from '../../session/parts/registry.ts';

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
  'openWalkthrough',
  'replaceWord',
  'maskWord',
  'compareOccurrences',
  'chooseWordVectors',
];

/** A name for a group of occurrences is a label, not a text. */
const LONGEST_GROUP_NAME = 40;
/** Ids of the glossary are short words. */
const LONGEST_TERM = 60;

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A webview message as an action, or null: whatever comes out of a page is foreign input. Fields are copied, never passed on. */
export function parsePanelAction(message: unknown): PanelAction | null {
  if (typeof message !== 'object' || message === null) return null;
  const { type, unit, from, to, view, direction, level, hide, command, ...others } = message as Record<string, unknown>;
  switch (type) {
    case 'ready':
    case 'leave':
    case 'clearCell':
      return { type };
    case 'point':
    case 'pin':
      return unit === null || parseUnit(unit) ? { type, unit: parseUnit(unit) } : null;
    case 'cell': {
      const [row, column] = [parseUnit(from), parseUnit(to)];
      return row && column && { type, from: row, to: column };
    }
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
      return parsePageAction(type, others);
  }
}

/** Actions of the pages beyond attention. */
function parsePageAction(type: unknown, fields: Readonly<Record<string, unknown>>): PanelAction | null {
  const { tab, term, heat, state, mode, context, index, name, part } = fields;
  switch (type) {
    case 'tab': {
      const known = TABS.find(candidate => candidate === tab);
      const isTerm = term === null || (typeof term === 'string' && term.length <= LONGEST_TERM);
      return known && isTerm ? { type, tab: known, term } : null;
    }
    case 'heat': {
      const known = HEATS.find(candidate => candidate === heat);
      return known ? { type, heat: known } : null;
    }
    case 'hiddenState':
      return isIndex(state) ? { type, state } : null;
    case 'influenceMode':
      return mode === 'mask' || mode === 'omit' ? { type, mode } : null;
    case 'occurrenceContext':
      return context === 'text' || context === 'sentence' ? { type, context } : null;
    case 'occurrence':
      return isIndex(index) ? { type, index } : null;
    case 'group':
      return isIndex(index) && typeof name === 'string' && name.length <= LONGEST_GROUP_NAME ? { type, index, name } : null;
    case 'cancelPart':
    case 'retryPart':
      return typeof part === 'string' && isPartName(part) ? { type, part } : null;
    case 'closeWhatIf':
      return { type };
    default:
      return null;
  }
}

function parseUnit(value: unknown): UnitRef | null {
  if (typeof value !== 'object' || value === null) return null;
  const { stream, unit } = value as Record<string, unknown>;
  const known = STREAMS.find(candidate => candidate === stream);
  return known && isIndex(unit) ? unitRef(known, unit) : null;
}

function parseView(value: unknown): View | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, id, layer, head } = value as Record<string, unknown>;
  if (kind === 'lens' && typeof id === 'string' && id.length < 200) return { kind, id };
  if (kind === 'head' && isIndex(layer) && isIndex(head)) return { kind, layer, head };
  if ((kind === 'layer' || kind === 'rollout') && isIndex(layer)) return { kind, layer };
  return null;
}

/** What a panel kept through a window reload, or null when it is foreign or broken. */
export function parsePersisted(value: unknown): PersistedPanel | null {
  if (typeof value !== 'object' || value === null) return null;
  const { uri, range, hash, view } = value as Record<string, unknown>;
  const parsedView = parseView(view);
  if (typeof uri !== 'string' || uri.length > 4096 || !isUri(uri) || !parsedView) return null;
  if (!Array.isArray(range) || range.length !== 4 || !range.every(isIndex)) return null;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null;
  const [a, b, c, d] = range as [number, number, number, number];
  return { uri, range: [a, b, c, d], hash, view: parsedView };
}

/** Whether it has a scheme and can be decoded: what VS Code writes can. */
function isUri(text: string): boolean {
  try {
    return /^[a-z][\w+.-]*:/i.test(decodeURIComponent(text));
  } catch {
    return false;
  }
}
