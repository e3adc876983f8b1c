import type * as vscode from 'vscode';

interface Place {
  readonly line: number;
  readonly character: number;
}

/** A text with lines, as VS Code has it, as far as the host reads one. */
export class TextDocument {
  readonly uri: { toString: () => string };
  #text: string;
  constructor(uri: string, text: string) {
    this.uri = { toString: () => uri };
    this.#text = text;
  }

  get asDocument(): vscode.TextDocument {
    return this as unknown as vscode.TextDocument;
  }
  get text(): string {
    return this.#text;
  }
  get lines(): string[] {
    return this.#text.split('\n');
  }
  get lineCount(): number {
    return this.lines.length;
  }
  getText(range?: { start: Place; end: Place }): string {
    return range ? this.#text.slice(this.offsetAt(range.start), this.offsetAt(range.end)) : this.#text;
  }
  lineAt(line: number): { range: { end: Place } } {
    return { range: { end: { line, character: this.lines[line]!.length } } };
  }
  offsetAt({ line, character }: Place): number {
    const { lines } = this;
    if (line >= lines.length) return this.#text.length;
    const before = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
    return before + Math.min(character, lines[line]!.length);
  }
  placeAt(offset: number): Place {
    const before = this.#text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)!.length };
  }

  /** Replaces a stretch and returns the event that tells of it, and what undoes it. */
  replace(start: number, end: number, text: string) {
    const range = { start: this.placeAt(start), end: this.placeAt(end) };
    const removed = this.#text.slice(start, end);
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    return { event: { document: this, contentChanges: [{ range, text }] }, undo: () => this.replace(start, start + text.length, removed) };
  }
}
