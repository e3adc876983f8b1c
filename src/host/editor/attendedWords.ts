import * as vscode from 'vscode';
import { standsInText } from '../../core/text/token.ts';
import { TEXT, unitRef, type UnitRef } from '../../core/text/unitRef.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { Explorer } from '../../session/explorer.ts';
import { openDocument } from './openDocument.ts';
import { explored, exploredUnedited, noWord, refusal } from '../commands/preconditions.ts';
import { commandButton, SHOW_PANEL } from '../commands/refusal.ts';
import { cutOf, placeOf, placeWith, standsUnedited, unitsOf, type Exploration } from '../../session/exploration.ts';
import { toRange } from './ranges.ts';

/** The unit a pin applies to: what the mouse points at, else the caret. Null without one. */
export function wordToPin(explorer: Explorer): UnitRef | null {
  const { hovered, cursor, pinned } = explorer.state;
  return hovered ?? cursor ?? pinned;
}

/**
 * Walks the painted words of the source, strongest first, round the end. The source is pinned on the way: the caret is about to leave it.
 */
export async function goToAttendedWord(explorer: Explorer, delta: 1 | -1): Promise<void> {
  exploredUnedited(explorer);
  await explorer.whenRead();
  const exploration = exploredUnedited(explorer);
  const { heatView: view, state } = explorer;
  if (!view || view.source === null) throw noWord();
  const units = unitsOf(exploration, state.level);
  const stops = view.order.filter(
    unit => view.buckets[unit]! > 0 && standsInText(units[unit]!) && standsUnedited(exploration, units[unit]!),
  );
  if (stops.length === 0)
    throw refusal(
      `No word is coloured for \u201c${visibleText(units[view.source]!.label)}\u201d`,
      'Seen this way nothing in the text stands out, so there is no word to go to.',
      'Choose another head or lens, or another word.',
      commandButton('Choose Head\u2026', 'chooseHead'),
      commandButton('Choose Lens\u2026', 'chooseLens'),
    );
  const here = view.focus === null ? -1 : stops.indexOf(view.focus);
  const next = here < 0 ? (delta > 0 ? 0 : stops.length - 1) : (here + delta + stops.length) % stops.length;
  explorer.dispatch({ type: 'pin', unit: unitRef(TEXT, view.source) });
  const { start, end } = units[stops[next]!]!;
  await moveCaretTo(exploration, start, end);
  explorer.dispatch({ type: 'cursor', unit: unitRef(TEXT, stops[next]!) });
}

/** Shows the first text that the model did not read. */
export async function goToCut(explorer: Explorer): Promise<void> {
  const exploration = explored(explorer);
  if (!cutOf(exploration))
    throw refusal(
      'The whole text was read',
      'It fits into what the model reads at once.',
      'There is no place where reading stops.',
      SHOW_PANEL,
    );
  await moveCaretTo(exploration, sequenceOf(exploration.summary).shownEnd);
}

/** @param end of what has to be in sight, on a long line as well */
async function moveCaretTo(exploration: Exploration, offset: number, end = offset): Promise<void> {
  const { uri } = placeWith(exploration, offset);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  // Its tab may be hidden, or closed.
  const editor = shown ?? (await vscode.window.showTextDocument(await openDocument(uri), { viewColumn: vscode.ViewColumn.One }));
  // Of two texts the other one may have the keyboard.
  if (exploration.target.second && shown && shown !== vscode.window.activeTextEditor)
    await vscode.window.showTextDocument(shown.document, { ...(shown.viewColumn && { viewColumn: shown.viewColumn }) });
  const place = placeOf(exploration, offset);
  const range = toRange({ start: place, end: placeOf(exploration, end) });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
