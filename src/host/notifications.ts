import * as vscode from 'vscode';
import { COMMANDS } from '../contributions/ids.ts';
import { FaultError, toFault } from '../core/faults.ts';
import { escapeLinks } from '../core/text/escape.ts';
import { showUnseen, showUnseenInLines } from '../core/text/visibleText.ts';
import type { PanelButton } from '../protocol/panelActions.ts';
import { actionsFor, type FaultAction } from '../session/faults.ts';
import type { Log } from './log.ts';
import { commandButton, OPEN_SAMPLE, Refusal, type NoticeButton } from './commands/refusal.ts';

/** What the buttons of messages do, in the notification and in the panel alike. `cancel` is no command of the palette. */
export const BUTTON_COMMANDS: Readonly<Record<Exclude<PanelButton, 'cancel'>, string>> = {
  exploreSelection: COMMANDS.exploreSelection,
  exploreDocument: COMMANDS.exploreDocument,
  exploreAgain: COMMANDS.exploreAgain,
  swapTexts: COMMANDS.swapTexts,
  oneText: COMMANDS.oneText,
  useBuiltInModel: COMMANDS.useBuiltInModel,
  pinWord: COMMANDS.pinWord,
  linkTo: COMMANDS.linkTo,
  chooseModel: COMMANDS.chooseModel,
  aboutModel: COMMANDS.aboutModel,
  useModelFolder: COMMANDS.useModelFolder,
  chooseModelVariant: COMMANDS.chooseModelVariant,
  chooseTask: COMMANDS.chooseTask,
  showLog: COMMANDS.showLog,
  goToCut: COMMANDS.goToCut,
  exampleAttention: COMMANDS.exampleAttention,
  openSample: COMMANDS.openSample,
  openWalkthrough: COMMANDS.openWalkthrough,
  replaceWord: COMMANDS.replaceWord,
  maskWord: COMMANDS.maskWord,
  compareOccurrences: COMMANDS.compareOccurrences,
  chooseWordVectors: COMMANDS.chooseWordVectors,
  export: COMMANDS.export,
  keepThis: COMMANDS.keepThis,
  tokensOfSelection: COMMANDS.tokensOfSelection,
  lessonNext: COMMANDS.lessonNext,
  lessonBack: COMMANDS.lessonBack,
  lessonOwnSentence: COMMANDS.lessonOwnSentence,
  lessonEnd: COMMANDS.lessonEnd,
  showPanel: COMMANDS.showPanel,
};

const FAULT_BUTTONS: Readonly<Record<FaultAction, NoticeButton>> = {
  exploreAgain: commandButton('Try Again', 'exploreAgain'),
  exploreSelection: commandButton('Explore Selection', 'exploreSelection'),
  chooseModelVariant: commandButton('Choose Model Variant\u2026', 'chooseModelVariant'),
  useBuiltInModel: commandButton('Use Built-in Model', 'useBuiltInModel'),
  openSample: OPEN_SAMPLE,
  showLog: commandButton('Show Log', 'showLog'),
};

/** Says something longer than a line. VS Code cuts a notification without a button to its first line, and shows one with a button whole. */
export function say(text: string, ...buttons: readonly [NoticeButton, ...NoticeButton[]]): void {
  void vscode.window.showInformationMessage(showUnseenInLines(text), ...buttons).then(async chosen => {
    try {
      await chosen?.run();
    } catch (error) {
      const { title, cause, nextStep } = toFault(error);
      void vscode.window.showErrorMessage(escapeLinks(showUnseen(`${title}. ${cause} ${nextStep}`)));
    }
  });
}

/** Runs what a person asked for; a fault becomes one message with cause and next step, unless the panel already shows it. */
export async function reportFaults(
  task: () => Promise<unknown>,
  log: Log,
  isBuiltIn: () => boolean,
  isShown: () => boolean,
): Promise<void> {
  try {
    await task();
  } catch (error) {
    const fault = toFault(error);
    if (fault.code === 'cancelled') return;
    if (!(error instanceof FaultError)) log.fault(fault);
    if (isShown()) return;
    const text = escapeLinks(showUnseen(`${fault.title}. ${fault.cause} ${fault.nextStep}`));
    const isRefusal = error instanceof Refusal;
    const buttons = isRefusal ? error.buttons : actionsFor(fault, isBuiltIn()).map(action => FAULT_BUTTONS[action]);
    const show = isRefusal ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
    void show(text, ...buttons).then(chosen => chosen && reportFaults(async () => chosen.run(), log, isBuiltIn, isShown));
  }
}
