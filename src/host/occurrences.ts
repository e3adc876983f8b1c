import * as vscode from 'vscode';
import { FaultError } from '../core/errors.ts';
import { findOccurrences } from '../core/occurrences.ts';
import { sourceOf } from '../core/viewState.ts';
import { MAX_RUN_CHARACTERS } from '../protocol/engineApi.ts';
import { compareWord, type ComparedText } from './comparison.ts';
import type { Explorer } from './explorer.ts';
import { unitsOf } from './exploration.ts';
import { toRange } from './ranges.ts';

interface ScopeItem extends vscode.QuickPickItem {
  readonly scope: 'document' | 'open' | 'typed';
}

const SCOPES: readonly ScopeItem[] = [
  { label: 'This Document', detail: 'Every place where the word stands in it.', scope: 'document' },
  { label: 'All Open Documents', detail: 'Every place in the documents that are open in editors.', scope: 'open' },
  { label: 'A Second Sentence\u2026', detail: 'Type a sentence with the word in it; it is compared with this document.', scope: 'typed' },
];

/** Asks where to look for the word pointed at, and compares its occurrences there. */
export async function compareOccurrences(explorer: Explorer): Promise<boolean> {
  const document = await exploredDocument(explorer);
  const word = await wordToCompare(explorer, document);
  if (!word) return false;
  const chosen = await vscode.window.showQuickPick(SCOPES, { title: `Compare Occurrences of \u201c${word}\u201d` });
  if (!chosen) return false;
  const texts = await textsOf(chosen.scope, document, word);
  if (!texts) return false;
  showComparison(explorer, word, texts);
  return true;
}

/** Compares a word's places in a document, without asking. */
export function compareInDocument(explorer: Explorer, document: vscode.TextDocument, word: string): void {
  showComparison(explorer, word, [comparedText(document)]);
}

/** Selects an occurrence in its document; `index` counts the items of the panel. */
export async function goToOccurrence(explorer: Explorer, index: number): Promise<void> {
  const place = placeOfItem(explorer, index);
  const uri = place && explorer.experiments.comparison!.texts[place.text]!.uri;
  if (!place || uri === null) return;
  if (!place.anchor.live)
    throw new FaultError({
      code: 'empty-text',
      title: 'This occurrence was edited away',
      cause: 'The word no longer stands where it stood when it was compared.',
      nextStep: 'Run Compare Occurrences again.',
    });
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri!, true));
  const column = vscode.window.visibleTextEditors.find(editor => editor.document === document)?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, { selection: toRange(place.anchor.range), viewColumn: column });
}

/** Gives an item of the panel a name for its sense. */
export function nameShownGroup(explorer: Explorer, index: number, name: string): void {
  const slice = shownSlice(explorer);
  const place = slice?.found[index];
  if (place !== undefined) explorer.experiments.nameGroup(place, name.trim());
}

function shownSlice({ parts }: Explorer) {
  return parts.latest('occurrences')?.slice ?? null;
}

function placeOfItem(explorer: Explorer, index: number) {
  const place = shownSlice(explorer)?.found[index];
  return place === undefined ? undefined : explorer.experiments.comparison?.places[place];
}

function showComparison(explorer: Explorer, word: string, texts: readonly ComparedText[]): void {
  const comparison = compareWord(word, texts);
  if (comparison.places.length < 2)
    throw new FaultError({
      code: 'empty-text',
      title: 'Nothing to compare',
      cause:
        comparison.places.length === 0
          ? 'The word does not stand in the text that was looked through.'
          : 'The word stands there only once.',
      nextStep: 'Choose another word, look through all open documents, or type a second sentence.',
    });
  explorer.experiments.compare(comparison);
  explorer.dispatch({ type: 'tab', tab: 'occurrences', term: null });
}

async function exploredDocument(explorer: Explorer): Promise<vscode.TextDocument> {
  const { exploration } = explorer;
  if (exploration) return vscode.workspace.openTextDocument(exploration.target.uri);
  throw new FaultError({
    code: 'empty-text',
    title: 'Nothing explored yet',
    cause: 'Occurrences are compared by the model that explores a text.',
    nextStep: 'Select some words and run Explore Selection first.',
  });
}

/** The pinned or pointed word; else it is asked for. */
async function wordToCompare(explorer: Explorer, document: vscode.TextDocument): Promise<string | undefined> {
  const { exploration, state } = explorer;
  const source = sourceOf(state);
  const unit = exploration && source !== null ? unitsOf(exploration, 'words')[wordIndex(explorer, source)] : undefined;
  if (unit && !unit.special) return unit.label;
  return vscode.window.showInputBox({
    title: 'Compare Occurrences',
    prompt: `A word that stands in ${document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1) || 'the document'}`,
    validateInput: value => (/\S/.test(value) ? null : 'Type a word.'),
  });
}

/** The word that holds a unit of the current level. */
function wordIndex({ exploration, state }: Explorer, unit: number): number {
  if (state.level === 'words') return unit;
  const token = unitsOf(exploration!, 'pieces')[unit]!.tokens[0]!;
  return unitsOf(exploration!, 'words').findIndex(word => word.tokens.includes(token));
}

async function textsOf(scope: ScopeItem['scope'], document: vscode.TextDocument, word: string): Promise<ComparedText[] | undefined> {
  switch (scope) {
    case 'document':
      return [comparedText(document)];
    case 'open':
      return [document, ...openDocuments().filter(other => other !== document)].map(comparedText);
    case 'typed': {
      const sentence = await vscode.window.showInputBox({
        title: 'Compare Occurrences',
        prompt: `A sentence with \u201c${word}\u201d in it`,
        validateInput: value => (findOccurrences(value, word).total > 0 ? null : `It has to contain the word \u201c${word}\u201d.`),
      });
      return sentence === undefined ? undefined : [comparedText(document), { uri: null, name: '', text: sentence }];
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

function comparedText(document: vscode.TextDocument): ComparedText {
  const text = document.getText().slice(0, MAX_RUN_CHARACTERS);
  return { uri: document.uri.toString(), name: document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1), text };
}
