import * as vscode from 'vscode';
import { PANEL_VIEW_TYPE } from '../../contributions/ids.ts';
import type { HostToPanel, PersistedPanel } from '../../protocol/panelApi.ts';
import type { PanelAction } from '../../protocol/panelActions.ts';
import type { Explorer } from '../../session/explorer.ts';
import { PanelFeed } from '../../session/panelFeed.ts';
import { isOf } from '../../session/standing.ts';
import type { Palette } from '../../draw/theme.ts';
import { panelHtml } from './html.ts';
import { parsePanelAction, parsePersisted } from './messages.ts';
import { PageAnswers, type PictureAsked } from './pageAnswers.ts';
import { editorInSight } from '../commands/preconditions.ts';

/** The key chord for Explore Selection as this platform writes it. */
const KEYS = process.platform === 'darwin' ? ['\u2318K', 'A'] : ['Ctrl+K', 'A'];

const isTextShown = ({ exploration }: Explorer): boolean =>
  exploration !== null && vscode.window.visibleTextEditors.some(({ document }) => isOf(exploration, document));

/** The webview beside the text. `session/panelFeed` says what it is sent; what a person does in it comes back as actions. */
export class Panel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly root: vscode.Uri;
  private readonly icon: { light: vscode.Uri; dark: vscode.Uri };
  private readonly act: (action: PanelAction) => void;
  private readonly feed: PanelFeed;
  private readonly subscriptions: vscode.Disposable[];
  private panel: vscode.WebviewPanel | null = null;
  private readonly answers = new PageAnswers(message => this.post(message));

  /** Fired when {@link isVisible} changes: the page can show something, was hidden, or closed. */
  readonly onDidChangeVisibility: PanelFeed['onDidChangeReady'];

  constructor(explorer: Explorer, extensionUri: vscode.Uri, act: (action: PanelAction) => void) {
    this.root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    this.icon = { light: vscode.Uri.joinPath(media, 'lens-light.svg'), dark: vscode.Uri.joinPath(media, 'lens-dark.svg') };
    this.act = act;
    this.feed = new PanelFeed(explorer, {
      post: message => this.post(message),
      editor: () => ({ hasText: editorInSight() !== undefined, isTextShown: isTextShown(explorer), keys: KEYS }),
    });
    this.onDidChangeVisibility = this.feed.onDidChangeReady;
    this.subscriptions = [
      vscode.window.onDidChangeVisibleTextEditors(() => this.feed.refresh()),
      vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, this),
    ];
  }

  get isVisible(): boolean {
    return this.panel?.visible === true && this.feed.isReady;
  }
  get isOpen(): boolean {
    return this.panel !== null;
  }
  /** Set after a window reload until the first exploration: what Explore Again explores. */
  get restored(): PersistedPanel | null {
    return this.feed.restored;
  }

  /** A picture of what is shown, as PNG; empty where it was copied, null where it cannot be had: the panel is not in sight, or has no such picture. */
  async paint(asked: PictureAsked): Promise<Uint8Array | null> {
    if (!this.isVisible) return null;
    // A run that came just now is drawn a little later: the picture is of it.
    this.feed.flush();
    return this.answers.picture(asked);
  }

  /** The colours of the theme; null where the panel is not in sight. */
  async palette(): Promise<Palette | null> {
    return this.isVisible ? this.answers.palette() : null;
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
    this.feed.restore(parsePersisted(state));
    this.attach(panel);
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.feed.dispose();
    this.panel?.dispose();
  }

  private options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    return { enableScripts: true, enableForms: false, retainContextWhenHidden: false, localResourceRoots: [this.root] };
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.feed.unready();
    panel.iconPath = this.icon;
    panel.webview.onDidReceiveMessage((message: unknown) => this.onMessage(panel, message));
    panel.onDidChangeViewState(() => {
      // A hidden webview is torn down (retainContextWhenHidden is false) and says ready again when it is back.
      if (!panel.visible && this.panel === panel) this.feed.unready();
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = null;
      this.feed.unready();
    });
    panel.webview.html = panelHtml(panel.webview, this.root);
  }

  private onMessage(panel: vscode.WebviewPanel, message: unknown): void {
    if (this.panel !== panel) return;
    const action = parsePanelAction(message);
    if (action?.type === 'ready') this.feed.ready();
    else if (action?.type === 'painted' || action?.type === 'colours') this.answers.arrive(action);
    else if (action) this.act(action);
  }

  private post(message: HostToPanel): void {
    void this.panel?.webview.postMessage(message);
  }
}
