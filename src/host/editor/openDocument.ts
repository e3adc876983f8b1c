import * as vscode from 'vscode';
import { EXPLORE_DOCUMENT, OPEN_SAMPLE, Refusal } from '../commands/refusal.ts';

/** A document by its address, which may be that of an earlier window. */
export async function openDocument(uri: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  } catch {
    throw new Refusal(
      {
        code: 'empty-text',
        title: 'The document is gone',
        cause: 'It was closed without being saved, moved, or deleted.',
        nextStep: 'Open a text, select some words and run Explore Selection.',
      },
      EXPLORE_DOCUMENT,
      OPEN_SAMPLE,
    );
  }
}
