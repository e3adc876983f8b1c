import { SETTINGS } from '../../contributions/settings.ts';
import * as vscode from 'vscode';
import type { Explorer } from '../../session/explorer.ts';
import { unitAt, unitAtCaret } from '../../session/exploration.ts';
import { isOf } from '../../session/standing.ts';
import { readSetting } from '../settings.ts';
import { hoverNotice } from './hoverNotice.ts';
import { wordCard } from './wordCard.ts';
import { say } from '../notifications.ts';
import type { NoticeButton } from '../commands/refusal.ts';

const OPEN_HOVER_SETTING: NoticeButton = {
  title: 'Open Settings',
  run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'editor.hover.enabled'),
};

/**
 * Hover and caret as pointers. The hover provider exists only while something is explored; it returns no bubble unless one is asked for (without one the text is
 * painted fastest), rejects other documents by one comparison, and never starts a run.
 */
export class Pointing implements vscode.Disposable {
  private readonly explorer: Explorer;
  private readonly subscriptions: vscode.Disposable[];
  private provider: vscode.Disposable | null = null;
  private toldAboutHover = false;
  /** Read when it is set: a hover looks nothing up. */
  private showsCards = readSetting('hoverCard');
  /** Where the caret stood. */
  private cardAsked: string | null = null;
  /** A caret that stands where it stood is not pointing: Explore Selection collapsed the selection, or the text was opened in a second editor. */
  private lastCaret: string | null = null;
  /** Places where it is about to be put by us. */
  private readonly ignored = new Set<string>();

  constructor(explorer: Explorer) {
    this.explorer = explorer;
    this.subscriptions = [
      explorer.onDidChange(() => this.onChange()),
      vscode.window.onDidChangeTextEditorSelection(event => this.onCaret(event)),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration(SETTINGS.hoverCard.id)) this.showsCards = readSetting('hoverCard');
      }),
    ];
  }

  /** The caret is about to be put there by us. */
  ignoreCaretAt(uri: vscode.Uri, position: vscode.Position): void {
    this.ignored.add(keyOf(uri, position));
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.provider?.dispose();
  }

  private onChange(): void {
    const { exploration } = this.explorer;
    if (exploration && !this.provider) {
      this.provider = vscode.languages.registerHoverProvider('*', {
        provideHover: (document, position) => this.onHover(document, position),
      });
      this.tellAboutHover();
    } else if (!exploration && this.explorer.phase.kind === 'empty') {
      this.provider?.dispose();
      this.provider = null;
    }
  }

  /** Shows the card at the caret once, whether or not resting on a word does. */
  async showCard(): Promise<void> {
    const { document, selection } = vscode.window.activeTextEditor ?? {};
    this.cardAsked = document && selection ? keyOf(document.uri, selection.active) : null;
    await vscode.commands.executeCommand('editor.action.showHover');
  }

  private onHover(document: vscode.TextDocument, position: vscode.Position): vscode.ProviderResult<vscode.Hover> {
    const { exploration } = this.explorer;
    if (!exploration || !isOf(exploration, document)) return undefined;
    const isAsked = this.cardAsked === keyOf(document.uri, position);
    this.cardAsked = null;
    const unit = (isAsked ? unitAtCaret : unitAt)(this.explorer, document, position);
    if (unit) this.explorer.dispatch({ type: 'hover', unit });
    return unit && (isAsked || this.showsCards) ? this.card() : undefined;
  }

  /** Of a text that is held by rows its numbers come a moment later; what is pointed at by then is told. */
  private async card(): Promise<vscode.Hover | undefined> {
    await this.explorer.whenRead().catch(() => undefined); // the status bar says why it cannot be had
    const text = wordCard(this.explorer);
    return text ? new vscode.Hover(text) : undefined;
  }

  private onCaret({ textEditor, selections }: vscode.TextEditorSelectionChangeEvent): void {
    const caret = selections[0]?.active;
    if (!caret) return;
    const place = keyOf(textEditor.document.uri, caret);
    const isOurs = this.ignored.delete(place);
    if (isOurs || place === this.lastCaret) {
      this.lastCaret = place;
      return;
    }
    this.lastCaret = place;
    this.explorer.moveCaret(
      textEditor.document,
      caret,
      selections.filter(({ isEmpty }) => !isEmpty),
    );
  }

  private tellAboutHover(): void {
    if (this.toldAboutHover) return;
    const notice = hoverNotice(vscode.workspace.getConfiguration('editor').get('hover.enabled'));
    if (notice === null) return;
    this.toldAboutHover = true;
    say(notice, OPEN_HOVER_SETTING);
  }
}

function keyOf(uri: vscode.Uri, position: vscode.Position): string {
  return `${uri.toString()}#${position.line}:${position.character}`;
}
