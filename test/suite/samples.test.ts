import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS, SAMPLE_SCHEME } from '../../src/contributions/ids.ts';

const CAT = 'The cat sat on the mat because it was tired.';
const uri = vscode.Uri.from({ scheme: SAMPLE_SCHEME, path: '/cat.txt' });

const active = () => vscode.window.activeTextEditor!.document;
const unsaved = () =>
  vscode.workspace.textDocuments.filter(({ isDirty, isUntitled }) => isDirty || isUntitled).map(({ fileName }) => fileName);

suite('samples', () => {
  // Commands of other suites may have written one.
  let before: readonly string[] = [];
  suiteSetup(() => (before = unsaved()));

  test('however often they are opened, no unsaved document stays', async () => {
    const { exampleAttention, exampleHe, exampleFrance, exampleBank, exampleSameWord, exampleHeads, exampleTwoTexts } = COMMANDS;
    const all = [exampleAttention, exampleHe, exampleFrance, exampleBank, exampleSameWord, exampleHeads, exampleTwoTexts];
    for (const command of [...all, exampleAttention]) await vscode.commands.executeCommand(command);
    assert.equal(active().uri.toString(), uri.toString());
    assert.equal(active().getText(), CAT);
    assert.deepEqual(unsaved(), before);
  });

  test('one can be changed and saved; opened again it reads as at first, and the change can be brought back', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 19, 0, 22), 'sofa');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await active().save());
    const changed = 'The cat sat on the sofa because it was tired.';
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), changed);
    await vscode.commands.executeCommand(COMMANDS.exampleAttention);
    assert.equal(active().getText(), CAT);
    assert.deepEqual(unsaved(), before);
    await vscode.commands.executeCommand('undo');
    assert.equal(active().getText(), changed);
    await vscode.commands.executeCommand(COMMANDS.exampleAttention);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)), CAT);
  });

  test('there are no other files, and none can be made', async () => {
    const other = uri.with({ path: '/other.txt' });
    await assert.rejects(async () => vscode.workspace.fs.writeFile(other, new Uint8Array(1)));
    await assert.rejects(async () => vscode.workspace.fs.delete(uri));
    const names = (await vscode.workspace.fs.readDirectory(uri.with({ path: '/' }))).map(([name]) => name);
    assert.deepEqual(names.sort(), [
      'an answer and its source.txt',
      'bank.txt',
      'banks.txt',
      'cat and chat.txt',
      'cat.txt',
      'france.txt',
      'he.txt',
      'letter.txt',
      'own sentence.txt',
      'two texts.txt',
    ]);
  });
});
