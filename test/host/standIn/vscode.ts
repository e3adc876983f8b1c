// Stands in for the module `vscode` where commands are run as VS Code runs them: it holds editors, settings and registered commands, and notes
// everything that a person would see.

const nothing = { dispose: () => undefined };
const never = () => nothing;

export const Disposable = { from: (...parts: { dispose: () => unknown }[]) => ({ dispose: () => parts.forEach(part => part.dispose()) }) };

export class EventEmitter<T> {
  readonly #listeners: ((event: T) => unknown)[] = [];
  readonly event = (listener: (event: T) => unknown) => {
    this.#listeners.push(listener);
    return { dispose: () => this.#listeners.splice(this.#listeners.indexOf(listener), 1) };
  };
  fire(event: T): void {
    for (const listener of this.#listeners.slice()) listener(event); // one may go while it is told
  }
  dispose(): void {
    this.#listeners.length = 0;
  }
}

export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
  translate(lines: number, characters: number): Position {
    return new Position(this.line + lines, this.character + characters);
  }
  compareTo(other: Position): number {
    return this.line - other.line || this.character - other.character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(...ends: [Position, Position] | [number, number, number, number]) {
    [this.start, this.end] = ends.length === 2 ? ends : [new Position(ends[0], ends[1]), new Position(ends[2], ends[3])];
  }
  get isEmpty(): boolean {
    return this.start.compareTo(this.end) === 0;
  }
  get active(): Position {
    return this.end;
  }
}
export class Selection extends Range {}
export const TabInputTextDiff = class {
  readonly original: unknown;
  readonly modified: unknown;
  constructor(original: unknown, modified: unknown) {
    this.original = original;
    this.modified = modified;
  }
};
export const TabInputText = class {
  readonly uri: unknown;
  constructor(uri: unknown = null) {
    this.uri = uri;
  }
};

export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const ViewColumn = { One: 1, Beside: -2 };
export const ConfigurationTarget = { Global: 1 };
export const ProgressLocation = { Window: 10, Notification: 15 };
export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };

interface Address {
  readonly scheme: string;
  readonly path: string;
}
const uriOf = ({ scheme, path }: Address) => ({ scheme, path, fsPath: path, toString: () => `${scheme}:${path}` });
export class Location {
  readonly uri: unknown;
  readonly range: Range;
  constructor(uri: unknown, range: Range) {
    this.uri = uri;
    this.range = range;
  }
}

export const Uri = {
  from: uriOf,
  parse: (text: string) => uriOf({ scheme: text.split(':')[0]!, path: text.slice(text.indexOf(':') + 1) }),
  joinPath: ({ path }: Address, ...parts: string[]) => uriOf({ scheme: 'file', path: [path, ...parts].join('/') }),
};

/** What is remembered between sessions. */
export function mementoOf() {
  const values = new Map<string, unknown>();
  return { get: (key: string) => values.get(key), update: async (key: string, value: unknown) => void values.set(key, value) };
}

/** One line of text. */
export function documentOf(path: string, text: string, scheme = 'file') {
  return {
    uri: uriOf({ scheme, path }),
    version: 1,
    lineCount: 1,
    getText: (range?: Range) => (range ? text.slice(range.start.character, range.end.character) : text),
    lineAt: () => ({
      text,
      isEmptyOrWhitespace: !/\S/.test(text),
      firstNonWhitespaceCharacterIndex: 0,
      range: new Range(0, 0, 0, text.length),
    }),
    offsetAt: ({ character }: Position) => character,
    positionAt: (offset: number) => new Position(0, offset),
    getWordRangeAtPosition: () => undefined,
    validateRange: (range: Range) => range,
    save: async () => true,
  };
}
type Document = ReturnType<typeof documentOf>;

/** An editor with the caret, or several selections, at columns of its line. */
export function editorOf(document: Document, ...selected: readonly (readonly [from: number, to: number])[]) {
  const selections = selected.map(([from, to]) => new Selection(0, from, 0, to));
  return { document, viewColumn: 1, selection: selections[0]!, selections, revealRange: () => undefined, edit: async () => true };
}
type Editor = ReturnType<typeof editorOf>;

/** What a person saw, in order: "warning: ...", "status: ...", "list: ...". */
export const seen: string[] = [];
/** The lists that were shown to pick from. */
export const picks: {
  readonly title: string;
  /** What is typed; what a person has typed into it before VS Code took the entries that are left. */
  value: string;
  readonly accept: () => unknown;
  readonly items: readonly { readonly label: string; readonly description?: string }[];
}[] = [];
export const settings = new Map<string, unknown>();
export const handlers = new Map<string, (...told: readonly unknown[]) => Promise<void>>();
/** Chooses from the next list; without it the list is left. */
export const answers: ((label: string, description: string) => boolean)[] = [];
/** Buttons of the last notice. */
export const buttons: { title: string; run: () => unknown }[] = [];

/** Lists as they were when they opened. */
export const opened: { readonly title: string; readonly items: readonly { readonly description?: string }[] }[] = [];

const notice =
  (kind: string) =>
  async (text: string, ...offered: typeof buttons): Promise<undefined> => {
    seen.push(`${kind}: ${text}`);
    buttons.splice(0, buttons.length, ...offered);
  };

type Sent = { readonly type: string }[];
const webviewOf = (posted: Sent, listen: (receive: (message: unknown) => unknown) => void) => ({
  html: '',
  options: {},
  cspSource: 'self',
  asWebviewUri: (uri: unknown) => uri,
  postMessage: async (message: Sent[number]) => posted.push(message) > 0,
  onDidReceiveMessage: listen,
});

/** The one webview panel: what it was sent, and what happens to it. */
export const webviewPanel = {
  posted: [] as Sent,
  receive: (_message: unknown): unknown => undefined,
  close: (): unknown => undefined,
  setVisible: (_visible: boolean): unknown => undefined,
};

function createWebviewPanel() {
  let seenByPerson = (): unknown => undefined;
  webviewPanel.posted.length = 0;
  const panel = {
    visible: true,
    webview: webviewOf(webviewPanel.posted, receive => (webviewPanel.receive = receive)),
    reveal: () => undefined,
    onDidChangeViewState: (listener: () => unknown) => (seenByPerson = listener),
    onDidDispose: (listener: () => unknown) => (webviewPanel.close = listener),
    dispose: () => webviewPanel.close(),
  };
  webviewPanel.setVisible = visible => {
    panel.visible = visible;
    seenByPerson();
  };
  return panel;
}

/** The one view in a side bar. It cannot be asked for anything once it is gone, as in VS Code. */
export const webviewView = {
  posted: [] as Sent,
  receive: (_message: unknown): unknown => undefined,
  close: (): unknown => undefined,
  setVisible: (_visible: boolean): unknown => undefined,
  /** A person opens the place that it stands in. @param state what it kept */
  open: (_state?: unknown): unknown => undefined,
};

function registerWebviewViewProvider(_id: string, provider: { resolveWebviewView(view: unknown, context: { state: unknown }): unknown }) {
  webviewView.open = state => {
    let seenByPerson = (): unknown => undefined;
    let isVisible: boolean | null = true;
    const whileThere = () => {
      if (isVisible === null) throw new Error('Webview is disposed');
      return isVisible;
    };
    webviewView.posted.length = 0;
    webviewView.setVisible = visible => {
      isVisible = visible;
      seenByPerson();
    };
    const view = {
      get visible() {
        return whileThere();
      },
      webview: webviewOf(webviewView.posted, receive => (webviewView.receive = receive)),
      onDidChangeVisibility: (listener: () => unknown) => (seenByPerson = listener),
      onDidDispose: (listener: () => unknown) => {
        webviewView.close = () => {
          isVisible = null;
          listener();
        };
      },
    };
    return provider.resolveWebviewView(view, { state });
  };
  return nothing;
}

/** The notification of what takes long. */
export const progressBar = { cancel: (): unknown => undefined };

export const window = {
  createWebviewPanel,
  registerWebviewViewProvider,
  registerWebviewPanelSerializer: never,
  onDidChangeVisibleTextEditors: never,
  activeTextEditor: undefined as Editor | undefined,
  visibleTextEditors: [] as Editor[],
  tabGroups: { all: [] as unknown[], onDidChangeTabs: never as (listener: () => unknown) => typeof nothing },
  showInformationMessage: notice('information'),
  showWarningMessage: notice('warning'),
  showErrorMessage: notice('error'),
  setStatusBarMessage: (text: string) => {
    seen.push(`status: ${text}`);
    return { dispose: () => seen.push(`status gone: ${text}`) };
  },
  showQuickPick: async (_items: unknown, { title }: { title: string }): Promise<undefined> => void seen.push(`list: ${title}`),
  showInputBox: async ({ title }: { title: string }): Promise<undefined> => void seen.push(`question: ${title}`),
  showSaveDialog: async ({ title }: { title: string }): Promise<unknown> => {
    seen.push(`dialog: ${title}`);
    return saveTo.uri;
  },
  showOpenDialog: async ({ title }: { title: string }): Promise<undefined> => void seen.push(`dialog: ${title}`),
  showTextDocument: async (document: Document) => {
    seen.push(`document: ${document.uri.path}`);
    return editorOf(document, [0, 0]);
  },
  withProgress: async (
    { title }: { title: string },
    task: (progress: unknown, token: { onCancellationRequested: (listener: () => unknown) => unknown }) => unknown,
  ): Promise<unknown> => {
    seen.push(`progress: ${title}`);
    const report = ({ message }: { message: string }) => seen.push(`progress: ${message}`);
    return task({ report }, { onCancellationRequested: listener => (progressBar.cancel = listener) });
  },
  createQuickPick: () => {
    let hidden = (): unknown => undefined;
    let accepted = (): unknown => undefined;
    return {
      title: '',
      value: '',
      activeItems: [],
      selectedItems: [] as readonly unknown[],
      items: [] as readonly { readonly label: string; readonly description?: string }[],
      onDidChangeValue: never,
      onDidAccept: (listener: () => unknown) => (accepted = listener),
      onDidHide: (listener: () => unknown) => (hidden = listener),
      hide: () => hidden(),
      accept: () => accepted(),
      dispose: () => undefined,
      show() {
        seen.push(`list: ${this.title}`);
        picks.push(this);
        opened.push({ title: this.title, items: this.items });
        const isMeant = answers.shift();
        const meant = () => this.items.filter(({ label, description = '' }) => isMeant?.(label, description)).slice(0, 1);
        this.selectedItems = meant();
        // Left once all that is on its way is here.
        setImmediate(() => {
          if (this.selectedItems.length === 0) this.selectedItems = meant();
          return this.selectedItems.length > 0 ? accepted() : hidden();
        });
      },
    };
  },
};

/** What was written through VS Code's own file systems. */
export const written = new Map<string, string>();

export const workspace = {
  isTrusted: true,
  textDocuments: [] as Document[],
  onDidChangeTextDocument: never,
  onDidOpenTextDocument: never,
  onDidChangeConfiguration: never,
  openTextDocument: async (uri: Address) =>
    workspace.textDocuments.find(document => document.uri.path === uri.path) ?? documentOf(uri.path, 'A bank and it.', uri.scheme),
  fs: { writeFile: async ({ path }: Address, content: Uint8Array) => void written.set(path, Buffer.from(content).toString()) },
  getConfiguration: () => ({
    get: () => 'on',
    inspect: (name: string) => ({ globalValue: settings.get(name), defaultValue: '' }),
    update: async (name: string, value: unknown) => {
      seen.push(`setting: ${name}`);
      settings.set(name, value);
    },
  }),
};

export const commands = {
  registerCommand: (id: string, handler: () => Promise<void>) => {
    handlers.set(id, handler);
    return nothing;
  },
  executeCommand: async (id: string) => void seen.push(`command: ${id}`),
};
export const copied: string[] = [];
export const env = { clipboard: { writeText: async (text: string) => void copied.push(text) } };
/** Where a person saves to; undefined: the dialogue is left. */
export const saveTo = { uri: undefined as unknown };
