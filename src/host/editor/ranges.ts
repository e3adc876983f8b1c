import * as vscode from 'vscode';
import type { PlaceRange } from '../../core/text/anchor.ts';

/** The only file that makes `vscode.Range`: from spans of a snapshot whose anchor is known to be live. */
export function toRange({ start, end }: PlaceRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

export function wholeDocument(document: vscode.TextDocument): PlaceRange {
  return { start: { line: 0, character: 0 }, end: document.lineAt(document.lineCount - 1).range.end };
}

export function readerOf(document: vscode.TextDocument): (range: PlaceRange) => string {
  return range => document.getText(toRange(range));
}
