import type { CallContext } from '../../protocol/rpc.ts';
import {
  assertUnwritten,
  findVectors,
  fingerprintAt,
  openVectorFile,
  readVectors,
  type VectorFileContent,
  type VectorFileFacts,
} from './file.ts';
import { VectorIndex } from './index.ts';

const KEPT_BYTES = 8 * 2 ** 20;
/** About what a word costs beside its numbers. */
const WORD_BYTES = 200;

interface KnownFile {
  readonly path: string;
  readonly fingerprint: string;
  readonly facts: VectorFileFacts;
  readonly index: VectorIndex;
  /** The word asked for longest ago first; null: not in the file. */
  readonly words: Map<string, Float32Array | null>;
}

/**
 * The file of word vectors that was read last. It is read once, since that takes seconds for a large one; until it changes, words asked for before
 * are known without opening it, and others are found by its index. One call at a time.
 */
export class KnownVectors {
  readonly #keptBytes: number;
  readonly #createIndex: () => VectorIndex;
  #file: KnownFile | null = null;

  /** @param keptBytes for words and their vectors; those of the last call are kept in any case */
  constructor(keptBytes = KEPT_BYTES, createIndex = (): VectorIndex => new VectorIndex()) {
    this.#keptBytes = keptBytes;
    this.#createIndex = createIndex;
  }

  /**
   * What the file is, and the vectors of those `words` that it has.
   * @throws FaultError `model-missing`, `file-*`; `cancelled` between two pieces of the file
   */
  async read(path: string, words: readonly string[], context?: CallContext): Promise<VectorFileContent> {
    const file = (await this.#ifAllKnown(path, words)) ?? (await this.#look(path, words, context));
    const vectors = new Map<string, Float32Array>();
    for (const word of new Set(words)) {
      const vector = file.words.get(word) ?? null;
      if (vector) vectors.set(word, vector);
      file.words.delete(word);
      file.words.set(word, vector);
    }
    this.#forgetOldest(file, words.length);
    return { ...file.facts, vectors };
  }

  async #ifAllKnown(path: string, words: readonly string[]): Promise<KnownFile | null> {
    const file = this.#file;
    if (file?.path !== path || !words.every(word => file.words.has(word))) return null;
    return file.fingerprint === (await fingerprintAt(path)) ? file : null;
  }

  async #look(path: string, words: readonly string[], context: CallContext | undefined): Promise<KnownFile> {
    const open = await openVectorFile(path);
    const { fingerprint } = open;
    try {
      const last = this.#file;
      const known = last?.path === path && last.fingerprint === fingerprint ? last : null;
      if (known?.index.isComplete) {
        const others = words.filter(word => !known.words.has(word));
        const found = await findVectors(open, known.facts, known.index, others, context);
        await assertUnwritten(open);
        remember(known.words, others, found);
        return known;
      }
      const index = this.#createIndex();
      const { vectors, ...facts } = await readVectors(open, words, index, context);
      await assertUnwritten(open);
      this.#file = { path, fingerprint, facts, index, words: known?.words ?? new Map() };
      remember(this.#file.words, words, vectors);
      return this.#file;
    } finally {
      await open.handle.close();
    }
  }

  #forgetOldest({ words, facts }: KnownFile, lastAsked: number): void {
    const most = Math.max(lastAsked, Math.floor(this.#keptBytes / (4 * facts.width + WORD_BYTES)));
    for (const word of words.keys()) {
      if (words.size <= most) return;
      words.delete(word);
    }
  }
}

function remember(known: KnownFile['words'], words: readonly string[], found: ReadonlyMap<string, Float32Array>): void {
  for (const word of words) known.set(word, found.get(word) ?? null);
}
