import * as vscode from 'vscode';
import type { PlaceRange } from '../../core/text/anchor.ts';
import type { Documents, SessionDocument } from '../../session/documents.ts';
import { readerOf, wholeDocument } from './ranges.ts';

/** VS Code's text documents, as the session follows them. */
export const editorDocuments: Documents = {
  get open() {
    return vscode.workspace.textDocuments.map(seen);
  },
  onEdit: listener =>
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) =>
      listener({ document: seen(document), changes: contentChanges }),
    ),
  onOpen: listener => vscode.workspace.onDidOpenTextDocument(document => listener(seen(document))),
};

export function seen(document: vscode.TextDocument): SessionDocument {
  return {
    uri: document.uri.toString(),
    // Made when asked for: most edits are in documents that nobody explores.
    get whole(): PlaceRange {
      return wholeDocument(document);
    },
    read: readerOf(document),
  };
}
