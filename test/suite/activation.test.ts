import assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

suite('activation', () => {
  const extension = vscode.extensions.getExtension('attention-lens.attention-lens');

  test('the extension is installed and starts', async () => {
    assert.ok(extension, 'the workbench does not know the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('every command of the manifest is there', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(extension);
    const { contributes } = extension.packageJSON as Manifest;
    assert.ok(contributes.commands.length > 0);
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter(command => !registered.has(command)),
      [],
    );
  });
});
