import * as vscode from 'vscode';

/** Gives an editor that is seen the keyboard; of a diff editor that side of it, where showing its document would put a plain editor in its place. */
export async function focusOn({ document, viewColumn }: vscode.TextEditor): Promise<void> {
  const diff = diffWith(document.uri, viewColumn);
  if (!diff) {
    await vscode.window.showTextDocument(document, { ...(viewColumn && { viewColumn }) });
    return;
  }
  const { original, modified } = diff.input;
  await vscode.commands.executeCommand('vscode.diff', original, modified, diff.label, { viewColumn: diff.viewColumn });
  // The modified side has it now.
  if (document.uri.toString() === original.toString()) await vscode.commands.executeCommand('diffEditor.switchSide');
}

/** The diff editor in sight that has a document as one of its sides. */
function diffWith(uri: vscode.Uri, viewColumn: vscode.ViewColumn | undefined) {
  for (const { activeTab, viewColumn: column } of vscode.window.tabGroups.all) {
    const input = activeTab?.input;
    if (!(input instanceof vscode.TabInputTextDiff) || (viewColumn !== undefined && viewColumn !== column)) continue;
    if ([input.original, input.modified].some(side => side.toString() === uri.toString()))
      return { input, label: activeTab!.label, viewColumn: column };
  }
  return null;
}
