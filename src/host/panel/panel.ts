import * as vscode from 'vscode';
import { PANEL_VIEW_TYPE } from '../../contributions/ids.ts';
import type { PanelAction } from '../../protocol/panelActions.ts';
import type { HostToPanel } from '../../protocol/panelApi.ts';
import type { Explorer } from '../../session/explorer.ts';
import type { Palette } from '../../draw/theme.ts';
import { parsePersisted } from './messages.ts';
import { WebviewPage } from './page.ts';
import { PageAnswers, type PictureAsked } from './pageAnswers.ts';

/** The webview beside the text, with all pages. */
export class Panel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly explorer: Explorer;
  private readonly icon: { light: vscode.Uri; dark: vscode.Uri };
  private readonly act: (action: PanelAction) => void;
  private readonly page: WebviewPage;
  private readonly subscription: vscode.Disposable;
  private panel: vscode.WebviewPanel | null = null;
  private readonly answers = new PageAnswers(message => this.page.post(message));

  /** Fired when {@link isVisible} changes: the page can show something, was hidden, or closed. */
  readonly onDidChangeVisibility: WebviewPage['onDidChangeReady'];

  constructor(explorer: Explorer, extensionUri: vscode.Uri, act: (action: PanelAction) => void) {
    this.explorer = explorer;
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    this.icon = { light: vscode.Uri.joinPath(media, 'lens-light.svg'), dark: vscode.Uri.joinPath(media, 'lens-dark.svg') };
    this.act = act;
    this.page = new WebviewPage('panel', explorer, extensionUri, action => this.onAction(action));
    this.onDidChangeVisibility = this.page.onDidChangeReady;
    this.subscription = vscode.window.registerWebviewPanelSerializer(PANEL_VIEW_TYPE, this);
  }

  get isVisible(): boolean {
    return this.panel?.visible === true && this.page.isReady;
  }
  get isOpen(): boolean {
    return this.panel !== null;
  }

  /** A picture of what is shown, as PNG; empty where it was copied, null where it cannot be had: the panel is not in sight, or has no such picture. */
  async paint(asked: PictureAsked): Promise<Uint8Array | null> {
    if (!this.isVisible) return null;
    // A run that came just now is drawn a little later: the picture is of it.
    this.page.flush();
    return this.answers.picture(asked);
  }

  /** Something that the page asked for, and shows while it is asked. */
  tell(message: Extract<HostToPanel, { readonly type: 'offer' | 'taken' }>): void {
    this.page.post(message);
  }

  /** The colours of the theme; null where the panel is not in sight. */
  async palette(): Promise<Palette | null> {
    return this.isVisible ? this.answers.palette() : null;
  }

  /** @param viewColumn where it opens, unless it is open */
  show(preserveFocus = true, viewColumn: vscode.ViewColumn = vscode.ViewColumn.Beside): void {
    if (this.panel) {
      this.panel.reveal(undefined, preserveFocus);
      return;
    }
    this.attach(vscode.window.createWebviewPanel(PANEL_VIEW_TYPE, 'Attention Lens', { viewColumn, preserveFocus }, this.options));
  }

  /** Shows it beside the text where it is not seen: closed, or hidden behind a file of its group. The focus stays where it is. */
  bringBack(viewColumn?: vscode.ViewColumn): void {
    if (this.panel?.visible) return;
    const isOverText = this.panel !== null && this.panel.viewColumn === vscode.window.activeTextEditor?.viewColumn;
    if (isOverText) this.panel?.reveal(vscode.ViewColumn.Beside, true);
    else this.show(true, viewColumn);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = parsePersisted(state);
    if (kept) this.explorer.restore(kept);
    this.attach(panel);
  }

  dispose(): void {
    this.subscription.dispose();
    this.page.dispose();
    this.panel?.dispose();
  }

  private get options(): vscode.WebviewOptions & vscode.WebviewPanelOptions {
    return { ...this.page.options, retainContextWhenHidden: false };
  }

  private attach(panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    this.panel?.dispose();
    this.panel = panel;
    panel.iconPath = this.icon;
    panel.onDidChangeViewState(() => panel.visible || this.page.hide(webview));
    panel.onDidDispose(() => {
      // Before anybody asks: what is disposed of cannot say whether it is seen.
      if (this.panel === panel) this.panel = null;
      this.page.detach(webview);
    });
    this.page.attach(webview);
  }

  private onAction(action: PanelAction): void {
    if (action.type === 'painted' || action.type === 'colours') this.answers.arrive(action);
    else this.act(action);
  }
}
