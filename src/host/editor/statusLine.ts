import * as vscode from 'vscode';
import type { Explorer } from '../../session/explorer.ts';

/** How long a line stays in the status bar. */
export const LINE_MILLISECONDS = 10_000;

/** Says what is so in a line of the status bar, which goes when something else is, else after a while. */
export function sayWhileSo(explorer: Explorer, line: string, lineNow: () => string | null): void {
  const message = vscode.window.setStatusBarMessage(line);
  const end = () => {
    clearTimeout(timer);
    listening.dispose();
    message.dispose();
  };
  // Whoever points at words is not kept waiting for a line that is long gone.
  const timer = setTimeout(end, LINE_MILLISECONDS);
  const listening = explorer.onDidChange(() => lineNow() === line || end());
}
