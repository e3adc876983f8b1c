/** Values of half a hash. */
const HALVES = 2 ** 16;

interface WantedWord {
  readonly word: string;
  readonly bytes: Uint8Array;
}

/** The words whose vectors are kept; the first spelling in the file wins. Looks at bytes, so that no text is made of the others. */
export class WantedWords {
  readonly vectors = new Map<string, Float32Array>();
  readonly #byHash = new Map<number, WantedWord[]>();
  /** 1 at the lower half of each hash: tells most other hashes apart, three times as fast as the map does. */
  readonly #halves = new Uint8Array(HALVES);

  constructor(words: Iterable<string>) {
    const encoder = new TextEncoder();
    for (const word of new Set(words)) {
      const bytes = encoder.encode(word);
      const hash = hashOf(bytes, 0, bytes.length);
      const others = this.#byHash.get(hash) ?? [];
      this.#byHash.set(hash, [...others, { word, bytes }]);
      this.#halves[hash & (HALVES - 1)] = 1;
    }
  }

  /** Whether a wanted word has this {@link hashOf}; others may have it too. */
  hasHash(hash: number): boolean {
    return this.#halves[hash & (HALVES - 1)] === 1 && this.#byHash.has(hash);
  }

  /** The word in [from, to), which has this {@link hashOf}, when it is wanted and has no vector yet. */
  find(hash: number, bytes: Uint8Array, from: number, to: number): string | null {
    const found = this.#byHash.get(hash)?.find(wanted => isSame(wanted.bytes, bytes, from, to));
    return found && !this.vectors.has(found.word) ? found.word : null;
  }
}

/** FNV-1a, 32 bits with a sign. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

function isSame(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++) if (word[i] !== bytes[from + i]) return false;
  return true;
}
