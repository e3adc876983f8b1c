import * as vscode from 'vscode';
import type { Explorer } from '../../session/explorer.ts';

/** How long a line stays in the status bar. */
export const LINE_MILLISECONDS = 10_000;

/** Says what is so in a line of the status bar, which goes when something else is, else after a while. */
export function sayWhileSo(explorer: Explorer, line: string, lineNow: () => string | null): void {
  const message = vscode.window.setStatusBarMessage(line, LINE_MILLISECONDS);
  const listening = explorer.onDidChange(() => {
    if (lineNow() === line) return;
    message.dispose();
    listening.dispose();
  });
}
