import * as vscode from 'vscode';
import type { PanelAction } from '../../protocol/panelActions.ts';
import type { HostToPanel } from '../../protocol/panelApi.ts';
import type { Explorer } from '../../session/explorer.ts';
import { PanelFeed, type PanelPage } from '../../session/panelFeed.ts';
import { isOf } from '../../session/standing.ts';
import { editorInSight } from '../commands/preconditions.ts';
import { pageHtml } from './html.ts';
import { parsePanelAction } from './messages.ts';

/** The key chord for Explore Selection as this platform writes it. */
const KEYS = process.platform === 'darwin' ? ['\u2318K', 'A'] : ['Ctrl+K', 'A'];

const isTextShown = ({ exploration }: Explorer): boolean =>
  exploration !== null && vscode.window.visibleTextEditors.some(({ document }) => isOf(exploration, document));

/** What stands in a webview, wherever VS Code shows that: `session/panelFeed` says what it is sent; what a person does in it comes back as actions. */
export class WebviewPage implements vscode.Disposable {
  private readonly shows: PanelPage['shows'];
  private readonly root: vscode.Uri;
  private readonly act: (action: PanelAction) => void;
  private readonly feed: PanelFeed;
  private readonly subscription: vscode.Disposable;
  private webview: vscode.Webview | null = null;

  /** Fired when {@link isReady} changes: the page can show something, was hidden, or closed. */
  readonly onDidChangeReady: PanelFeed['onDidChangeReady'];

  constructor(shows: PanelPage['shows'], explorer: Explorer, extensionUri: vscode.Uri, act: (action: PanelAction) => void) {
    this.shows = shows;
    this.root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.act = act;
    this.feed = new PanelFeed(explorer, {
      shows,
      post: message => this.post(message),
      editor: () => ({ hasText: editorInSight() !== undefined, isTextShown: isTextShown(explorer), keys: KEYS }),
    });
    this.onDidChangeReady = this.feed.onDidChangeReady;
    this.subscription = vscode.window.onDidChangeVisibleTextEditors(() => this.feed.refresh());
  }

  get isReady(): boolean {
    return this.feed.isReady;
  }
  get options(): vscode.WebviewOptions {
    return { enableScripts: true, enableForms: false, localResourceRoots: [this.root] };
  }

  /** In place of the one before. */
  attach(webview: vscode.Webview): void {
    this.webview = webview;
    this.feed.unready();
    webview.options = this.options;
    webview.onDidReceiveMessage((message: unknown) => this.onMessage(webview, message));
    webview.html = pageHtml(webview, this.root, this.shows);
  }

  /** A hidden webview is torn down (retainContextWhenHidden is false) and says ready again when it is back. */
  hide(webview: vscode.Webview): void {
    if (this.webview === webview) this.feed.unready();
  }

  detach(webview: vscode.Webview): void {
    this.hide(webview);
    if (this.webview === webview) this.webview = null;
  }

  post(message: HostToPanel): void {
    void this.webview?.postMessage(message);
  }

  /** What is on its way is sent now. */
  flush(): void {
    this.feed.flush();
  }

  dispose(): void {
    this.subscription.dispose();
    this.feed.dispose();
  }

  private onMessage(webview: vscode.Webview, message: unknown): void {
    if (this.webview !== webview) return;
    const action = parsePanelAction(message);
    if (action?.type === 'ready') this.feed.ready();
    else if (action) this.act(action);
  }
}
