import * as vscode from 'vscode';
import type { View } from '../core/lens.ts';
import { MAX_RUN_CHARACTERS } from '../protocol/engineApi.ts';
import type { Parts } from './commands.ts';
import { hashOf } from './exploreRun.ts';
import { EXPLORE_DOCUMENT, OPEN_SAMPLE, Refusal, SHOW_PANEL } from './refusal.ts';
import { restingCaret } from './restingCaret.ts';
import { targetOfRange, targetOfSelection, type Target } from './target.ts';

/** The selection, or the paragraph at the caret. */
export async function exploreSelection(parts: Parts): Promise<void> {
  const editor = activeEditor();
  const target = targetOfSelection(editor, MAX_RUN_CHARACTERS);
  const hadSelection = !editor.selection.isEmpty;
  const caret = restingCaret(editor.document, editor.selection);
  const running = explore(parts, target, undefined, !hadSelection);
  if (hadSelection && /\S/.test(target.text)) {
    // Selection blue under amber would mud both.
    parts.pointing.ignoreCaretAt(editor.document.uri, caret);
    editor.selection = new vscode.Selection(caret, caret);
  }
  await running;
}

/** Runs a target; the first time the panel opens beside it. */
export async function explore(parts: Parts, target: Target, lens?: View, pointAtCaret = false): Promise<void> {
  const first = !parts.panel.isOpen && parts.explorer.exploration === null;
  const running = parts.explorer.explore(target, lens, pointAtCaret);
  if (first && parts.explorer.phase.kind === 'loading') parts.panel.show();
  await running;
}

/** The same place again, as it reads now; after a window reload, the place the panel remembers. */
export async function exploreAgain(parts: Parts): Promise<void> {
  const { explorer, panel } = parts;
  const { exploration, target } = explorer;
  if (exploration) {
    const document = await vscode.workspace.openTextDocument(exploration.target.uri);
    const { start, end } = exploration.anchor.range;
    const range = document.validateRange(new vscode.Range(start.line, start.character, end.line, end.character));
    const { what, fit } = exploration.target;
    const cutShort = exploration.cut !== null && explorer.isLive;
    return explore(parts, cutShort ? exploration.target : targetOfRange(document, range, what, fit, range.start, MAX_RUN_CHARACTERS));
  }
  if (target) return explore(parts, target);
  if (panel.restored) {
    const { uri, range, hash, view } = panel.restored;
    const document = await openDocument(uri);
    const place = document.validateRange(new vscode.Range(...range));
    const again = targetOfRange(document, place, 'selection', 'start', place.start, MAX_RUN_CHARACTERS);
    if (hashOf(document.getText(place)) !== hash)
      void vscode.window.showInformationMessage('The text has changed: it was explored as it reads now.');
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preserveFocus: true });
    return explore(parts, again, view);
  }
  throw new Refusal(
    {
      code: 'empty-text',
      title: 'Nothing to explore again',
      cause: 'No text was explored yet.',
      nextStep: 'Select some words and run Explore Selection.',
    },
    EXPLORE_DOCUMENT,
    OPEN_SAMPLE,
  );
}

async function openDocument(uri: string): Promise<vscode.TextDocument> {
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

export function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor;
  throw new Refusal(
    {
      code: 'empty-text',
      title: 'No text editor is active',
      cause: 'Attention Lens reads text from an editor.',
      nextStep: 'Open a text, select some words and run Explore Selection, or try Open Sample.',
    },
    OPEN_SAMPLE,
  );
}

export function noWord(): Refusal {
  return new Refusal(
    {
      code: 'empty-text',
      title: 'No word is pointed at',
      cause: 'The cursor is not on a word of the explored text.',
      nextStep: 'Move the cursor to a word in the tinted text.',
    },
    SHOW_PANEL,
  );
}

export function nothingBeyond(): Refusal {
  return new Refusal(
    {
      code: 'empty-text',
      title: 'No head goes to another word',
      cause: 'From this word all heads attend to the word itself, to punctuation and to special tokens.',
      nextStep: 'Point at another word.',
    },
    SHOW_PANEL,
  );
}
