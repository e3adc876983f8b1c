import * as vscode from 'vscode';
import { COMPACT_VIEW } from '../../contributions/ids.ts';
import type { PanelAction } from '../../protocol/panelActions.ts';
import type { Explorer } from '../../session/explorer.ts';
import { parsePersisted } from './messages.ts';
import { WebviewPage } from './page.ts';

/** The answer in a side bar, so that the text keeps its width: the same state as the panel, no pages. */
export class CompactView implements vscode.Disposable, vscode.WebviewViewProvider {
  private readonly explorer: Explorer;
  private readonly page: WebviewPage;
  private readonly subscription: vscode.Disposable;
  private view: vscode.WebviewView | null = null;

  /** Fired when {@link isVisible} changes. */
  readonly onDidChangeVisibility: WebviewPage['onDidChangeReady'];

  constructor(explorer: Explorer, extensionUri: vscode.Uri, act: (action: PanelAction) => void) {
    this.explorer = explorer;
    this.page = new WebviewPage('compact', explorer, extensionUri, act);
    this.onDidChangeVisibility = this.page.onDidChangeReady;
    this.subscription = vscode.window.registerWebviewViewProvider(COMPACT_VIEW, this);
  }

  get isVisible(): boolean {
    return this.view?.visible === true && this.page.isReady;
  }

  /** Again for each place that a person moves it to. */
  resolveWebviewView(view: vscode.WebviewView, { state }: vscode.WebviewViewResolveContext): void {
    const kept = parsePersisted(state);
    if (kept) this.explorer.restore(kept);
    const { webview } = view;
    this.view = view;
    view.onDidChangeVisibility(() => view.visible || this.page.hide(webview));
    view.onDidDispose(() => {
      // Before anybody asks: what is disposed of cannot say whether it is seen.
      if (this.view === view) this.view = null;
      this.page.detach(webview);
    });
    this.page.attach(webview);
  }

  dispose(): void {
    this.subscription.dispose();
    this.page.dispose();
  }
}
