import * as vscode from 'vscode';
import type { Explorer } from '../../session/explorer.ts';
import { isOf } from '../../session/standing.ts';
import type { PanelEditor } from '../../session/panelActions.ts';
import type { TakeAway } from '../../session/takeAway.ts';
import { BUTTON_COMMANDS } from '../notifications.ts';
import { focusOn } from '../editor/focusOn.ts';
import { openDocument } from '../editor/openDocument.ts';
import { toRange } from '../editor/ranges.ts';
import { offerToCard, takeFromCard } from '../commands/exportCard.ts';
import type { Parts } from '../services.ts';
import { goToOccurrence } from '../commands/occurrences.ts';

/** What VS Code does when it is asked for in the panel. */
/** @param parts once there are all of them */
export function panelEditor(explorer: Explorer, takeAway: TakeAway, parts: () => Parts): PanelEditor {
  return {
    run: async command => vscode.commands.executeCommand(BUTTON_COMMANDS[command]),
    goToOccurrence: index => goToOccurrence(explorer, index),
    reveal: async (uri, range) => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
      editor?.revealRange(toRange(range), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    },
    goTo: async (uri, range) => {
      const seen = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
      const editor = seen ?? (await vscode.window.showTextDocument(await openDocument(uri), { viewColumn: vscode.ViewColumn.One }));
      if (seen) await focusOn(seen);
      const { start } = toRange(range);
      editor.selection = new vscode.Selection(start, start);
      editor.revealRange(toRange(range), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    },
    copy: async text => vscode.env.clipboard.writeText(text),
    openMenu: (picture, cell) => takeAway.openMenu(picture, cell),
    offer: () => offerToCard(parts()),
    take: (chosen, request) => takeFromCard(parts(), chosen, request),
    colourFiles: colours => (takeAway.colours = colours),
    focus: () => focusEditor(explorer),
  };
}

async function focusEditor({ exploration }: Explorer): Promise<void> {
  const editor = exploration && vscode.window.visibleTextEditors.find(candidate => isOf(exploration, candidate.document));
  if (editor) await focusOn(editor);
  else await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
}
