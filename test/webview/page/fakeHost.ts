import type { HostToPanel } from '../../../src/protocol/panelApi.ts';
import type { PanelAction } from '../../../src/protocol/panelActions.ts';
import { openView, runNamedIn } from './address.ts';
import { phaseNamed } from './phases.ts';
import { PageSession } from './session.ts';

/* Everything VS Code does for the panel, in a plain browser: the extension's own session, with made-up documents and a made-up engine. Switches in the
   address: ?theme=dark|light|hc|hc-light|dark-modern|light-modern   ?run=france|long|hostile|invalid|unknown|french|split|bank|causal|sink|deep|large|rows|narrow|wide|pair|longPair|letters|answer|library
   ?phase=ready|empty|restored|loading|...   ?lens=reference   ?layer=3&head=1   ?direction=by   ?level=pieces   ?hide   ?as=links   ?within   ?bySentence   ?select=it,has   ?pin=it   ?link=France,last   ?hover=it   ?cell=it,France
   ?tab=vectors   ?place=input   ?open=distances,neighbours   ?fold=matrix   ?terms=softmax   ?heat=fixed   ?state=3   ?rollout=5   ?part=likeness:computing,path:failed   ?mode=omit   ?whatif   ?mask
   ?occurrences   ?groups=money,river   ?two   ?many   ?hostile   ?edited   ?elsewhere   ?unread   ?vectors   ?nostates   ?noadded   ?nosegments   ?nofixed
   ?compact   ?rotary   ?alibi   ?outliers   ?rows   ?warning   ?cut   ?around   ?noText   ?beside   ?still   ?measure   ?list=bytes|thousands   ?about   ?told */

/** What the tests read and drive. */
export interface PageHandle {
  readonly actions: PanelAction[];
  readonly violations: string[];
  /** What the panel asked to be kept through a reload. */
  persisted: unknown;
  readonly session: PageSession;
  send(message: unknown): void;
  /** Goes over to a phase by its name; comes back when the panel was told. */
  show(phase: string): Promise<void>;
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

/** Called with every message to the panel. */
const onPost = new Set<(message: HostToPanel) => void>();
/** What is told in one turn of the engine, which is as quick as the session here, arrives together: the panel draws it in one frame. */
const onTheirWay: HostToPanel[] = [];
const post = (message: HostToPanel) => {
  if (onTheirWay.push(structuredClone(message)) === 1) setTimeout(deliver);
  for (const listener of onPost) listener(message);
};
const deliver = () => {
  for (const data of onTheirWay.splice(0)) dispatchEvent(new MessageEvent('message', { data }));
};
const session = new PageSession(runNamedIn(query), post, new Set(query.keys()));
/** The panel comes up beside a text that was explored already. */
const opened = openView(session, query);

const handle: PageHandle = {
  actions: [],
  violations: [],
  persisted: undefined,
  session,
  send: message => window.postMessage(message, '*'),
  show: async name => {
    await session.show(phaseNamed(name));
    const { kind } = session.explorer.phase;
    await new Promise<void>(resolve => {
      const isTold = (message: HostToPanel) => {
        if (message.type !== 'snapshot' || message.snapshot.phase.kind !== kind) return;
        onPost.delete(isTold);
        resolve();
      };
      onPost.add(isTold);
      session.send();
    });
  },
  showTheme: name => {
    document.documentElement.dataset['theme'] = name;
    document.body.className = THEME_CLASSES[name] ?? 'vscode-dark';
    if (query.has('still')) document.body.classList.add('vscode-reduce-motion');
  },
};

Object.assign(globalThis, {
  page: handle,
  acquireVsCodeApi: () => ({
    setState: (state: unknown) => (handle.persisted = state),
    postMessage: (action: PanelAction) => {
      handle.actions.push(action);
      void opened.then(() => session.handle(action));
    },
  }),
});
document.addEventListener('securitypolicyviolation', event => handle.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
document.documentElement.dataset['theme'] = theme;
addEventListener('DOMContentLoaded', () => handle.showTheme(theme));
