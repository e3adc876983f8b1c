import { fields, isIndex, isRecord, oneOf, orNull } from '../../core/checks.ts';
import { SECTIONS, type Folding, type SectionId } from '../../core/state/sections.ts';
import type { PersistedPanel, PersistedText } from '../../protocol/panelApi.ts';
import type { Within } from '../../core/text/textPair.ts';
import { panelActions, view, type PanelAction } from '../../protocol/panelActions.ts';
import { PARTS } from '../../session/parts/registry.ts';

const LONGEST_ADDRESS = 4096;

const actionOf = panelActions(oneOf(PARTS));

/** A webview message as an action, or null: whatever comes out of a page is foreign input. */
export function parsePanelAction(message: unknown): PanelAction | null {
  return actionOf(message) ?? null;
}

const text = {
  uri: (value: unknown) => (typeof value === 'string' && value.length <= LONGEST_ADDRESS && isUri(value) ? value : undefined),
  range: (value: unknown): PersistedText['range'] | undefined => {
    if (!Array.isArray(value) || value.length !== 4 || !value.every(part => isIndex(part))) return undefined;
    const [a, b, c, d] = value as [number, number, number, number];
    return [a, b, c, d];
  },
  hash: (value: unknown) => (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value) ? value : undefined),
} as const;
const second = orNull(fields(text));
/** An earlier version looked across two texts. */
const within = (value: unknown) => (value === undefined ? null : orNull(oneOf<Within>({ each: true, first: true, second: true }))(value));

const persisted = fields({
  ...text,
  // An earlier version kept one text.
  second: value => (value === undefined ? null : second(value)),
  within,
  view,
  // An earlier version kept nothing of it.
  chat: value => value === true,
  folding: foldingOf,
});

/** What a panel kept through a window reload, or null when it is foreign or broken. */
export function parsePersisted(value: unknown): PersistedPanel | null {
  return persisted(value) ?? null;
}

/** What is known of it: an earlier version kept nothing, another one may have had other sections. */
function foldingOf(value: unknown): Folding {
  if (!isRecord(value)) return {};
  const ids = Object.keys(SECTIONS) as SectionId[];
  return Object.fromEntries(ids.filter(id => typeof value[id] === 'boolean').map(id => [id, value[id] as boolean]));
}

/** Whether it has a scheme and can be decoded: what VS Code writes can. */
function isUri(text: string): boolean {
  try {
    return /^[a-z][\w+.-]*:/i.test(decodeURIComponent(text));
  } catch {
    return false;
  }
}
