import * as vscode from 'vscode';
import { GIVEN_SCHEME } from '../../contributions/ids.ts';

/** Texts that a person typed or pasted to be read beside another: documents in memory that can only be read, until the window is closed. */
export class GivenTexts implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();

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

  /** By another text, or by a tab of an earlier window: that is empty, and VS Code would give it again. */
  private isTaken(path: string, text: string): boolean {
    const own = this.texts.get(path);
    if (own !== undefined) return own !== text;
    return vscode.workspace.textDocuments.some(({ uri }) => uri.scheme === GIVEN_SCHEME && uri.path === path);
  }
}
