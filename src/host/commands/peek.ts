import * as vscode from 'vscode';
import { standsInText } from '../../core/text/token.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { placeOf, placeWith, rangesOf, standsUnedited, unitsOf } from '../../session/exploration.ts';
import type { Explorer } from '../../session/explorer.ts';
import { toRange } from '../editor/ranges.ts';
import { exploredUnedited, noWord, refusal } from './preconditions.ts';
import { commandButton } from './refusal.ts';

/** Places in the list: the strongest, those that have a colour. */
const PLACES = 8;

/** VS Code's own list of places, with the text around each, of what the word attends to most. */
export async function peekAttended(explorer: Explorer): Promise<void> {
  exploredUnedited(explorer);
  await explorer.whenRead();
  const exploration = exploredUnedited(explorer);
  const { heatView: view, shown } = explorer;
  if (!view || view.source === null) throw noWord();
  const units = unitsOf(exploration, shown.level);
  const attended = view.order
    .filter(unit => view.buckets[unit]! > 0 && standsInText(units[unit]!) && standsUnedited(exploration, units[unit]!))
    .slice(0, PLACES);
  if (attended.length === 0)
    throw refusal(
      `No word is coloured for \u201c${visibleText(units[view.source]!.label)}\u201d`,
      'Seen this way nothing in the text stands out, so there is no place to show.',
      'Choose another head or lens, or another word.',
      commandButton('Choose Head\u2026', 'chooseHead'),
    );
  const uriAt = (offset: number) => vscode.Uri.parse(placeWith(exploration, offset).uri, true);
  const locations = attended.flatMap(unit =>
    rangesOf(exploration, units[unit]!).map(range => new vscode.Location(uriAt(units[unit]!.start), toRange(range))),
  );
  const source = units[view.source]!;
  const uri = uriAt(source.start);
  // A word that stands for no text has no place of its own.
  const from = standsInText(source) ? placeOf(exploration, source.start) : exploration.anchor.range.start;
  await vscode.commands.executeCommand('editor.action.peekLocations', uri, toRange({ start: from, end: from }).start, locations, 'peek');
}
