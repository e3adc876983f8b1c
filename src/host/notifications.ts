import * as vscode from 'vscode';
import { COMMANDS } from '../contributions.ts';
import { FaultError, toFault } from '../core/errors.ts';
import { escapeLinks } from '../core/escape.ts';
import type { PanelButton } from '../protocol/panelApi.ts';
import { actionsFor } from './faults.ts';
import type { Log } from './log.ts';

/** What the buttons of messages do, in the notification and in the panel alike. `cancel` is no command of the palette. */
export const BUTTON_COMMANDS: Readonly<Record<Exclude<PanelButton, 'cancel'>, string>> = {
  exploreSelection: COMMANDS.exploreSelection,
  exploreDocument: COMMANDS.exploreDocument,
  exploreAgain: COMMANDS.exploreAgain,
  useBuiltInModel: COMMANDS.useBuiltInModel,
  useModelFolder: COMMANDS.useModelFolder,
  showLog: COMMANDS.showLog,
  goToCut: COMMANDS.goToCut,
  openSample: COMMANDS.openSample,
  replaceWord: COMMANDS.replaceWord,
  maskWord: COMMANDS.maskWord,
  compareOccurrences: COMMANDS.compareOccurrences,
  chooseWordVectors: COMMANDS.chooseWordVectors,
};

const BUTTON_TITLES: Partial<Record<PanelButton, string>> = {
  exploreAgain: 'Try Again',
  useBuiltInModel: 'Use Built-in Model',
  showLog: 'Show Log',
};

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
    const actions = actionsFor(fault, isBuiltIn());
    const text = escapeLinks(`${fault.title}. ${fault.cause} ${fault.nextStep}`);
    const show = actions.length === 0 ? vscode.window.showWarningMessage : vscode.window.showErrorMessage;
    const buttons = actions.map(action => ({ title: BUTTON_TITLES[action] ?? action, action }));
    void show(text, ...buttons).then(chosen => {
      if (chosen && chosen.action !== 'cancel') void vscode.commands.executeCommand(BUTTON_COMMANDS[chosen.action]);
    });
  }
}
