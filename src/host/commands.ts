import * as vscode from 'vscode';
import { COMMANDS } from '../contributions.ts';
import { nameOfView, spokenDescription } from '../core/describe.ts';
import { FaultError } from '../core/errors.ts';
import { escapeLinks } from '../core/escape.ts';
import type { View } from '../core/lens.ts';
import { stepHead, stepLayer } from '../core/navigate.ts';
import { sourceOf } from '../core/viewState.ts';
import { MAX_RUN_CHARACTERS } from '../protocol/engineApi.ts';
import { goToAttendedWord, goToCut, wordToPin } from './attendedWords.ts';
import type { EngineClient } from './engineClient.ts';
import type { Explorer } from './explorer.ts';
import { unitsOf } from './exploration.ts';
import { hashOf } from './exploreRun.ts';
import type { Log } from './log.ts';
import type { Models } from './models.ts';
import { reportFaults } from './notifications.ts';
import type { Panel } from './panel.ts';
import { unitAtCaret, type Pointing } from './pointing.ts';
import { pickHead, pickLens } from './quickPicks.ts';
import { openSample } from './samples.ts';
import { targetOfDocument, targetOfRange, targetOfSelection, type Target } from './target.ts';

export interface Parts {
  readonly engine: EngineClient;
  readonly explorer: Explorer;
  readonly models: Models;
  readonly panel: Panel;
  readonly pointing: Pointing;
  readonly log: Log;
}

/** Every command of the palette. Arguments are ignored: other extensions can call these ids with anything. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const { explorer, models, panel, log } = parts;
  const isShown = () => panel.isVisible && explorer.phase.kind === 'failed';
  const guard = (task: () => Promise<unknown>) => reportFaults(task, log, () => models.isBuiltIn, isShown);
  const handlers: Record<keyof typeof COMMANDS, () => Promise<unknown>> = {
    exploreSelection: () => exploreSelection(parts),
    exploreDocument: async () => explore(parts, targetOfDocument(activeEditor(), MAX_RUN_CHARACTERS), undefined, true),
    exploreAgain: () => exploreAgain(parts),
    openSample: async () => {
      const opened = await openSample();
      if (!opened) return;
      await explore(parts, targetOfDocument(opened.editor, MAX_RUN_CHARACTERS), opened.sample.lens, true);
      vscode.window.setStatusBarMessage(opened.sample.says, 12_000);
      void vscode.window.showInformationMessage(opened.sample.says);
    },
    clear: async () => explorer.clear(),
    chooseLens: async () => {
      const view = await pickLens(explorer);
      await chooseView(parts, view === 'head' ? await pickHead(explorer, parts.engine) : view);
    },
    chooseHead: async () => chooseView(parts, await pickHead(explorer, parts.engine)),
    nextLayer: () => step(parts, 'layer', 1),
    previousLayer: () => step(parts, 'layer', -1),
    nextHead: () => step(parts, 'head', 1),
    previousHead: () => step(parts, 'head', -1),
    switchDirection: async () => explorer.dispatch({ type: 'direction', direction: explorer.state.direction === 'to' ? 'by' : 'to' }),
    toggleSubWords: () => explorer.chooseLevel(explorer.state.level === 'words' ? 'pieces' : 'words'),
    pinWord: async () => {
      const unit = wordToPin(explorer);
      if (unit === null) throw noWord();
      explorer.dispatch({ type: 'pin', unit: unit === explorer.state.pinned ? null : unit });
    },
    nextAttendedWord: async () => goToAttendedWord(explorer, 1),
    previousAttendedWord: async () => goToAttendedWord(explorer, -1),
    describe: async () => describe(explorer),
    goToCut: async () => goToCut(explorer),
    useModelFolder: async () => {
      if (await models.chooseFolder()) await modelChanged(parts);
    },
    useBuiltInModel: async () => {
      await models.useBuiltIn();
      await modelChanged(parts);
    },
    showPanel: async () => panel.show(),
    showLog: async () => log.show(),
  };
  return vscode.Disposable.from(
    ...Object.entries(COMMANDS).map(([name, id]) =>
      vscode.commands.registerCommand(id, () => guard(handlers[name as keyof typeof COMMANDS])),
    ),
  );
}

async function exploreSelection(parts: Parts): Promise<void> {
  const editor = activeEditor();
  const target = targetOfSelection(editor, MAX_RUN_CHARACTERS);
  const hadSelection = !editor.selection.isEmpty;
  const { end } = editor.selection;
  const running = explore(parts, target, undefined, !hadSelection);
  if (hadSelection && /\S/.test(target.text)) {
    // Selection blue under amber would mud both.
    parts.pointing.ignoreCaretAt(editor.document.uri, end);
    editor.selection = new vscode.Selection(end, end);
  }
  await running;
}

async function explore(parts: Parts, target: Target, lens?: View, pointAtCaret = false): Promise<void> {
  const first = !parts.panel.isOpen && parts.explorer.exploration === null;
  const running = parts.explorer.explore(target, lens, pointAtCaret);
  if (first && parts.explorer.phase.kind === 'loading') parts.panel.show();
  await running;
}

/** The same place again, as it reads now; after a window reload, the place the panel remembers. */
async function exploreAgain(parts: Parts): Promise<void> {
  const { explorer, panel } = parts;
  const { exploration, target } = explorer;
  if (exploration) {
    const document = await vscode.workspace.openTextDocument(exploration.target.uri);
    const { start, end } = exploration.anchor.range;
    const range = document.validateRange(new vscode.Range(start.line, start.character, end.line, end.character));
    const { what, fit } = exploration.target;
    const cutShort = exploration.cut !== null && explorer.isLive;
    return explore(parts, cutShort ? exploration.target : targetOfRange(document, range, what, fit, range.start, MAX_RUN_CHARACTERS));
  }
  if (target) return explore(parts, target);
  if (panel.restored) {
    const { uri, range, hash, view } = panel.restored;
    const document = await openDocument(uri);
    const place = document.validateRange(new vscode.Range(...range));
    const again = targetOfRange(document, place, 'selection', 'start', place.start, MAX_RUN_CHARACTERS);
    if (hashOf(document.getText(place)) !== hash)
      void vscode.window.showInformationMessage('The text at this place has changed since. What stands there now was explored.');
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preserveFocus: true });
    return explore(parts, again, view);
  }
  throw new FaultError({
    code: 'empty-text',
    title: 'Nothing to explore again',
    cause: 'No text was explored yet.',
    nextStep: 'Select some words and run Explore Selection.',
  });
}

