import * as vscode from 'vscode';
import { COLORS } from '../../contributions/ids.ts';
import type { Explorer } from '../../session/explorer.ts';
import { tokenMark } from '../../session/listedTokens.ts';
import { toRange } from './ranges.ts';

/** The token that is pointed at in the list of tokens, where it stands. Words are not coloured meanwhile. */
export class TokenMark implements vscode.Disposable {
  private readonly explorer: Explorer;
  private readonly subscriptions: vscode.Disposable[];
  private type: vscode.TextEditorDecorationType | null = null;
  private painted: readonly vscode.TextEditor[] = [];

  constructor(explorer: Explorer) {
    this.explorer = explorer;
    this.subscriptions = [explorer.onDidChange(() => this.paint()), vscode.window.onDidChangeVisibleTextEditors(() => this.paint())];
  }

  paint(): void {
    const mark = tokenMark(this.explorer);
    const editors = mark ? vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === mark.uri) : [];
    for (const editor of this.painted) if (this.type && !editors.includes(editor)) editor.setDecorations(this.type, []);
    this.painted = editors;
    if (!mark || editors.length === 0) return;
    this.type ??= createType();
    for (const editor of editors) editor.setDecorations(this.type, mark.ranges.map(toRange));
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.type?.dispose();
  }
}

/** As a pinned word: here it is. */
function createType(): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    backgroundColor: new vscode.ThemeColor(COLORS.pinnedBackground),
    color: new vscode.ThemeColor(COLORS.pinnedForeground),
    outline: '1px solid',
    outlineColor: new vscode.ThemeColor(COLORS.source),
    borderRadius: '2px',
    overviewRulerColor: new vscode.ThemeColor(COLORS.source),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
}
