import * as vscode from 'vscode';
import { GIVEN_SCHEME, SAMPLE_SCHEME } from './contributions/ids.ts';
import { registerCommands } from './host/commands/index.ts';
import { Decorations } from './host/editor/decorations.ts';
import { editorDocuments } from './host/editor/documents.ts';
import { EngineProcess } from './host/process/process.ts';
import { Explorer } from './session/explorer.ts';
import { Log } from './host/log.ts';
import { Models } from './host/models/models.ts';
import { reportFaults } from './host/notifications.ts';
import { CompactView } from './host/panel/compact.ts';
import { Panel } from './host/panel/panel.ts';
import { panelEditor } from './host/panel/editor.ts';
import type { PanelAction } from './protocol/panelActions.ts';
import { actOnPanel } from './session/panelActions.ts';
import { TakeAway } from './session/takeAway.ts';
import type { Parts } from './host/services.ts';
import { PartRequests } from './session/parts/requests.ts';
import { Pointing } from './host/editor/pointing.ts';
import { FindingStore } from './host/findings/store.ts';
import { FindingsTree } from './host/findings/tree.ts';
import { followPreferences } from './host/preferences.ts';
import { readSetting } from './host/settings.ts';
import { tellContext } from './host/editor/contextKeys.ts';
import { GivenTexts } from './host/editor/givenTexts.ts';
import { SampleFiles } from './host/samples/sampleFiles.ts';
import { TokenMark } from './host/editor/tokenMark.ts';
import { StatusBar } from './host/editor/statusBar.ts';
import { wordVectorFile } from './host/commands/wordVectors.ts';

/** Composes and registers. Nothing is loaded, started or read here: the engine starts with the first exploration. */
export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const models = new Models(context.extensionUri, context.globalState);
  const engine = new EngineProcess({
    modulePath: vscode.Uri.joinPath(context.extensionUri, 'dist', 'engine.cjs').fsPath,
    idleMilliseconds: () => readSetting('idleMinutes') * 60_000,
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
  const takeAway = new TakeAway(explorer, engine);
  const editor = panelEditor(explorer, takeAway, () => parts);
  const act = (action: PanelAction) => void guard(async () => actOnPanel(explorer, requests, editor, action));
  const panel = new Panel(explorer, context.extensionUri, act);
  const compact = new CompactView(explorer, context.extensionUri, act);
  const inSight = () => ({ panel: panel.isVisible, compact: compact.isVisible });
  const requests = new PartRequests(engine, explorer, log, inSight, wordVectorFile);
  const pointing = new Pointing(explorer);
  const givenTexts = new GivenTexts();
  const preferences = followPreferences(explorer);
  const findings = new FindingStore(context.workspaceState);
  const findingsTree = new FindingsTree(findings);
  const parts: Parts = {
    engine,
    explorer,
    models,
    panel,
    compact,
    requests,
    pointing,
    findings,
    findingsTree,
    takeAway,
    givenTexts,
    extension: context.extensionUri,
    log,
  };
  context.subscriptions.push(
    log,
    engine,
    explorer,
    panel,
    compact,
    requests,
    pointing,
    preferences,
    findings,
    findingsTree,
    decorations,
    new TokenMark(explorer),
    new StatusBar(explorer),
    panel.onDidChangeVisibility(() => requests.refresh()),
    compact.onDidChangeVisibility(() => requests.refresh()),
    explorer.onDidChange(tellContext(explorer)),
    explorer.onDidChange(() => explorer.exploration && models.note(explorer.exploration.model)),
    vscode.workspace.registerFileSystemProvider(SAMPLE_SCHEME, new SampleFiles(), { isCaseSensitive: true }),
    vscode.workspace.registerTextDocumentContentProvider(GIVEN_SCHEME, givenTexts),
    givenTexts.follow(explorer),
    registerCommands(parts),
  );
}
