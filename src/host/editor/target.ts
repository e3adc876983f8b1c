import { fileNameOf } from '../../core/text/fileName.ts';
import * as vscode from 'vscode';
import { placeAfter } from '../../core/text/anchor.ts';
import { cutText } from '../../core/text/textCheck.ts';
import type { Target } from '../../session/target.ts';

/** What is selected, in the order of the text: several parts with several cursors. */
export function selectedParts({ selections }: Pick<vscode.TextEditor, 'selections'>): readonly vscode.Selection[] {
  return selections.filter(({ isEmpty }) => !isEmpty).toSorted((a, b) => a.start.compareTo(b.start));
}

/** The selection (of several parts the first); without one, the paragraph at the caret (lines up to a blank one). */
export function targetOfSelection(editor: vscode.TextEditor, limit: number): Target {
  const { document, selection } = editor;
  const [first] = selectedParts(editor);
  if (first) return targetOfRange(document, first, 'selection', 'start', first.start, limit);
  return targetOfRange(document, paragraphAt(document, selection.active.line), 'selection', 'around', selection.active, limit);
}

export function targetOfDocument(editor: vscode.TextEditor, limit: number): Target {
  const { document, selection } = editor;
  const last = document.lineAt(document.lineCount - 1).range.end;
  return targetOfRange(document, new vscode.Range(0, 0, last.line, last.character), 'document', 'around', selection.active, limit);
}

export function targetOfRange(
  document: vscode.TextDocument,
  range: vscode.Range,
  what: Target['what'],
  fit: Target['fit'],
  caretPosition: vscode.Position,
  limit: number,
): Target {
  const whole = document.getText(range);
  const caret = Math.max(0, Math.min(whole.length, document.offsetAt(caretPosition) - document.offsetAt(range.start)));
  const from = fit === 'start' ? 0 : startOfWindow(whole, caret, limit);
  const text = cutText(whole.slice(from), limit);
  return {
    uri: document.uri.toString(),
    label: labelOf(document),
    what,
    start: placeAfter(range.start, whole.slice(0, from)),
    text,
    skipped: from,
    tooLong: text.length < whole.length,
    fit,
    caret: caret - from,
  };
}

/** Half of the room before the caret; not in the middle of a surrogate pair. */
function startOfWindow(text: string, caret: number, limit: number): number {
  if (text.length <= limit) return 0;
  const from = Math.max(0, Math.min(caret - (limit >> 1), text.length - limit));
  const code = text.charCodeAt(from);
  return code >= 0xdc00 && code <= 0xdfff ? from + 1 : from;
}

function paragraphAt(document: vscode.TextDocument, line: number): vscode.Range {
  if (document.lineAt(line).isEmptyOrWhitespace) return document.lineAt(line).range;
  let first = line;
  let last = line;
  while (first > 0 && !document.lineAt(first - 1).isEmptyOrWhitespace) first--;
  while (last < document.lineCount - 1 && !document.lineAt(last + 1).isEmptyOrWhitespace) last++;
  return new vscode.Range(first, document.lineAt(first).firstNonWhitespaceCharacterIndex, last, document.lineAt(last).range.end.character);
}

function labelOf(document: vscode.TextDocument): string {
  return fileNameOf(document.uri.path) || 'the document';
}
