import { TABS } from '../../../src/core/state/pages.ts';
import { HEATS } from '../../../src/core/state/viewState.ts';
import type { HostToPanel } from '../../../src/protocol/panelApi.ts';
import type { PanelAction } from '../../../src/protocol/panelActions.ts';
import type { PartName } from '../../../src/protocol/panelParts.ts';
import { PageExplorer } from './explorer.ts';
import { phaseNamed } from './phases.ts';
import { createRun, type RunName } from './runs.ts';
import { textUnit } from '../../support/textUnit.ts';

/* Everything VS Code does for the panel, in a plain browser. Switches in the address:
   ?theme=dark|light|hc|hc-light|dark-modern|light-modern   ?run=france|long|hostile|invalid|unknown|causal|large   ?phase=ready|empty|restored|loading|...
   ?lens=reference   ?layer=3&head=1   ?direction=by   ?level=pieces   ?hide   ?pin=it   ?hover=it   ?cell=it,France   ?tab=embeddings   ?term=softmax
   ?heat=fixed   ?state=3   ?rollout=5   ?part=likeness:computing,path:failed   ?mode=omit   ?groups=money,river   ?whatif   ?occurrences   ?two   ?many   ?elsewhere   ?vectors   ?nostates   ?noadded   ?warning   ?cut   ?still   ?measure */

/** What the tests read and drive. */
export interface PageHandle {
  readonly actions: PanelAction[];
  readonly violations: string[];
  /** What the panel asked to be kept through a reload. */
  persisted: unknown;
  /** With ?measure: milliseconds of each frame the panel rendered, style and layout included. */
  readonly frames: number[];
  readonly explorer: PageExplorer;
  send(message: unknown): void;
  /** Goes over to a phase by its name. */
  show(phase: string): void;
  /** Goes over to a theme by its name. */
  showTheme(theme: string): void;
}

const query = new URLSearchParams(location.search);
const theme = query.get('theme') ?? 'dark';
const THEME_CLASSES: Readonly<Record<string, string>> = {
  dark: 'vscode-dark',
  'dark-modern': 'vscode-dark',
  light: 'vscode-light',
  'light-modern': 'vscode-light',
  hc: 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};

const post = (message: HostToPanel) => window.postMessage(message, '*');
const explorer = new PageExplorer(createRun((query.get('run') ?? 'france') as RunName), phaseNamed(query.get('phase') ?? 'ready'), post);
const handle: PageHandle = {
  actions: [],
  violations: [],
  persisted: undefined,
  frames: [],
  explorer,
  send: message => window.postMessage(message, '*'),
  show: phase => {
    explorer.phase = phaseNamed(phase);
    explorer.send();
  },
  showTheme: name => {
    document.documentElement.dataset['theme'] = name;
    document.body.className = THEME_CLASSES[name] ?? 'vscode-dark';
    if (query.has('still')) document.body.classList.add('vscode-reduce-motion');
  },
};

/** Index of the first unit with this label, from 'it' or from a number. */
function unitNamed(name: string): number {
  const found = explorer.units.findIndex(unit => unit.label === name);
  return found < 0 ? Number(name) : found;
}

function applyAddress(): void {
  for (const name of query.keys()) explorer.switches.add(name);
  explorer.groups.push(...(query.get('groups')?.split(',') ?? []));
  for (const part of query.get('part')?.split(',') ?? []) {
    const [name, status] = part.split(':');
    explorer.parts.hold(name as PartName, status!);
  }
  const lens = query.get('lens');
  if (lens !== null) explorer.handle({ type: 'view', view: { kind: 'lens', id: lens } });
  const layer = query.get('layer');
  const head = query.get('head');
  if (layer !== null)
    explorer.handle({
      type: 'view',
      view: head === null ? { kind: 'layer', layer: Number(layer) } : { kind: 'head', layer: Number(layer), head: Number(head) },
    });
  if (query.get('direction') === 'by') explorer.handle({ type: 'direction', direction: 'by' });
  if (query.get('level') === 'pieces') explorer.handle({ type: 'level', level: 'pieces' });
  if (query.has('hide')) explorer.handle({ type: 'hideSpecial', hide: true });
  const tab = TABS.find(name => name === query.get('tab'));
  if (tab) explorer.handle({ type: 'tab', tab, term: query.get('term') });
  const rollout = query.get('rollout');
  if (rollout !== null) explorer.handle({ type: 'view', view: { kind: 'rollout', layer: Number(rollout) } });
  const heat = HEATS.find(name => name === query.get('heat'));
  if (heat) explorer.handle({ type: 'heat', heat });
  const hiddenState = query.get('state');
  if (hiddenState !== null) explorer.handle({ type: 'hiddenState', state: Number(hiddenState) });
  if (query.get('mode') === 'omit') explorer.handle({ type: 'influenceMode', mode: 'omit' });
  const pin = query.get('pin');
  if (pin !== null) explorer.handle({ type: 'pin', unit: textUnit(unitNamed(pin)) });
  const hover = query.get('hover');
  if (hover !== null) explorer.handle({ type: 'point', unit: textUnit(unitNamed(hover)) });
  const cell = query.get('cell')?.split(',');
  if (cell) explorer.handle({ type: 'cell', from: textUnit(unitNamed(cell[0]!)), to: textUnit(unitNamed(cell[1]!)) });
  if (query.has('cut'))
    explorer.cut = {
      shownTokens: 512,
      totalTokens: 1834,
      limit: 512,
      lastWord: 'harvest',
      line: 41,
      fit: query.get('cut') === 'around' ? 'around' : 'start',
    };
  if (query.has('warning')) explorer.warnings = ['config.json names 12 layers, the graph has 6. The graph is shown.'];
}

Object.assign(globalThis, {
  page: handle,
  acquireVsCodeApi: () => ({
    setState: (state: unknown) => (handle.persisted = state),
    postMessage: (action: PanelAction) => {
      handle.actions.push(action);
      if (action.type === 'ready') applyAddress();
      explorer.handle(action);
    },
  }),
});
if (query.has('measure')) {
  const request = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = callback =>
    request(time => {
      const start = performance.now();
      callback(time);
      void document.body.offsetHeight;
      handle.frames.push(performance.now() - start);
    });
}
document.addEventListener('securitypolicyviolation', event => handle.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
document.documentElement.dataset['theme'] = theme;
addEventListener('DOMContentLoaded', () => handle.showTheme(theme));
