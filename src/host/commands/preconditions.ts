import * as vscode from 'vscode';
import { firstLack, lackOf, type Capability } from '../../core/model/capability.ts';
import type { Explorer } from '../../session/explorer.ts';
import type { Exploration } from '../../session/exploration.ts';
import { commandButton, EXPLORE_DOCUMENT, OPEN_SAMPLE, Refusal, SHOW_PANEL } from './refusal.ts';

/** What commands need before they can do anything. Each is there, or says what is the case: no command does nothing in silence. */

/** What is explored. */
export function explored({ exploration }: Pick<Explorer, 'exploration'>): Exploration {
  if (exploration) return exploration;
  throw new Refusal(
    {
      code: 'empty-text',
      title: 'Nothing explored yet',
      cause: 'This needs a text that the model has read.',
      nextStep: 'Select some words and run Explore Selection first.',
    },
    EXPLORE_DOCUMENT,
    OPEN_SAMPLE,
  );
}

/** That the model of the explored text has what is needed; what it lacks is said as everywhere. */
export function modelHas(explorer: Pick<Explorer, 'exploration'>, needs: readonly Capability[], ...buttons: Refusal['buttons']): void {
  const lack = firstLack(explored(explorer).model, needs);
  if (lack !== null) throw new Refusal(lackOf(lack).fault, ...buttons);
}

/** What is explored, where it is one text: with two of them there is nothing to make it of. */
export function oneTextExplored(explorer: Pick<Explorer, 'exploration'>): Exploration {
  modelHas(explorer, ['one-text'], commandButton('One Text', 'oneText'));
  return explored(explorer);
}

/** What is explored, its text standing unedited. */
export function exploredUnedited(explorer: Pick<Explorer, 'exploration' | 'isLive' | 'phase'>): Exploration {
  const exploration = explored(explorer);
  if (explorer.isLive) return exploration;
  throw explorer.phase.kind === 'loading'
    ? refusal('The model is reading', 'Another text is being explored.', 'Try again in a moment.', SHOW_PANEL)
    : refusal(
        'The explored text was edited',
        'What is shown belongs to the text as it stood before.',
        'Explore it again.',
        commandButton('Explore Again', 'exploreAgain'),
      );
}

/** The editor that a person works in: while the panel has the focus VS Code names none, and the text beside it is meant. */
export function editorInSight(): vscode.TextEditor | undefined {
  return vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined);
}

export function activeEditor(): vscode.TextEditor {
  const editor = editorInSight();
  if (editor) return editor;
  throw refusal(
    'No text editor is active',
    'Attention Lens reads text from an editor.',
    'Open a text, select some words and run Explore Selection, or try Open Sample.',
    OPEN_SAMPLE,
  );
}

export function noWord(): Refusal {
  return refusal(
    'No word is pointed at',
    'The cursor is not on a word of the explored text.',
    'Move the cursor to a word in the tinted text.',
    SHOW_PANEL,
  );
}

export function nothingBeyond(): Refusal {
  return refusal(
    'No head goes to another word',
    'From this word all heads attend to the word itself, to punctuation and to special tokens.',
    'Point at another word.',
    SHOW_PANEL,
  );
}

/** Why nothing happens, as a refusal with the code of "nothing to work on". */
export function refusal(title: string, cause: string, nextStep: string, ...buttons: Refusal['buttons']): Refusal {
  return new Refusal({ code: 'empty-text', title, cause, nextStep }, ...buttons);
}
