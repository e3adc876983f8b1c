import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, PANEL_VIEW_TYPE } from '../../src/contributions/ids.ts';
import { SETTINGS } from '../../src/contributions/settings.ts';

/** Names of everything that was asked of {@link trap}. */
const touched: string[] = [];

/** Says what was done to it, and throws. */
const trap: object = new Proxy(() => undefined, {
  get: (_, name) => spring(String(name)),
  has: (_, name) => spring(String(name)),
  ownKeys: () => spring('its keys'),
  getOwnPropertyDescriptor: (_, name) => spring(String(name)),
  getPrototypeOf: () => spring('its prototype'),
  set: (_, name) => spring(String(name)),
  apply: () => spring('a call'),
});

function spring(what: string): never {
  touched.push(what);
  throw new Error('An argument was looked at.');
}

const POLLUTION = '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}';
const FOLDER = '/nowhere/model';

/** Called by another extension of this process: arguments arrive as they are. */
const OBJECTS: readonly unknown[] = [trap, 'x'.repeat(1e7), [trap], { get directory() { return spring('directory'); } }]; // prettier-ignore

/** What a `command:` link or a key binding can carry: JSON, sent from the window to this process. */
const JSON_VALUES: readonly unknown[] = [
  null,
  'x'.repeat(10_000),
  { modelFolder: FOLDER, directory: FOLDER, text: 'x', uri: 'file:///etc/passwd', $mid: 1, scheme: 'file', path: '/etc/passwd' },
  JSON.parse(POLLUTION),
  [[[]]],
  -1e308,
  'command:attentionLens.useModelFolder?%5B%22%2Fnowhere%22%5D',
  true,
];

/** Waits for commands to end; what they ask for is dismissed. */
async function endDismissing(...running: readonly Thenable<unknown>[]): Promise<void> {
  const state = { isRunning: true };
  const ended = Promise.all(running).finally(() => (state.isRunning = false));
  while (state.isRunning) {
    await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 50))]);
    if (state.isRunning) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  }
  await ended;
}

/** What a command could have written: the user's settings, and every file of the folder. */
function written(): string {
  const configuration = vscode.workspace.getConfiguration();
  const settings = Object.values(SETTINGS).map(setting => configuration.inspect(setting.id)?.globalValue ?? null);
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter(name => statSync(path.join(folder, name)).isFile())
    .map(name => [name, readFileSync(path.join(folder, name), 'utf8')]);
  assert.ok(files.length > 0);
  return JSON.stringify([settings, files]);
}

const isPanelOpen = () =>
  vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_VIEW_TYPE)),
  );

suite('commands called with hostile arguments', () => {
  let before = '';
  suiteSetup(async () => {
    before = written();
    const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'words.md');
    const editor = await vscode.window.showTextDocument(file);
    editor.selection = new vscode.Selection(0, 0, 1, 0);
  });
  teardown(() => {
    assert.equal(written(), before);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  // All at once, which is hostile too; Clear comes last, so that the others have something to work on.
  const { exploreSelection, clear, ...others } = COMMANDS;

  test('of another extension: nothing is looked at, nothing is written', async () => {
    const call = (command: string) => vscode.commands.executeCommand(command, ...OBJECTS);
    await endDismissing(call(exploreSelection));
    await endDismissing(...Object.values(others).map(call));
    assert.ok(isPanelOpen());
    await endDismissing(call(clear));
    assert.deepEqual(touched, []);
  });

  test('of a link or a key binding: nothing is written', async () => {
    // Every value is the first one for some commands.
    const call = (command: string, index: number) => {
      const split = index % JSON_VALUES.length;
      return vscode.commands.executeCommand('runCommands', {
        commands: [{ command, args: [...JSON_VALUES.slice(split), ...JSON_VALUES.slice(0, split)] }],
      });
    };
    await endDismissing(call(exploreSelection, 0));
    await endDismissing(...Object.values(others).map(call));
    await endDismissing(call(clear, 0));
  });

  test('they do what they do without', async () => {
    await vscode.commands.executeCommand(COMMANDS.exampleAttention, trap, FOLDER);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'The cat sat on the mat because it was tired.');
    assert.deepEqual(touched, []);
  });
});
