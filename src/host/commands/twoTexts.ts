import * as vscode from 'vscode';
import { formatCount } from '../../core/describe/numbers.ts';
import type { Exploration } from '../../session/exploration.ts';
import { canReadBySentence, readsBySentence } from '../../session/sentences.ts';
import { titleOf } from '../../core/export/takenPair.ts';
import { lookOptions, type LookOption } from '../../core/describe/within.ts';
import { swappedWithin, type Within } from '../../core/text/textPair.ts';
import type { Target } from '../../session/target.ts';
import { checkWords, targetIn, textsAgain, togetherOf } from '../editor/pairTexts.ts';
import { comparePlaces } from '../../core/text/anchor.ts';
import type { View } from '../../core/attention/lens.ts';
import { restingCaret } from '../editor/restingCaret.ts';
import { selectedParts } from '../editor/target.ts';
import type { Parts } from '../services.ts';
import { explore } from './explore.ts';
import { askWhatToTell } from './told.ts';
import { activeEditor, explored, refusal } from './preconditions.ts';
import { commandButton, SHOW_PANEL } from './refusal.ts';
import { isSameTold, isToldNothing, swapped } from '../../core/model/told.ts';
import { pickSecondText } from './secondText.ts';

const CHOOSE = commandButton('Explore Two Texts\u2026', 'exploreTwoTexts');

/**
 * Two selections: of one editor, where the later one looks at the earlier, or of two editors, where that with the keyboard looks at the other. With one
 * selection it is what is looked at, and the text that looks is asked for.
 */
export async function exploreTwoTexts(parts: Parts): Promise<void> {
  const editor = activeEditor();
  const own = selectedParts(editor);
  if (own.length > 2)
    throw refusal(
      `${formatCount(own.length)} parts are selected`,
      'Two texts are looked at together, no more.',
      'Select two parts.',
      CHOOSE,
    );
  if (own.length === 0)
    throw refusal(
      'Nothing is selected',
      'Two texts are two selections: in one editor, or in two beside each other; or one, with a text that you type, paste or choose.',
      'Select the text that is looked at, such as a source, and run this again.',
      commandButton('Explore Selection', 'exploreSelection'),
    );
  if (own.length === 2) {
    await exploreTogether(parts, targetIn(editor.document, own[0]), targetIn(editor.document, own[1]));
    return;
  }
  const others = vscode.window.visibleTextEditors.filter(other => other !== editor && selectedParts(other).length === 1);
  const here = targetIn(editor.document, own[0]);
  if (others.length === 1) {
    await exploreTogether(parts, targetIn(others[0]!.document, selectedParts(others[0]!)[0]), here);
    return;
  }
  checkWords(here);
  const second = await pickSecondText(parts, editor, here);
  if (second) await exploreTogether(parts, here, second);
}

/** The text that looks is looked at, and the other way round. */
export async function swapTexts(parts: Parts): Promise<void> {
  const exploration = bothExplored(parts);
  const [first, second] = await textsAgain(exploration);
  const within = swappedWithin(exploration.target.second?.within);
  const goBack = exploration.model.tells ? await tellSwapped(parts) : null;
  let done = false;
  try {
    done = await exploreTogether(parts, second, first, undefined, within);
  } finally {
    if (!done) await goBack?.();
  }
}

/** What was the language of the source is that of the target. @returns takes it back, unless something else was chosen since; null: nothing is told */
async function tellSwapped({ engine, models }: Parts): Promise<(() => Promise<void>) | null> {
  const { directory, told: before } = models.chosen;
  if (!before || isToldNothing(before)) return null;
  const { tellsSource } = await engine.call('writingOffer', models.chosen);
  const after = swapped(before, tellsSource);
  await models.tell(directory, after);
  return async () => {
    if (isSameTold(models.toldOf(directory) ?? {}, after)) await models.tell(directory, before);
  };
}

/** What goes from one text to the other, or what stays within each; of an encoder-decoder in which of both is asked for. */
export async function lookWithin(parts: Parts): Promise<void> {
  const { model, summary } = bothExplored(parts);
  const options = lookOptions(model.twoTexts);
  const now = summary.within ?? null;
  const [other] = options.filter(({ within }) => within !== now);
  const chosen = options.length > 2 ? await pickLook(options, now) : other;
  if (chosen) await parts.explorer.lookWithin(chosen.within ?? undefined);
}

async function pickLook(options: readonly LookOption[], now: Within | null): Promise<LookOption | undefined> {
  const items = options.map(option => ({
    label: titleOf(option.name),
    description: option.within === now ? 'shown' : '',
    detail: option.title,
    option,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Look Across or Within', matchOnDetail: true }))?.option;
}

/** Sentences of the other text are tinted, too, or words alone. */
export function readBySentence(parts: Parts): void {
  const { explorer } = parts;
  const exploration = bothExplored(parts);
  if (!canReadBySentence(exploration))
    throw refusal(
      'What stays within a text is looked at',
      'Sentences are tinted by what they have from the other text.',
      'Look across the texts first.',
      commandButton('Look Across or Within', 'lookWithin'),
    );
  explorer.dispatch({ type: 'bySentence', isOn: !readsBySentence(exploration, explorer.state) });
}

/** The one that looks, by itself; of an encoder-decoder the source, as its encoder reads no target. */
export async function oneText(parts: Parts): Promise<void> {
  const exploration = bothExplored(parts);
  const [first, second] = await textsAgain(exploration);
  await explore(parts, exploration.model.twoTexts ? first : second);
}

/** @param first that is looked at @param second that looks at it @throws FaultError for texts that cannot be read together */
export async function exploreTogether(parts: Parts, first: Target, second: Target, lens?: View, within?: Within): Promise<boolean> {
  const both = togetherOf(first, second, within);
  // Who leaves the list finds the panel and what is selected as they were.
  if (!(await askWhatToTell(parts))) return false;
  const editors = vscode.window.visibleTextEditors.filter(({ document }) => [first.uri, second.uri].includes(document.uri.toString()));
  if (!parts.compact.isVisible) parts.panel.bringBack(columnBeside(editors));
  const done = explore(parts, both, lens);
  letGoOfSelection(parts, editors, [first, second]);
  return done;
}

/** Selection blue under amber would mud both; what is selected besides stays. */
function letGoOfSelection({ pointing }: Parts, editors: readonly vscode.TextEditor[], texts: readonly Target[]): void {
  for (const editor of editors) {
    const { document } = editor;
    const selected = selectedParts(editor);
    const last = selected.at(-1);
    const isRead = selected.every(({ start }) =>
      texts.some(text => text.uri === document.uri.toString() && comparePlaces(text.start, start) === 0),
    );
    if (!last || !isRead) continue;
    const caret = restingCaret(document, last);
    pointing.ignoreCaretAt(document.uri, caret);
    editor.selection = new vscode.Selection(caret, caret);
  }
}

function bothExplored({ explorer }: Pick<Parts, 'explorer'>): Exploration {
  const exploration = explored(explorer);
  if (exploration.target.second) return exploration;
  throw refusal(
    'One text is explored',
    'There is no other one beside it.',
    'Select two parts and run Explore Two Texts.',
    CHOOSE,
    SHOW_PANEL,
  );
}

/** Right of both, so that the panel covers neither. */
function columnBeside(editors: readonly vscode.TextEditor[]): vscode.ViewColumn {
  const last = Math.max(0, ...editors.map(({ viewColumn }) => viewColumn ?? 0));
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- columns are numbers that count on
  return last === 0 ? vscode.ViewColumn.Beside : Math.min(last + 1, vscode.ViewColumn.Nine);
}
