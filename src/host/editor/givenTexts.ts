import * as vscode from 'vscode';
import { GIVEN_SCHEME } from '../../contributions/ids.ts';
import type { Explorer } from '../../session/explorer.ts';

/** Texts that a person typed or pasted, or that a model wrote, to be read beside another: documents in memory that can only be read. */
export class GivenTexts implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  /** Those that a tab or an exploration has had. */
  private readonly held = new Set<string>();

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.texts.get(path) ?? '';
  }

  /** @param name of the document; a number goes behind it where there is one of that name */
  async open(name: string, text: string): Promise<vscode.TextDocument> {
    let path = `/${name}.txt`;
    for (let count = 2; this.isTaken(path, text); count++) path = `/${name} ${count}.txt`;
    this.texts.set(path, text);
    return vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: GIVEN_SCHEME, path }));
  }

  /** A text goes when no tab shows it and nothing that is explored, or was asked for last, has it. */
  follow(explorer: Pick<Explorer, 'onDidChange' | 'exploration' | 'target'>): vscode.Disposable {
    const tidy = () => {
      if (this.texts.size > 0) this.tidy(explorer);
    };
    return vscode.Disposable.from(explorer.onDidChange(tidy), vscode.window.tabGroups.onDidChangeTabs(tidy));
  }

  private tidy({ exploration, target }: Pick<Explorer, 'exploration' | 'target'>): void {
    const read = [exploration?.target, target].flatMap(text => (text ? [text.uri, text.second?.uri] : []));
    for (const path of this.texts.keys()) {
      const uri = vscode.Uri.from({ scheme: GIVEN_SCHEME, path }).toString();
      if (read.includes(uri) || isInTab(uri)) this.held.add(path);
      else if (this.held.delete(path)) this.texts.delete(path);
    }
  }

  /** By another text, or by a tab of an earlier window: that is empty, and VS Code would give it again. */
  private isTaken(path: string, text: string): boolean {
    const own = this.texts.get(path);
    if (own !== undefined) return own !== text;
    return vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === GIVEN_SCHEME && uri.path === path);
  }
}

function isInTab(uri: string): boolean {
  const sides = (input: unknown): readonly vscode.Uri[] =>
    input instanceof vscode.TabInputText ? [input.uri] : input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => sides(input).some(side => side.toString() === uri)));
}
