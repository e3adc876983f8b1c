import * as vscode from 'vscode';
import { standsInText } from '../core/token.ts';
import type { Explorer } from './explorer.ts';
import { isOf, unitsOf, type Exploration } from './exploration.ts';
import { toRange } from './ranges.ts';

/** The unit a pin applies to: what the mouse points at, else the caret. Null without one. */
export function wordToPin(explorer: Explorer): number | null {
  const { hovered, cursor, pinned } = explorer.state;
  return hovered ?? cursor ?? pinned;
}

/**
 * Walks the painted words of the source, strongest first, round the end. The source is pinned on the way: the caret is about to leave it.
 */
export function goToAttendedWord(explorer: Explorer, delta: 1 | -1): void {
  const { exploration, heatView: view, state } = explorer;
  if (!exploration || !view || view.source === null || !explorer.isLive) return;
  const units = unitsOf(exploration, state.level);
  const stops = view.order.filter(unit => view.buckets[unit]! > 0 && standsInText(units[unit]!));
  if (stops.length === 0) return;
  const here = view.focus === null ? -1 : stops.indexOf(view.focus);
  const next = here < 0 ? (delta > 0 ? 0 : stops.length - 1) : (here + delta + stops.length) % stops.length;
  explorer.dispatch({ type: 'pin', unit: view.source });
  moveCaretTo(exploration, units[stops[next]!]!.start);
  explorer.dispatch({ type: 'cursor', unit: stops[next]! });
}

/** Shows the first text that the model did not read. */
export function goToCut(explorer: Explorer): void {
  const { exploration } = explorer;
  if (exploration?.cut) moveCaretTo(exploration, exploration.summary.shownEnd);
}

function moveCaretTo(exploration: Exploration, offset: number): void {
  const editor = vscode.window.visibleTextEditors.find(candidate => isOf(exploration, candidate.document));
  if (!editor) return;
  const place = exploration.map.placeAt(offset - exploration.base);
  const range = toRange({ start: place, end: place });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
