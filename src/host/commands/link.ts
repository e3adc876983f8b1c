import * as vscode from 'vscode';
import { nameOfEnd } from '../../core/describe/linkEnd.ts';
import { strongestWord } from '../../core/state/viewModel.ts';
import { comparePlaces } from '../../core/text/anchor.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { standsInText, type Unit } from '../../core/text/token.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { placeOf, placeWith, rangesOf, standsUnedited, unitsOf, type Exploration } from '../../session/exploration.ts';
import type { Explorer } from '../../session/explorer.ts';
import { isOf } from '../../session/standing.ts';
import { assertStillShown } from '../../session/stillShown.ts';
import type { Parts } from '../services.ts';
import { wordToPin } from '../editor/attendedWords.ts';
import { pickOne } from './pickOne.ts';
import { editorInSight, exploredUnedited, noWord, refusal } from './preconditions.ts';
import { commandButton, SHOW_PANEL } from './refusal.ts';

interface WordItem extends vscode.QuickPickItem {
  readonly unit?: number;
}

/**
 * The heads that link two words. Several selected words are one end, and the pinned word, or else one that is asked for, the other; without them the
 * pinned word, or the one that is pointed at, is linked with a word that is asked for.
 */
export async function linkTo({ explorer, panel }: Parts): Promise<void> {
  const exploration = exploredUnedited(explorer);
  const { pinned, level } = explorer.state;
  const units = unitsOf(exploration, level);
  const selected = selectedUnits(exploration, units);
  const link = (from: number, to: readonly number[]) => {
    assertStillShown(explorer, exploration);
    if (explorer.state.level !== level) throw otherUnits();
    explorer.dispatch({ type: 'link', from: unitRef(TEXT, from), units: to.map(unit => unitRef(TEXT, unit)) });
  };
  if (selected.length > 1) {
    if (pinned !== null && selected.includes(pinned.unit)) throw sharesWord();
    const from = pinned?.unit ?? (await pickWord(explorer, selected));
    if (from === undefined) return;
    link(from, selected);
  } else {
    const from = pinned ?? wordToPin(explorer);
    if (from === null || !standsInText(units[from.unit]!)) throw noWord();
    const to = await pickWord(explorer, [from.unit]);
    if (to === undefined) return;
    link(from.unit, [to]);
  }
  explorer.dispatch({ type: 'tab', tab: 'attention' });
  panel.show();
}

function sharesWord() {
  return refusal(
    'The pinned word is selected, too',
    'A head links two different places of the text.',
    'Select words that it is not among, or unpin it.',
    commandButton('Pin Word', 'pinWord'),
    SHOW_PANEL,
  );
}

function otherUnits() {
  return refusal(
    'Words and sub-words were switched',
    'The word that was chosen is none of those that are shown now.',
    'Choose it again.',
    commandButton('Link To\u2026', 'linkTo'),
  );
}

/** The words that a selection in the explored text holds, or part of which. */
function selectedUnits(exploration: Exploration, units: readonly Unit[]): number[] {
  const editor = editorInSight();
  if (!editor || !isOf(exploration, editor.document)) return [];
  const selections = editor.selections.filter(({ start, end }) => comparePlaces(start, end) < 0);
  if (selections.length === 0) return [];
  const uri = editor.document.uri.toString();
  const isThere = (unit: Unit) => placeWith(exploration, unit.start).uri === uri && standsUnedited(exploration, unit);
  const isSelected = (unit: Unit) =>
    isThere(unit) &&
    rangesOf(exploration, unit).some(range =>
      selections.some(({ start, end }) => comparePlaces(range.start, end) < 0 && comparePlaces(start, range.end) < 0),
    );
  return [...units.keys()].filter(index => standsInText(units[index]!) && isSelected(units[index]!));
}

/** Asks for a word of the text to link with some; the list opens on the one at the caret, else on the strongest one for the first. */
async function pickWord(explorer: Explorer, end: readonly number[]): Promise<number | undefined> {
  const exploration = exploredUnedited(explorer);
  const units = unitsOf(exploration, explorer.state.level);
  const items = [...units.keys()]
    // Of two texts one may be edited: its words are no longer where they are said to be.
    .filter(unit => standsInText(units[unit]!) && standsUnedited(exploration, units[unit]!) && !end.includes(unit))
    .map(unit => itemOf(exploration, units, unit));
  if (items.length === 0)
    throw refusal(
      'There is no other word to link with',
      exploration.target.second ? 'The other text was edited: its words are not where they were.' : 'It is the only one.',
      'Explore again, or another text.',
      commandButton('Explore Again', 'exploreAgain'),
    );
  const { hovered, cursor } = explorer.state;
  const { wordView } = explorer;
  const pointed = (cursor ?? hovered)?.unit;
  const strongest = wordView && wordView.source === end[0] ? strongestWord(units, wordView) : null;
  const chosen = await pickOne<WordItem>({
    title: `Link \u201c${visibleText(nameOfEnd(units, end))}\u201d To`,
    placeholder: 'Type a word, or the number of a line',
    items,
    current: items.find(({ unit }) => unit === pointed) ?? items.find(({ unit }) => unit === strongest),
    filter: {
      keeps: ({ label, description }, typed) =>
        /^\d+$/.test(typed.trim())
          ? description?.includes(`line ${typed.trim()}:`) === true || label.includes(typed.trim())
          : label.toLowerCase().includes(typed.trim().toLowerCase()),
      none: typed => ({ label: `No word of the explored text holds \u201c${escapeIcons(visibleText(typed))}\u201d` }),
    },
  });
  return chosen?.unit;
}

/** Words beside it tell one `the` from another. */
function itemOf(exploration: Exploration, units: readonly Unit[], unit: number): WordItem {
  const near = [unit - 2, unit - 1, unit, unit + 1, unit + 2].filter(
    index => index >= 0 && index < units.length && standsInText(units[index]!),
  );
  const line = placeOf(exploration, units[unit]!.start).line + 1;
  const { label } = placeWith(exploration, units[unit]!.start);
  const where = exploration.target.second ? `${escapeIcons(visibleText(label))}, ` : '';
  return {
    label: escapeIcons(visibleText(units[unit]!.label)),
    description: `${where}line ${line}: ${escapeIcons(visibleText(nameOfEnd(units, near)))}`,
    unit,
  };
}
