/** Reads the vectors of a file piece by piece. */
export interface VectorScanner {
  /** Vectors seen so far, wanted or not. */
  readonly count: number;
  /** Lines or records that are no vector of the file's width. */
  readonly broken: number;
  /**
   * Takes what is complete at the start of `bytes`, and returns how many bytes that is; what is left comes again with more behind it. The
   * scanner keeps nothing of `bytes`.
   * @param isLast nothing comes after these bytes
   */
  scan(bytes: Uint8Array, isLast: boolean): number;
}

/** Bytes that a scanner may want to see at once: it takes something of every piece that is longer. */
export const LONGEST_RECORD = 2 ** 20;

/** In bytes; what is longer is no word, and the file not what it seems. */
export const LONGEST_WORD = 2_000;

interface WantedWord {
  readonly word: string;
  readonly bytes: Uint8Array;
}

/** The words whose vectors are kept; the first spelling in the file wins. Looks at bytes, so that no text is made of the others. */
export class WantedWords {
  readonly vectors = new Map<string, Float32Array>();
  readonly #byHash = new Map<number, WantedWord[]>();

  constructor(words: Iterable<string>) {
    const encoder = new TextEncoder();
    for (const word of new Set(words)) {
      const bytes = encoder.encode(word);
      const hash = hashOf(bytes, 0, bytes.length);
      const others = this.#byHash.get(hash) ?? [];
      this.#byHash.set(hash, [...others, { word, bytes }]);
    }
  }

  /** The word in [from, to) when it is wanted and has no vector yet. */
  find(bytes: Uint8Array, from: number, to: number): string | null {
    const candidates = this.#byHash.get(hashOf(bytes, from, to));
    const found = candidates?.find(wanted => isSame(wanted.bytes, bytes, from, to));
    return found && !this.vectors.has(found.word) ? found.word : null;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

function isSame(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++) if (word[i] !== bytes[from + i]) return false;
  return true;
}
