import * as vscode from 'vscode';
import { COMMANDS, FINDINGS_KEY, FINDINGS_VIEW } from '../../contributions/ids.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { nameOfPlaces, placesKept, titleOf, type Finding } from '../../session/findings/finding.ts';
import { findText } from '../../session/findings/place.ts';
import { seen } from '../editor/documents.ts';
import type { FindingStore } from './store.ts';

/** Typing in a text of which something was kept: marks follow when it rests. */
const REST_MILLISECONDS = 400;

/** The list of findings in the side bar. */
export class FindingsTree implements vscode.TreeDataProvider<Finding>, vscode.Disposable {
  private readonly store: FindingStore;
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Finding>;
  private readonly subscriptions: vscode.Disposable[];
  private resting: NodeJS.Timeout | undefined;

  constructor(store: FindingStore) {
    this.store = store;
    this.view = vscode.window.createTreeView(FINDINGS_VIEW, { treeDataProvider: this });
    this.subscriptions = [
      this.view,
      this.changed,
      store.onDidChange(() => this.refresh()),
      // What was edited while it was out of sight.
      this.view.onDidChangeVisibility(({ visible }) => visible && this.changed.fire()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.onText(document)),
      vscode.workspace.onDidOpenTextDocument(document => this.onText(document)),
    ];
    this.refresh();
  }

  get selected(): Finding | undefined {
    return this.view.selection[0];
  }

  getChildren(parent?: Finding): Finding[] {
    return parent ? [] : [...this.store.all];
  }

  getTreeItem(finding: Finding): vscode.TreeItem {
    const { said, model, note } = finding;
    const isStale = isEdited(finding);
    const item = new vscode.TreeItem(visibleText(titleOf(finding)));
    item.id = finding.id;
    item.description = [note, said.heads, nameOfPlaces(finding), isStale ? 'edited' : ''].filter(Boolean).join(' \u00b7 ');
    item.tooltip = [note, `${said.heads}, ${model.name}`, isStale ? 'The text was edited since.' : ''].filter(Boolean).join('\n');
    item.iconPath = new vscode.ThemeIcon(isStale ? 'history' : 'bookmark');
    item.command = { command: COMMANDS.openSelectedFinding, title: 'Open Finding' };
    return item;
  }

  dispose(): void {
    clearTimeout(this.resting);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private refresh(): void {
    void vscode.commands.executeCommand('setContext', FINDINGS_KEY, this.store.hasAny);
    this.changed.fire();
  }

  private onText(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (!this.view.visible || !this.store.all.some(finding => placesKept(finding).some(place => place.uri === uri))) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.changed.fire(), REST_MILLISECONDS);
  }
}

/** Of a document that is not open it is not known. */
function isEdited(finding: Finding): boolean {
  return placesKept(finding).some(place => {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === place.uri);
    return document !== undefined && findText(seen(document), place) === null;
  });
}