async function openDocument(uri: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  } catch {
    throw new FaultError({
      code: 'empty-text',
      title: 'The document is gone',
      cause: 'It was closed without being saved, moved, or deleted.',
      nextStep: 'Open a text, select some words and run Explore Selection.',
    });
  }
}

async function chooseView({ explorer }: Parts, view: View | undefined): Promise<void> {
  if (view) await explorer.chooseView(view);
}

async function step({ explorer }: Parts, what: 'layer' | 'head', delta: 1 | -1): Promise<void> {
  const { exploration, state } = explorer;
  if (!exploration) return;
  const { lenses, layers, heads } = exploration.model;
  await explorer.chooseView(what === 'layer' ? stepLayer(state.view, lenses, delta, layers) : stepHead(state.view, lenses, delta, heads));
}

/** For screen readers, and for anyone who wants the numbers in a sentence. */
async function describe(explorer: Explorer): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor && explorer.state.pinned === null) {
    const unit = unitAtCaret(explorer, editor.document, editor.selection.active);
    if (unit >= 0) explorer.dispatch({ type: 'cursor', unit });
  }
  const { exploration, wordView, state } = explorer;
  if (!exploration || !wordView || sourceOf(state) === null) throw noWord();
  const units = unitsOf(exploration, state.level);
  const lens = nameOfView(state.view, exploration.model.lenses, exploration.model.heads);
  const sentence = spokenDescription(units, wordView, state.direction, state.hideSpecial, lens);
  void vscode.window.showInformationMessage(escapeLinks(sentence));
}

async function modelChanged(parts: Parts): Promise<void> {
  if (parts.explorer.target) await exploreAgain(parts);
}

function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor) return editor;
  throw new FaultError({
    code: 'empty-text',
    title: 'No text editor is active',
    cause: 'Attention Lens reads text from an editor.',
    nextStep: 'Open a text, select some words and run Explore Selection, or try Open Sample.',
  });
}

function noWord(): FaultError {
  return new FaultError({
    code: 'empty-text',
    title: 'No word is pointed at',
    cause: 'The cursor is not on a word of the explored text.',
    nextStep: 'Move the cursor to a word in the tinted text.',
  });
}
