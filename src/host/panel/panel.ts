import * as vscode from 'vscode';
import { PANEL_VIEW_TYPE } from '../../contributions.ts';
import type { HostToPanel, PanelAction, PanelSnapshot, PartMessage, PersistedPanel } from '../../protocol/panelApi.ts';
import type { PartName } from '../../protocol/panelParts.ts';
import { Deadline } from '../../session/deadline.ts';
import type { Explorer } from '../../session/explorer.ts';
import { dataKeyOf, panelDataOf, type Exploration } from '../../session/exploration.ts';
import { panelHtml } from './html.ts';
import { parsePanelAction, parsePersisted } from './messages.ts';
import { editorInSight } from '../commands/preconditions.ts';

/** A run that takes less shows no loading: a flash helps nobody, and drawing it takes time from the run. */
const LOADING_AFTER_MILLISECONDS = 150;

/** The marks in the text come first: drawing a new run here at the same time makes them 60 ms late on two cores (128 tokens). */
const AFTER_MARKS_MILLISECONDS = 40;

/**
 * The webview beside the text. It is sent complete snapshots (light) and, when their key changes, the data they refer to (heavy); what a
 * person does in it comes back as actions. It keeps addresses and a hash through a reload, never text.
 */
export class Panel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly explorer: Explorer;
  private readonly root: vscode.Uri;
  private readonly icon: { light: vscode.Uri; dark: vscode.Uri };
  private readonly act: (action: PanelAction) => void;
  private readonly subscriptions: vscode.Disposable[];
  private readonly visibility = new vscode.EventEmitter<void>();
  private panel: vscode.WebviewPanel | null = null;
  private isReady = false;
  private sentKey = '';
  private sentRun = 0;
  private readonly sending = new Deadline(() => this.send());
  private readonly sentParts = new Map<PartName, unknown>();
  private sequence = 0;
  /** Set after a window reload until the first exploration: what Explore Again explores. */
  private restoredState: PersistedPanel | null = null;

  /** Fired when {@link isVisible} changes: the page can show something, was hidden, or closed. */
  readonly onDidChangeVisibility = this.visibility.event;

  constructor(explorer: Explorer, extensionUri: vscode.Uri, act: (action: PanelAction) => void) {
    this.explorer = explorer;
    this.root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    this.icon = { light: vscode.Uri.joinPath(media, 'lens-light.svg'), dark: vscode.Uri.joinPath(media, 'lens-dark.svg') };
    this.act = act;
    this.subscriptions = [
      explorer.onDidChange(() => this.sending.within(this.delay())),
      vscode.window.onDidChangeVisibleTextEditors(() => explorer.exploration === null && this.sending.within(0)),
      vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, this),
      this.visibility,
    ];
  }

  get isVisible(): boolean {
    return this.panel?.visible === true && this.isReady;
  }
  get isOpen(): boolean {
    return this.panel !== null;
  }
  get restored(): PersistedPanel | null {
    return this.restoredState;
  }

  show(preserveFocus = true): void {
    if (this.panel) {
      this.panel.reveal(undefined, preserveFocus);
      return;
    }
    this.attach(
      vscode.window.createWebviewPanel(
        PANEL_VIEW_TYPE,
        'Attention Lens',
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus },
        this.options(),
      ),
    );
  }

  /** Shows it beside the text where it is not seen: closed, or hidden behind a file of its group. The focus stays where it is. */
  bringBack(): void {
    if (this.panel?.visible) return;
    const isOverText = this.panel !== null && this.panel.viewColumn === vscode.window.activeTextEditor?.viewColumn;
    if (isOverText) this.panel?.reveal(vscode.ViewColumn.Beside, true);
    else this.show();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    panel.webview.options = this.options();
    this.restoredState = parsePersisted(state);
    if (this.restoredState) {
      const { uri, range } = this.restoredState;
      const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
      const [first, , last] = range;
      this.explorer.showRestored(name, first === last ? `line ${first + 1}` : `lines ${first + 1} to ${last + 1}`);
    }
    this.attach(panel);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.sending.cancel();
    this.panel?.dispose();
  }

  private options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    return { enableScripts: true, enableForms: false, retainContextWhenHidden: false, localResourceRoots: [this.root] };
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.isReady = false;
    panel.iconPath = this.icon;
    panel.webview.onDidReceiveMessage((message: unknown) => this.onMessage(panel, message));
    panel.onDidChangeViewState(() => {
      // A hidden webview is torn down (retainContextWhenHidden is false) and says ready again when it is back.
      if (!panel.visible && this.panel === panel) this.setUnseen();
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = null;
      this.setUnseen();
    });
    panel.webview.html = panelHtml(panel.webview, this.root);
  }

  private onMessage(panel: vscode.WebviewPanel, message: unknown): void {
    if (this.panel !== panel) return;
    const action = parsePanelAction(message);
    if (!action) return;
    if (action.type !== 'ready') {
      this.act(action);
      return;
    }
    this.isReady = true;
    this.sentKey = '';
    this.sentParts.clear();
    this.sending.within(0);
    this.visibility.fire();
  }

  private setUnseen(): void {
    if (!this.isReady) return;
    this.isReady = false;
    this.visibility.fire();
  }

  private delay(): number {
    const { exploration, phase } = this.explorer;
    // A panel that shows nothing is sent nothing: no timer for each word that is hovered.
    if (!this.isReady) return 0;
    if (phase.kind === 'loading') return LOADING_AFTER_MILLISECONDS;
    return exploration && exploration.summary.runId !== this.sentRun ? AFTER_MARKS_MILLISECONDS : 0;
  }

  private send(): void {
    if (!this.panel || !this.isReady) return;
    const { exploration } = this.explorer;
    if (exploration) this.restoredState = null;
    const key = exploration ? dataKeyOf(exploration) : '';
    if (exploration && key !== this.sentKey) {
      this.sentKey = key;
      this.sentRun = exploration.summary.runId;
      this.post({ type: 'data', data: panelDataOf(exploration) });
    }
    if (exploration) this.sendParts();
    this.post({ type: 'snapshot', snapshot: this.snapshot(exploration, key) });
  }

  /** Each value once, before the snapshot that says of it that it is here. */
  private sendParts(): void {
    for (const { name, key, value } of this.explorer.parts.shown) {
      if (this.sentParts.get(name) === value) continue;
      this.sentParts.set(name, value);
      // The store keeps name and value together; the pair is lost in the type of the list only.
      this.post({ type: 'part', name, key, value } as PartMessage);
    }
  }

  private snapshot(exploration: Exploration | null, dataKey: string): PanelSnapshot {
    const { phase, state } = this.explorer;
    return {
      sequence: ++this.sequence,
      phase,
      state,
      dataKey,
      cut: exploration?.cut ?? null,
      parts: exploration ? this.explorer.parts.statuses : {},
      warnings: exploration?.model.warnings ?? [],
      persisted: exploration ? persistedOf(exploration, state.view) : this.restoredState,
      hasText: editorInSight() !== undefined,
      keys: process.platform === 'darwin' ? ['\u2318K', 'A'] : ['Ctrl+K', 'A'],
    };
  }

  private post(message: HostToPanel): void {
    void this.panel?.webview.postMessage(message);
  }
}

function persistedOf({ uri, anchor, hash }: Exploration, view: PersistedPanel['view']): PersistedPanel {
  const { start, end } = anchor.range;
  return { uri, range: [start.line, start.character, end.line, end.character], hash, view };
}
