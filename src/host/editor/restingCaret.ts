import * as vscode from 'vscode';

/** Lines of the selection that are looked through for a place. */
const LINES = 50;
/** Characters of a line that are looked through: a line can be as long as a file. */
const CHARACTERS = 500;

type Text = Pick<vscode.TextDocument, 'lineCount' | 'lineAt' | 'getWordRangeAtPosition'>;

/**
 * Where the caret rests once a selection is explored: no word touches it, or VS Code would highlight that word wherever it stands, in some themes in
 * a hue like ours, which reads as a result. The nearest place right of the selection's end on its line, else the last one in the selection, else the
 * line after; where words stand everywhere, the end of the selection.
 */
export function restingCaret(document: Text, { start, end }: vscode.Range): vscode.Position {
  const isFree = (line: number, character: number) => !document.getWordRangeAtPosition(new vscode.Position(line, character));
  const length = (line: number) => document.lineAt(line).range.end.character;
  const rightmost = Math.min(length(end.line), end.character + CHARACTERS);
  for (let character = end.character; character <= rightmost; character++)
    if (isFree(end.line, character)) return new vscode.Position(end.line, character);
  for (let line = end.line; line >= Math.max(start.line, end.line - LINES); line--) {
    const from = line === end.line ? end.character : length(line);
    const to = Math.max(from - CHARACTERS, line === start.line ? start.character : 0);
    for (let character = from; character >= to; character--) if (isFree(line, character)) return new vscode.Position(line, character);
  }
  const after = end.line + 1;
  return after < document.lineCount && isFree(after, 0) ? new vscode.Position(after, 0) : end;
}
