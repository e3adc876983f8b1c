import * as vscode from 'vscode';
import { COMMANDS } from '../../contributions/ids.ts';
import { FaultError } from '../../core/faults.ts';
import type { Fault } from '../../core/fault.ts';

/** A button of a notification, and what it does. */
export interface NoticeButton {
  readonly title: string;
  readonly run: () => unknown;
}

/** What a person asked for cannot be done as things stand; the buttons lead on. */
export class Refusal extends FaultError {
  readonly buttons: readonly NoticeButton[];

  constructor(fault: Fault, ...buttons: NoticeButton[]) {
    super(fault);
    this.buttons = buttons;
  }
}

/** A button that runs a command of the extension. */
export function commandButton(title: string, command: keyof typeof COMMANDS): NoticeButton {
  return { title, run: () => vscode.commands.executeCommand(COMMANDS[command]) };
}

export const EXPLORE_DOCUMENT = commandButton('Explore Document', 'exploreDocument');
export const OPEN_SAMPLE = commandButton('Open Sample\u2026', 'openSample');
export const SHOW_PANEL = commandButton('Show Panel', 'showPanel');
export const MANAGE_TRUST: NoticeButton = {
  title: 'Manage Workspace Trust',
  run: () => vscode.commands.executeCommand('workbench.trust.manage'),
};
