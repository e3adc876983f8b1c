import * as vscode from 'vscode';
import { COMMANDS } from '../../contributions/ids.ts';
import { plainSentence } from '../../core/describe/sentence.ts';
import { spokenDescription } from '../../core/describe/attention.ts';
import { nameOfView } from '../../core/describe/views.ts';
import { onlyWay } from '../../core/describe/onlyWay.ts';
import { likenessStatement } from '../../core/describe/heat.ts';
import { escapeIcons, escapeLinks } from '../../core/text/escape.ts';
import { headWithMost } from '../../core/attention/ranking.ts';
import type { View } from '../../core/attention/lens.ts';
import { stepHead, stepLayer } from '../../core/attention/navigate.ts';
import { canTurn } from '../../core/state/facing.ts';
import { isSameUnit } from '../../core/text/unitRef.ts';
import { hidesSink, sameView, sourceOf } from '../../core/state/viewState.ts';
import { MAX_RUN_CHARACTERS } from '../../protocol/engineApi.ts';
import { goToAttendedWord, goToCut, wordToPin } from '../editor/attendedWords.ts';
import type { Explorer } from '../../session/explorer.ts';
import { unitAtCaret, unitsOf } from '../../session/exploration.ts';
import { checkAnswer } from './checkAnswer.ts';
import { explore, exploreAgain, exploreSelection } from './explore.ts';
import { linkTo } from './link.ts';
import { aboutModel, tokensOfSelection } from './lookUps.ts';
import { findingHandlers } from '../findings/commands.ts';
import { reportFaults, say } from '../notifications.ts';
import { pageHandlers } from './pages.ts';
import { activeEditor, explored, exploredUnedited, nothingBeyond, noWord, refusal } from './preconditions.ts';
import { peekAttended } from './peek.ts';
import { pickHead, pickLens } from './quickPicks.ts';
import { commandButton, OPEN_SAMPLE, SHOW_PANEL } from './refusal.ts';
import { chooseModel } from './chooseModel.ts';
import { chooseVariant } from './modelVariants.ts';
import { chooseTold } from './told.ts';
import { showMenu } from './statusMenu.ts';
import { exploreTwoTexts, lookWithin, oneText, readBySentence, swapTexts } from './twoTexts.ts';
import { targetOfDocument } from '../editor/target.ts';
import { rankHeads } from '../../session/rankHeads.ts';
import { takeAwayHandlers } from './takeAway.ts';
import type { Parts } from '../services.ts';

/** Every command of the palette. Arguments are ignored: other extensions can call these ids with anything. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const { explorer, models, panel, compact, log } = parts;
  const isShown = () => (panel.isVisible || compact.isVisible) && explorer.phase.kind === 'failed';
  const guard = (task: () => Promise<unknown>) => reportFaults(task, log, () => models.isBuiltIn, isShown);
  const handlers: Record<keyof typeof COMMANDS, () => Promise<unknown>> = {
    exploreSelection: () => exploreSelection(parts),
    exploreDocument: async () => explore(parts, targetOfDocument(activeEditor(), MAX_RUN_CHARACTERS), undefined, true),
    exploreChat: () => exploreSelection(parts, true),
    exploreTwoTexts: () => exploreTwoTexts(parts),
    swapTexts: () => swapTexts(parts),
    oneText: () => oneText(parts),
    checkAnswer: () => checkAnswer(parts),
    readBySentence: async () => readBySentence(parts),
    lookWithin: () => lookWithin(parts),
    tokensOfSelection: () => tokensOfSelection(parts),
    aboutModel: () => aboutModel(parts),
    exploreAgain: () => exploreAgain(parts),
    clear: async () => {
      if (explorer.phase.kind === 'empty')
        throw refusal('Nothing to clear', 'No text is explored.', 'Select some words and run Explore Selection first.', OPEN_SAMPLE);
      explorer.clear();
    },
    chooseLens: async () => {
      const view = await pickLens(explorer);
      await chooseView(parts, view === 'head' ? await pickHead(explorer, parts.engine) : view);
    },
    chooseHead: async () => chooseView(parts, await pickHead(explorer, parts.engine)),
    strongestHead: () => lookThroughStrongest(parts),
    nextLayer: () => step(parts, 'layer', 1),
    previousLayer: () => step(parts, 'layer', -1),
    nextHead: () => step(parts, 'head', 1),
    previousHead: () => step(parts, 'head', -1),
    switchDirection: async () => {
      const { matrix, model } = explored(explorer);
      if (!canTurn(matrix)) throw looksBack(model.attention.kind);
      explorer.dispatch({ type: 'direction', direction: explorer.state.direction === 'to' ? 'by' : 'to' });
    },
    toggleSubWords: async () => {
      explored(explorer);
      await explorer.chooseLevel(explorer.state.level === 'words' ? 'pieces' : 'words');
    },
    toggleSink: async () => {
      const { matrix } = explored(explorer);
      if (matrix.sinks.length === 0)
        throw refusal(
          'There is no sink in this text',
          'No token takes much more than its share from most of the others.',
          'Everything is shown already.',
          SHOW_PANEL,
        );
      explorer.dispatch({ type: 'hideSink', hide: !hidesSink(explorer.state, matrix) });
    },
    pinWord: async () => {
      explored(explorer);
      const unit = wordToPin(explorer);
      if (unit === null) throw noWord();
      const { pinned, linked } = explorer.state;
      explorer.dispatch({ type: 'pin', unit: linked === null && isSameUnit(unit, pinned) ? null : unit });
    },
    linkTo: () => linkTo(parts),
    nextAttendedWord: () => goToAttendedWord(explorer, 1),
    previousAttendedWord: () => goToAttendedWord(explorer, -1),
    goBack: () => go(explorer, -1),
    goForward: () => go(explorer, 1),
    describe: async () => describe(explorer),
    showCard: async () => {
      exploredUnedited(explorer);
      activeEditor();
      await parts.pointing.showCard();
    },
    peekAttended: () => peekAttended(explorer),
    goToCut: () => goToCut(explorer),
    chooseModel: async () => {
      if (await chooseModel(parts)) await modelChanged(parts);
    },
    useModelFolder: async () => {
      if (await models.chooseFolder()) await modelChanged(parts);
    },
    chooseModelVariant: async () => {
      if (await chooseVariant(parts)) await modelChanged(parts);
    },
    chooseTask: async () => {
      if (await chooseTold(parts)) await exploredAnew(parts);
    },
    useBuiltInModel: async () => {
      if (!(await models.useBuiltIn()))
        throw refusal('The built-in model is in use already', 'No model folder is chosen.', 'Use Model Folder chooses one.', SHOW_PANEL);
      await modelChanged(parts);
    },
    showPanel: async () => panel.show(false),
    showLog: async () => log.show(),
    showMenu: () => showMenu(explorer),
    ...findingHandlers(parts),
    ...pageHandlers(parts),
    ...takeAwayHandlers(parts),
  };
  return vscode.Disposable.from(
    ...Object.entries(COMMANDS).map(([name, id]) =>
      vscode.commands.registerCommand(id, (...told: readonly unknown[]) =>
        guard(() => {
          // A menu tells a command where it was opened; the palette and keys tell nothing, and mean no menu that was left. What is told is not looked at.
          if (told.length === 0) parts.takeAway.leaveMenu();
          return handlers[name as keyof typeof COMMANDS]();
        }),
      ),
    ),
  );
}

async function chooseView({ explorer }: Parts, view: View | undefined): Promise<void> {
  if (view) await explorer.chooseView(view);
}

function looksBack(kind: 'self' | 'cross') {
  return refusal(
    'The first text cannot look at the second',
    onlyWay(kind),
    'Swap Texts reads them in the other order.',
    commandButton('Swap Texts', 'swapTexts'),
  );
}

/** Through what was looked at of this text. */
async function go(explorer: Explorer, delta: 1 | -1): Promise<void> {
  explored(explorer);
  if (await explorer.go(delta)) return;
  throw delta < 0
    ? refusal(
        'Nothing was looked at before',
        'This is the first view of this text.',
        'Pin a word, choose heads or open a page.',
        SHOW_PANEL,
      )
    : refusal('Nothing was looked at after this', 'This is the last view of this text.', 'Go Back leads to the one before.', SHOW_PANEL);
}

