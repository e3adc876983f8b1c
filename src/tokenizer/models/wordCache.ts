import type { ModelToken } from './model.ts';

/** Words that are kept, as the Rust library keeps them: a text is made of few. */
const MOST_CACHED = 10_000;
const LONGEST_CACHED = 256;

/** The tokens of words seen lately. */
export class WordCache {
  readonly #known = new Map<string, ModelToken[]>();

  /** @param make called for words that are not known */
  get(word: string, make: (word: string) => ModelToken[]): ModelToken[] {
    const known = this.#known.get(word);
    if (known) return known;
    const tokens = make(word);
    if (word.length <= LONGEST_CACHED) {
      if (this.#known.size >= MOST_CACHED) this.#known.clear();
      this.#known.set(word, tokens);
    }
    return tokens;
  }
}
