/** Whether a code point belongs. */
export type IsMember = (codePoint: number) => boolean;

/** A set of code points, asked for one by one and remembered in pages of 256: a text is written in a few of the 4,352 pages. */
export class CodePointSet {
  readonly #isMember: IsMember;
  readonly #pages: (Uint8Array | undefined)[] = [];

  constructor(isMember: IsMember) {
    this.#isMember = isMember;
  }

  has(codePoint: number): boolean {
    const page = this.#pages[codePoint >> 8] ?? this.#fill(codePoint >> 8);
    return page[codePoint & 0xff] === 1;
  }

  #fill(number: number): Uint8Array {
    const page = Uint8Array.from({ length: 0x100 }, (_, low) => Number(this.#isMember((number << 8) | low)));
    this.#pages[number] = page;
    return page;
  }
}