async function step({ explorer }: Parts, what: 'layer' | 'head', delta: 1 | -1): Promise<void> {
  const { model } = explored(explorer);
  const { view } = explorer.state;
  const next =
    what === 'layer'
      ? stepLayer(view, model.lenses, delta, model.attention.heads)
      : stepHead(view, model.lenses, delta, model.attention.heads);
  if (sameView(next, view))
    throw refusal(
      `There is no other ${what}`,
      `This model has one ${what}${what === 'head' ? ' in each layer' : ''}.`,
      'It is shown already.',
      SHOW_PANEL,
    );
  await explorer.chooseView(next);
}

/** The head that attends most from the word to another one, which a mean over heads can hide. */
async function lookThroughStrongest({ explorer, engine }: Parts): Promise<void> {
  explored(explorer);
  const { state } = explorer;
  const unit = sourceOf(state);
  if (unit === null) throw noWord();
  const { entries } = await rankHeads(explorer, engine, unit);
  const head = headWithMost(entries);
  if (head === null) throw nothingBeyond();
  const view = { kind: 'head', layer: head.layer, head: head.head } as const;
  if (sameView(view, explorer.state.view) && explorer.state.heat === 'attention')
    throw refusal(
      'The strongest head is shown already',
      'No other head links this word more strongly to another word.',
      'Point at another word.',
      SHOW_PANEL,
    );
  await explorer.chooseView(view);
}

/** For screen readers, and for anyone who wants the numbers in a sentence. */
async function describe(explorer: Explorer): Promise<void> {
  const exploration = explored(explorer);
  const editor = vscode.window.activeTextEditor;
  if (editor && explorer.state.pinned === null) {
    const unit = unitAtCaret(explorer, editor.document, editor.selection.active);
    if (unit) explorer.dispatch({ type: 'cursor', unit });
  }
  await explorer.whenRead();
  const { wordView, state } = explorer;
  if (!wordView || sourceOf(state) === null) throw noWord();
  const units = unitsOf(exploration, state.level);
  const { lenses, attention: stack } = exploration.model;
  const lens = nameOfView(state.view, lenses, stack.heads);
  const attention = spokenDescription(units, wordView, state.direction, state.hideSpecial, state.view.kind, lenses, lens);
  // What the colours mean comes first when it is not attention.
  const likeness = state.heat === 'attention' ? '' : `${plainSentence(likenessStatement(units, explorer.heatView!, state.heat))} `;
  const text = likeness + attention;
  say(escapeLinks(text), { title: 'Copy', run: () => vscode.env.clipboard.writeText(text) });
}

/** Both texts, with what the model is told now. */
async function exploredAnew(parts: Parts): Promise<void> {
  if (parts.explorer.exploration?.target.second) await exploreAgain(parts);
}

async function modelChanged(parts: Parts): Promise<void> {
  parts.explorer.lookUps.readBy(parts.models.chosen);
  if (parts.explorer.target) await exploreAgain(parts);
  else vscode.window.setStatusBarMessage(`${escapeIcons(parts.models.nameInMessage)} reads the next text that is explored.`, 10_000);
}
