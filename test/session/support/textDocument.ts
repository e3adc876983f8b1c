import type { Place, PlaceRange } from '../../../src/core/text/anchor.ts';
import type { DocumentEdit, SessionDocument } from '../../../src/session/documents.ts';

/** A text with lines, as an editor has it. */
export class TextDocument implements SessionDocument {
  readonly uri: string;
  version = 1;
  #text: string;
  constructor(uri: string, text: string) {
    this.uri = uri;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }
  get lines(): string[] {
    return this.#text.split('\n');
  }
  get whole(): PlaceRange {
    return { start: { line: 0, character: 0 }, end: this.placeAt(this.#text.length) };
  }
  readonly read = ({ start, end }: PlaceRange): string => this.#text.slice(this.offsetAt(start), this.offsetAt(end));

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

  /** Replaces a stretch and returns the edit that tells of it, and what undoes it. */
  replace(start: number, end: number, text: string): { edit: DocumentEdit; undo: () => { edit: DocumentEdit } } {
    const range = { start: this.placeAt(start), end: this.placeAt(end) };
    const removed = this.#text.slice(start, end);
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    this.version++;
    return { edit: { document: this, changes: [{ range, text }] }, undo: () => this.replace(start, start + text.length, removed) };
  }
}
