import * as vscode from 'vscode';
import { showUnseen, showUnseenInLines } from '../core/text/visibleText.ts';
import type { Fault } from '../core/fault.ts';

/** The output channel "Attention Lens". Never holds text of the user. */
export class Log implements vscode.Disposable {
  private readonly channel = vscode.window.createOutputChannel('Attention Lens', { log: true });

  info(line: string): void {
    this.channel.info(showUnseen(line));
  }

  fault(fault: Fault): void {
    this.channel.error(showUnseenInLines(`${fault.code}: ${fault.title}. ${fault.cause}${fault.detail ? `\n${fault.detail}` : ''}`));
  }

  show(): void {
    this.channel.show(true);
  }

  dispose(): void {
    this.channel.dispose();
  }
}
