import * as vscode from 'vscode';
import type { SentenceView } from '../../core/state/sentenceView.ts';
import type { WordView } from '../../core/state/viewModel.ts';
import { standsInText } from '../../core/text/token.ts';
import { TEXT, unitRef, type UnitRef } from '../../core/text/unitRef.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { Explorer } from '../../session/explorer.ts';
import { focusOn } from './focusOn.ts';
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
  const { sentenceView } = explorer;
  if (sentenceView) return goToSentence(explorer, exploration, sentenceView, view, delta);
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
  const next = stepRound(view.focus === null ? -1 : stops.indexOf(view.focus), delta, stops.length);
  explorer.dispatch({ type: 'pin', unit: unitRef(TEXT, view.source) });
  const { start, end } = units[stops[next]!]!;
  await moveCaretTo(exploration, start, end);
  explorer.dispatch({ type: 'cursor', unit: unitRef(TEXT, stops[next]!) });
}

/** The same through the tinted sentences of the other text. */
async function goToSentence(
  explorer: Explorer,
  exploration: Exploration,
  { seen }: SentenceView,
  { source, focus }: WordView,
  delta: 1 | -1,
): Promise<void> {
  const units = unitsOf(exploration, explorer.state.level);
  const stops = seen.filter(sentence => sentence.step > 0 && standsUnedited(exploration, sentence));
  if (stops.length === 0)
    throw refusal(
      'No sentence of the other text is tinted',
      'Seen this way none gets more than an even share.',
      'Choose another head or lens, or read words alone.',
      commandButton('Choose Lens…', 'chooseLens'),
      commandButton('Read Words Alone', 'readBySentence'),
    );
  const at = focus === null ? -1 : units[focus]!.start;
  const next = stepRound(
    stops.findIndex(({ start, end }) => at >= start && at < end),
    delta,
    stops.length,
  );
  explorer.dispatch({ type: 'pin', unit: unitRef(TEXT, source!) });
  const { start, end } = stops[next]!;
  await moveCaretTo(exploration, start, end);
  const first = units.findIndex(unit => standsInText(unit) && unit.start >= start);
  if (first >= 0) explorer.dispatch({ type: 'cursor', unit: unitRef(TEXT, first) });
}

/** @param here -1 for none of them */
function stepRound(here: number, delta: 1 | -1, count: number): number {
  if (here < 0) return delta > 0 ? 0 : count - 1;
  return (here + delta + count) % count;
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
  if (exploration.target.second && shown && shown !== vscode.window.activeTextEditor) await focusOn(shown);
  const place = placeOf(exploration, offset);
  const range = toRange({ start: place, end: placeOf(exploration, end) });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
