import { NEEDED_TO_COMPARE } from '../../core/model/capability.ts';
import { fileNameOf } from '../../core/text/fileName.ts';
import * as vscode from 'vscode';
import { findOccurrences } from '../../core/text/occurrences.ts';
import { standsInText } from '../../core/text/token.ts';
import { wordTouching } from '../../core/text/splitWords.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { wordToPin } from '../editor/attendedWords.ts';
import { openDocument } from '../editor/openDocument.ts';
import { comparedText, compareWord, nothingToCompare, type ComparedText } from '../../session/comparison.ts';
import { placeOfItem } from '../../session/shownOccurrences.ts';
import type { Explorer } from '../../session/explorer.ts';
import { unitsOf } from '../../session/exploration.ts';
import { isOf } from '../../session/standing.ts';
import { toRange } from '../editor/ranges.ts';
import { modelHas, oneTextExplored } from './preconditions.ts';
import { commandButton, EXPLORE_DOCUMENT, OPEN_SAMPLE, Refusal } from './refusal.ts';
import type { Parts } from '../services.ts';

type Scope = 'document' | 'open' | 'typed';

interface ScopeItem extends vscode.QuickPickItem {
  readonly scope: Scope;
}

const SCOPES: readonly ScopeItem[] = [
  { label: 'This Document', detail: 'Every place where the word stands in it.', scope: 'document' },
  { label: 'All Open Documents', detail: 'Every place in the documents that are open in editors.', scope: 'open' },
  { label: 'A Second Sentence\u2026', detail: 'Type a sentence with the word in it; it is compared with this document.', scope: 'typed' },
];

/** Asks where to look for the word pointed at, and compares its occurrences there. */
export async function compareOccurrences(parts: Parts): Promise<void> {
  if (parts.explorer.exploration) oneTextExplored(parts.explorer);
  const document = await exploredDocument(parts.explorer);
  modelHas(parts.explorer, NEEDED_TO_COMPARE, commandButton('Use Built-in Model', 'useBuiltInModel'));
  const word = await wordToCompare(parts.explorer, document);
  if (!word) return;
  const chosen = await vscode.window.showQuickPick(SCOPES, { title: `Compare Occurrences of \u201c${visibleText(word)}\u201d` });
  if (chosen) await compareIn(parts, document, word, chosen.scope);
}

/** Compares a word's places there. Where they are fewer than two, the wider scopes are offered. */
export async function compareIn(parts: Parts, document: vscode.TextDocument, word: string, scope: Scope): Promise<void> {
  const texts = await textsOf(scope, document, word);
  if (!texts) return;
  const comparison = compareWord(word, texts);
  if (comparison.places.length < 2) {
    const wider = SCOPES.filter(other => other.scope !== scope && other.scope !== 'document');
    throw new Refusal(
      nothingToCompare(comparison).fault,
      ...wider.map(({ label, scope }) => ({ title: label, run: () => compareIn(parts, document, word, scope) })),
    );
  }
  parts.explorer.experiments.compare(comparison);
  parts.explorer.dispatch({ type: 'seek', place: 'occurrences' });
  parts.panel.show();
}

/** Selects an occurrence in its document; `index` counts the items of the panel. */
export async function goToOccurrence(explorer: Explorer, index: number): Promise<void> {
  const place = placeOfItem(explorer, index);
  const uri = place && explorer.experiments.comparison!.texts[place.text]!.uri;
  if (!place || uri === null) return;
  if (!place.anchor.live)
    throw new Refusal(
      {
        code: 'empty-text',
        title: 'This occurrence was edited away',
        cause: 'The word no longer stands where it stood when it was compared.',
        nextStep: 'Run Compare Occurrences again.',
      },
      commandButton('Compare Occurrences\u2026', 'compareOccurrences'),
    );
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri!, true));
  const column = vscode.window.visibleTextEditors.find(editor => editor.document === document)?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, { selection: toRange(place.anchor.range), viewColumn: column });
}

async function exploredDocument(explorer: Explorer): Promise<vscode.TextDocument> {
  const { exploration } = explorer;
  if (exploration) return openDocument(exploration.target.uri);
  throw new Refusal(
    {
      code: 'empty-text',
      title: 'Nothing explored yet',
      cause: 'Occurrences are compared by the model that explores a text.',
      nextStep: 'Select some words and run Explore Selection first.',
    },
    EXPLORE_DOCUMENT,
    OPEN_SAMPLE,
  );
}

/** The word at the caret, explored or not; without one, the word pointed at or pinned; else it is asked for. */
async function wordToCompare(explorer: Explorer, document: vscode.TextDocument): Promise<string | undefined> {
  const atCaret = wordAtCaret(explorer);
  if (atCaret !== null) return atCaret;
  const { exploration } = explorer;
  const source = wordToPin(explorer);
  const unit = exploration && source !== null ? unitsOf(exploration, 'words')[wordIndex(explorer, source.unit)] : undefined;
  if (unit && standsInText(unit)) return unit.label;
  return vscode.window.showInputBox({
    title: 'Compare Occurrences',
    prompt: `A word that stands in ${visibleText(fileNameOf(document.uri.path)) || 'the document'}`,
    validateInput: value => (/\S/.test(value) ? null : 'Type a word.'),
  });
}

/** Null while the explored document is not in the editor that a person works in. */
function wordAtCaret({ exploration }: Explorer): string | null {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !exploration || !isOf(exploration, editor.document)) return null;
  const { line, character } = editor.selection.active;
  return wordTouching(editor.document.lineAt(line).text, character);
}

/** The word that holds a unit of the current level. */
function wordIndex({ exploration, state }: Explorer, unit: number): number {
  if (state.level === 'words') return unit;
  const token = unitsOf(exploration!, 'pieces')[unit]!.tokens[0]!;
  return unitsOf(exploration!, 'words').findIndex(word => word.tokens.includes(token));
}

async function textsOf(scope: Scope, document: vscode.TextDocument, word: string): Promise<ComparedText[] | undefined> {
  switch (scope) {
    case 'document':
      return [textOf(document)];
    case 'open':
      return [document, ...openDocuments().filter(other => other !== document)].map(textOf);
    case 'typed': {
      const sentence = await vscode.window.showInputBox({
        title: 'Compare Occurrences',
        prompt: `A sentence with \u201c${word}\u201d in it`,
        validateInput: value => (findOccurrences(value, word).total > 0 ? null : `It has to contain the word \u201c${word}\u201d.`),
      });
      return sentence === undefined ? undefined : [textOf(document), comparedText(null, '', sentence)];
    }
  }
}

/** Documents that stand in a tab: others (settings read by extensions, say) were not opened by a person. */
function openDocuments(): vscode.TextDocument[] {
  const shown = new Set(
    vscode.window.tabGroups.all
      .flatMap(group => group.tabs)
      .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : [])),
  );
  return vscode.workspace.textDocuments.filter(document => shown.has(document.uri.toString()));
}

function textOf(document: vscode.TextDocument): ComparedText {
  return comparedText(document.uri.toString(), fileNameOf(document.uri.path), document.getText());
}
