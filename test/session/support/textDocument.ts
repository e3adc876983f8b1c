import type { Place, PlaceRange } from '../../../src/core/text/anchor.ts';
import type { DocumentEdit, SessionDocument } from '../../../src/session/documents.ts';

/** One replaced stretch, by offsets of the text before it. */
export interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with lines, as an editor has it, in which every character has a name of its own: what is typed anew is another character. */
export class TextDocument implements SessionDocument {
  readonly uri: string;
  isOpen = true;
  #text = '';
  #names: readonly number[] = [];
  static #named = 0;

  constructor(uri: string, text: string) {
    this.uri = uri;
    this.#set(text, TextDocument.#newNames(text.length));
  }

  get text(): string {
    return this.#text;
  }
  get names(): readonly number[] {
    return this.#names;
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

  /** Where these characters stand, one behind the other as they were; -1: not any more. */
  offsetOf(names: readonly number[]): number {
    const at = names.length === 0 ? -1 : this.#names.indexOf(names[0]!);
    return at >= 0 && names.every((name, index) => this.#names[at + index] === name) ? at : -1;
  }

  /** Replaces a stretch and returns the edit that tells of it, and what undoes it. */
  replace(start: number, end: number, text: string): { edit: DocumentEdit; undo: () => { edit: DocumentEdit } } {
    return this.edit([{ start, end, text }]);
  }

  /** Several stretches at once, in the order of the text, apart from each other; undone, the old characters are back. */
  edit(replaced: readonly Replaced[], names?: readonly (readonly number[])[]): { edit: DocumentEdit; undo: () => { edit: DocumentEdit } } {
    const changes = replaced.map(({ start, end, text }) => ({ range: { start: this.placeAt(start), end: this.placeAt(end) }, text }));
    const before = { text: this.#text, names: this.#names };
    const inverse: Replaced[] = [];
    let text = '';
    let now: number[] = [];
    let from = 0;
    for (const [index, part] of replaced.entries()) {
      text += before.text.slice(from, part.start);
      inverse.push({ start: text.length, end: text.length + part.text.length, text: before.text.slice(part.start, part.end) });
      text += part.text;
      now = now.concat(before.names.slice(from, part.start), names?.[index] ?? TextDocument.#newNames(part.text.length));
      from = part.end;
    }
    this.#set(text + before.text.slice(from), now.concat(before.names.slice(from)));
    const oldNames = replaced.map(({ start, end }) => before.names.slice(start, end));
    return { edit: { document: this, changes }, undo: () => this.edit(inverse, oldNames) };
  }

  /** Another program wrote the file while it was closed: nobody is told what changed. */
  rewrite(text: string): void {
    this.#set(text, TextDocument.#newNames(text.length));
  }

  #set(text: string, names: readonly number[]): void {
    this.#text = text;
    this.#names = names;
  }
  static #newNames(count: number): number[] {
    return Array.from({ length: count }, () => ++TextDocument.#named);
  }
}
