import * as vscode from 'vscode';
import { GIVEN_SCHEME } from '../../contributions/ids.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import type { PersistedPanel, PersistedText } from '../../protocol/panelApi.ts';
import { hashOf } from '../../session/exploration.ts';
import type { Within } from '../../core/text/textPair.ts';
import type { Target } from '../../session/target.ts';
import { openDocument } from '../editor/openDocument.ts';
import { togetherOf } from '../editor/pairTexts.ts';
import { targetOfRange } from '../editor/target.ts';
import { refusal } from './preconditions.ts';
import { commandButton, SHOW_PANEL, type Refusal } from './refusal.ts';

/** A text that was kept by its place, in its document. */
export interface FoundText {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  /** It reads as it did. */
  readonly stands: boolean;
}

/** What was explored before a window reload, as it reads now: shown beside each other, where there are two. @throws FaultError where a text is gone */
export async function textsKept(kept: PersistedPanel): Promise<Target> {
  const found = await Promise.all([kept, ...(kept.second ? [kept.second] : [])].map(placeKept));
  const texts = await allOf(found);
  const target = targetOf(texts, kept.chat, kept.within);
  if (texts.some(({ stands }) => !stands))
    void vscode.window.showInformationMessage('The text has changed: it was explored as it reads now.');
  await showTexts(texts);
  return target;
}

async function placeKept({ uri, range, hash }: PersistedText): Promise<FoundText | null> {
  const document = await openDocument(uri);
  const place = document.validateRange(new vscode.Range(...range));
  const stands = hashOf(document.getText(place)) === hash;
  return stands || document.uri.scheme !== GIVEN_SCHEME ? { document, range: place, stands } : null;
}

/** @param found null: a text that stood in no file, and is not there any more. @throws FaultError for one, with the other one selected, so that a new one is asked for at once */
export async function allOf(found: readonly (FoundText | null)[]): Promise<readonly FoundText[]> {
  const [here] = found.filter(text => text !== null);
  if (!found.includes(null)) return found as readonly FoundText[];
  if (here) {
    const editor = await vscode.window.showTextDocument(here.document, { viewColumn: vscode.ViewColumn.One });
    editor.selection = new vscode.Selection(here.range.start, here.range.end);
  }
  throw textIsGone(here !== undefined);
}

function textIsGone(isOtherHere: boolean): Refusal {
  return refusal(
    'A text that stood in no file is gone',
    'What is typed, pasted or written by a model is kept while a tab shows it or it is explored, and nowhere after that.',
    isOtherHere ? 'Give it again: the other text is selected.' : 'Explore another text.',
    isOtherHere ? commandButton('Explore Two Texts\u2026', 'exploreTwoTexts') : SHOW_PANEL,
  );
}

/** A text, or two as one. @throws FaultError for two that cannot be read together */
export function targetOf(found: readonly FoundText[], chat: boolean, within: Within | null): Target {
  const [first, second] = found.map(({ document, range }) =>
    targetOfRange(document, range, 'selection', 'start', range.start, MAX_RUN_CHARACTERS),
  );
  return second ? togetherOf(first!, second, within ?? undefined) : { ...first!, chat };
}

/** Each document once, beside each other. */
export async function showTexts(found: readonly FoundText[]): Promise<void> {
  let viewColumn = vscode.ViewColumn.One;
  for (const document of new Set(found.map(text => text.document))) {
    await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true });
    viewColumn = vscode.ViewColumn.Two;
  }
}
