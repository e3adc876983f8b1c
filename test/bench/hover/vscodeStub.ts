// Stands in for the module `vscode` in the hover measurement: what explorer, pointing and decorations call, and nothing behind it.
import type * as vscode from 'vscode';

const nothing = { dispose: () => undefined };

export const Disposable = {
  from: (...parts: { dispose: () => unknown }[]) => ({ dispose: () => parts.forEach(part => part.dispose()) }),
};

export class EventEmitter<T> {
  readonly #listeners: ((event: T) => unknown)[] = [];
  readonly event = (listener: (event: T) => unknown) => {
    this.#listeners.push(listener);
    return nothing;
  };
  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
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
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export const ColorThemeKind = { Light: 1, Dark: 2, HighContrast: 3, HighContrastLight: 4 };
export const DecorationRangeBehavior = { OpenOpen: 0, ClosedClosed: 1 };
export const OverviewRulerLane = { Left: 1, Center: 2, Right: 4, Full: 7 };

const never = () => nothing;

export const workspace = {
  isTrusted: true,
  textDocuments: [],
  onDidChangeTextDocument: never,
  onDidOpenTextDocument: never,
  getConfiguration: () => ({ get: () => 'on' }),
};

export const window = {
  activeColorTheme: { kind: ColorThemeKind.Dark },
  visibleTextEditors: [] as vscode.TextEditor[],
  onDidChangeVisibleTextEditors: never,
  onDidChangeActiveColorTheme: never,
  onDidChangeTextEditorSelection: never,
  createTextEditorDecorationType: () => nothing,
};

/** What the extension registered; the measurement calls it as VS Code does. */
export let hoverProvider: vscode.HoverProvider | undefined;

export const languages = {
  registerHoverProvider: (_selector: string, provider: vscode.HoverProvider) => {
    hoverProvider = provider;
    return nothing;
  },
};
