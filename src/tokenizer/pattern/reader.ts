/** What is still to be read of a regular expression, code point by code point. */
export class Reader {
  readonly #characters: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#characters = Array.from(source);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#characters.length;
  }

  /** The next character, '' at the end. */
  peek(): string {
    return this.#characters[this.#at] ?? '';
  }

  next(): string {
    return this.#characters[this.#at++] ?? '';
  }

  /** Whether `text` comes next; it is then read. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** @param text of characters of one UTF-16 unit */
  startsWith(text: string): boolean {
    for (let index = 0; index < text.length; index++) if (this.#characters[this.#at + index] !== text[index]) return false;
    return true;
  }

  /** Reads what a sticky expression matches here. The part that is looked at is short: names, numbers. */
  match(expression: RegExp): RegExpMatchArray | null {
    const ahead = this.#characters.slice(this.#at, this.#at + 60).join('');
    const match = ahead.match(expression);
    if (match?.index !== 0) return null;
    this.#at += Array.from(match[0]).length;
    return match;
  }

  includes(character: string): boolean {
    return this.#characters.includes(character, this.#at);
  }
}
