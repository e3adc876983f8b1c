const BYTE = /^<0x[0-9A-F]{2}>$/;

/**
 * Finds places in a text over which no merge reaches: no entry that merges make has the two characters beside each other. What is between two
 * such places can be merged by itself, so that a text that nothing cuts into words is a row of words that come again and again.
 */
export class Seams {
  /** Neighbours in entries, as one number. */
  readonly #neighbours = new Set<number>();
  /** Characters that are entries. */
  readonly #known: (character: string) => boolean;

  /** @param made entries that merges make */
  private constructor(made: Iterable<string>, known: (character: string) => boolean) {
    this.#known = known;
    for (const entry of made) {
      let last = 0;
      for (const character of entry) {
        const codePoint = character.codePointAt(0)!;
        if (last > 0) this.#neighbours.add(pairOf(last, codePoint));
        last = codePoint;
      }
    }
  }

  /**
   * Null where bytes or the unknown token are merged, whose names are not what they stand for.
   * @param halves what merges join
   */
  static of(
    made: Iterable<string>,
    halves: Iterable<string>,
    unknownToken: string | null,
    known: (character: string) => boolean,
  ): Seams | null {
    for (const half of halves) if (half === unknownToken || BYTE.test(half)) return null;
    return new Seams(made, known);
  }

  /** The parts of a text between seams, in order. Two characters that are no entries stay together: they may be one unknown token. */
  *parts(text: string): Generator<string> {
    let from = 0;
    let last = '';
    for (let at = 0; at < text.length;) {
      const character = String.fromCodePoint(text.codePointAt(at)!);
      if (last !== '' && !this.#holds(last, character)) {
        yield text.slice(from, at);
        from = at;
      }
      last = character;
      at += character.length;
    }
    if (from < text.length) yield text.slice(from);
  }

  #holds(left: string, right: string): boolean {
    if (this.#neighbours.has(pairOf(left.codePointAt(0)!, right.codePointAt(0)!))) return true;
    return !this.#known(left) && !this.#known(right);
  }
}

function pairOf(left: number, right: number): number {
  return left * 0x110000 + right;
}
