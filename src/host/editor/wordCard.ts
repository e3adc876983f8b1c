import * as vscode from 'vscode';
import { COMMANDS } from '../../contributions/ids.ts';
import { cardOf } from '../../core/describe/card.ts';
import { unitsOf } from '../../session/exploration.ts';
import type { Explorer } from '../../session/explorer.ts';

const LINKS = [`[Peek](command:${COMMANDS.peekAttended})`, `[Panel](command:${COMMANDS.showPanel})`];

/** The card beside the word that is looked from, as the colours show it; null where there is nothing to say. */
export function wordCard({ exploration, heatView, shown }: Explorer): vscode.MarkdownString | null {
  const card = exploration && heatView && cardOf(unitsOf(exploration, shown.level), heatView, shown, exploration.model);
  if (!card) return null;
  const text = new vscode.MarkdownString();
  // The links are ours alone: a word of the text is appended as text and never becomes one.
  text.isTrusted = { enabledCommands: [COMMANDS.peekAttended, COMMANDS.showPanel] };
  const line = (words: string) => text.appendText(words).appendMarkdown('\n\n');
  line(`${card.title}: ${card.word} ${card.verb}`);
  for (const { word, value } of card.rows) text.appendMarkdown(`**${value}** \u00a0`).appendText(word).appendMarkdown('  \n');
  text.appendMarkdown('\n');
  if (card.note !== '') line(card.note);
  return text.appendMarkdown(LINKS.join(' \u00b7 '));
}
