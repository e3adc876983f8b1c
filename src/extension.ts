import * as vscode from 'vscode';
import { CONTEXT_KEYS, SAMPLE_SCHEME, SETTINGS } from './contributions.ts';
import { registerCommands } from './host/commands/index.ts';
import { Decorations } from './host/editor/decorations.ts';
import { editorDocuments } from './host/editor/documents.ts';
import { EngineProcess } from './host/process/process.ts';
import { Explorer } from './session/explorer.ts';
import { idleMilliseconds } from './host/process/idleTime.ts';
import { Log } from './host/log.ts';
import { Models, userValue } from './host/models/models.ts';
import { reportFaults } from './host/notifications.ts';
import { Panel } from './host/panel/panel.ts';
import { panelEditor } from './host/panel/editor.ts';
import { actOnPanel } from './session/panelActions.ts';
import { PartRequests } from './session/parts/requests.ts';
import { Pointing } from './host/editor/pointing.ts';
import { SampleFiles } from './host/samples/sampleFiles.ts';
import { StatusBar } from './host/editor/statusBar.ts';
import { wordVectorFile } from './host/commands/wordVectors.ts';

/** Composes and registers. Nothing is loaded, started or read here: the engine starts with the first exploration. */
export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const models = new Models(context.extensionUri);
  const engine = new EngineProcess({
    modulePath: vscode.Uri.joinPath(context.extensionUri, 'dist', 'engine.cjs').fsPath,
    idleMilliseconds: () => idleMilliseconds(userValue(SETTINGS.idleMinutes)),
    log: line => log.info(line),
  });
  const explorer = new Explorer(engine, models, editorDocuments, log);
  // First to hear of a change: the text is the picture, the panel explains.
  const decorations = new Decorations(explorer);
  const guard = (task: () => Promise<unknown>) =>
    reportFaults(
      task,
      log,
      () => models.isBuiltIn,
      () => false,
    );
  const editor = panelEditor(explorer);
  const panel = new Panel(explorer, context.extensionUri, action => void guard(async () => actOnPanel(explorer, requests, editor, action)));
  const requests = new PartRequests(engine, explorer, log, () => panel.isVisible, wordVectorFile);
  const pointing = new Pointing(explorer);
  context.subscriptions.push(
    log,
    engine,
    explorer,
    panel,
    requests,
    pointing,
    decorations,
    new StatusBar(explorer),
    panel.onDidChangeVisibility(() => requests.refresh()),
    explorer.onDidChange(contextKeysOf(explorer)),
    vscode.workspace.registerFileSystemProvider(SAMPLE_SCHEME, new SampleFiles(), { isCaseSensitive: true }),
    registerCommands({ engine, explorer, models, panel, requests, pointing, log }),
  );
}

/** Tells VS Code what has changed since the last time. */
function contextKeysOf(explorer: Explorer): () => void {
  const told = new Map<string, string>();
  return () => {
    const { exploration } = explorer;
    const wanted: [string, boolean | vscode.Uri[]][] = [
      [CONTEXT_KEYS.explored, exploration !== null],
      [CONTEXT_KEYS.cut, exploration?.cut !== null && exploration !== null],
      [CONTEXT_KEYS.documents, exploration === null ? [] : [vscode.Uri.parse(exploration.uri, true)]],
    ];
    for (const [key, value] of wanted) {
      const text = String(value);
      if (told.get(key) === text) continue;
      told.set(key, text);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  };
}
