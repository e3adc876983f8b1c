import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import { collectGarbage } from './garbage.ts';
import { feedsOf, type Fed } from './feeds.ts';
import { cacheBytes, canCache, KeyValueCache, type CacheForm, type FedCache } from './keyValueCache.ts';
import { toFloat32 } from './tensors.ts';

export type RunSession = (feeds: Readonly<Record<string, Tensor>>, names: readonly string[]) => Promise<InferenceSession.OnnxValueMapType>;

/** What came of some tokens of a text, read over those before them. */
export interface Chunk {
  /** Its tokens: the queries; keys are all up to `to`. */
  readonly from: number;
  readonly to: number;
  /** A map of them, [heads, to - from, to], or rows of vectors, [to - from, width]. */
  readonly tensor: (name: string) => Float32Array;
}

/** Queries that are read at once, at most. */
const CHUNK = 128;
/** A text of no more tokens is read in one pass. */
export const ONE_PASS_TOKENS = 2 * CHUNK;
/** Fewer queries are computed by other kernels in models that round what they multiply: their numbers are not those of one pass. */
export const LEAST_QUERIES = 16;
/** What the maps of all layers of one chunk may weigh: they are in memory together, in the runtime and copied out. */
const CHUNK_BYTES = 150e6;

/** How a model that gives out its keys and values can be read: a few tokens at a time, over those before. */
export class Decoding {
  readonly form: CacheForm;
  readonly #run: RunSession;
  readonly #type: typeof Tensor;
  readonly #fed: Fed;
  readonly #caches: readonly FedCache[];
  /** Bytes of the maps of all layers for one query and one key. */
  readonly #bytesOfPair: number;

  constructor(run: RunSession, type: typeof Tensor, fed: Fed, bytesOfPair: number, form: CacheForm) {
    this.#run = run;
    this.#type = type;
    this.#fed = fed;
    this.#bytesOfPair = bytesOfPair;
    this.#caches = fedCaches(fed.graph)!;
    this.form = form;
  }

  createCache(tokens: number): KeyValueCache {
    return new KeyValueCache(this.#type, this.form, this.#caches, tokens, this.#fed.headSize ?? 1);
  }

  /** Of {@link createCache}. */
  cacheBytes(tokens: number): number {
    return cacheBytes(this.form, this.#caches, tokens, this.#fed.headSize ?? 1);
  }

  /**
   * Where each chunk of a text ends: chunks of nearly one size, so that none is too small.
   * @param most queries of a chunk, to try whether pieces are right; else what memory allows, and never fewer than {@link LEAST_QUERIES}
   */
  ends(tokens: number, most?: number): number[] {
    const count = most === undefined ? this.#chunks(tokens) : Math.ceil(tokens / most);
    return Array.from({ length: count }, (_, index) => Math.round(((index + 1) * tokens) / count));
  }

  /** What the maps of the largest chunk weigh. */
  chunkBytes(tokens: number): number {
    return this.#bytesOfPair * tokens * this.chunkSize(tokens);
  }

  /** Queries of the largest chunk. */
  chunkSize(tokens: number): number {
    return Math.ceil(tokens / this.#chunks(tokens));
  }

  /**
   * Reads the tokens that come next, up to `to`, and leaves them in the cache.
   * @param take uses what came of them: its memory is free afterwards
   */
  async read(
    ids: readonly number[],
    to: number,
    cache: KeyValueCache,
    names: readonly string[],
    take: (chunk: Chunk) => void,
  ): Promise<void> {
    const from = cache.length;
    const outputs: Record<string, Tensor> = {
      ...(await this.#pass(ids, from, to, cache, [...names, ...this.#caches.map(({ added }) => added)])),
    };
    cache.add(to, outputs);
    take(chunkOf(from, to, outputs));
    for (const name of Object.keys(outputs)) delete outputs[name];
    collectGarbage();
  }

  /** Reads tokens that are in the cache already once more, for what comes of them: the cache stays as it is. */
  async again(ids: readonly number[], from: number, to: number, cache: KeyValueCache, names: readonly string[]): Promise<Chunk> {
    return chunkOf(from, to, await this.#pass(ids, from, to, cache, names));
  }

  /**
   * Tokens that are read again to have the numbers of some: they themselves, and more where so few are computed in another way.
   * @param tokens of the text
   */
  around(from: number, to: number, tokens: number): readonly [from: number, to: number] {
    const least = this.#fed.graph.numbers.activationBits === null ? 1 : Math.min(LEAST_QUERIES, tokens);
    const start = Math.max(0, Math.min(from, to - least));
    return [start, Math.max(to, start + least)];
  }

  #pass(ids: readonly number[], from: number, to: number, cache: KeyValueCache, names: readonly string[]) {
    const past = { length: from, feeds: cache.feeds(from) };
    return this.#run(feedsOf(this.#type, this.#fed, [ids.slice(from, to)], to - from, past), names);
  }

  /** How many there are: the last resort is one of more memory, not one of other numbers. */
  #chunks(tokens: number): number {
    const most = Math.max(1, Math.min(CHUNK, Math.floor(CHUNK_BYTES / (this.#bytesOfPair * tokens))));
    return Math.max(1, Math.min(Math.ceil(tokens / most), Math.floor(tokens / LEAST_QUERIES)));
  }
}

function chunkOf(from: number, to: number, outputs: Readonly<Record<string, Tensor>>): Chunk {
  return { from, to, tensor: name => toFloat32(outputs[name]!) };
}

/** The cache of a graph, input by input; null when it cannot be fed what came out of it, or when a text has other numbers in pieces than in one pass. */
export function fedCaches({ inputs }: Pick<SupportedGraph, 'inputs'>): readonly FedCache[] | null {
  const caches = inputs.cache.filter(canCache);
  return caches.length > 0 && caches.length === inputs.cache.length ? caches : null;
}

/** The forms in which a graph may take its cache, the best first. */
export function cacheForms({ inputs }: Pick<SupportedGraph, 'inputs'>): readonly CacheForm[] {
  const hasRoom = inputs.mask !== null && inputs.cache.every(({ present }) => present?.joinedBy === 'com.microsoft:GroupQueryAttention');
  return hasRoom ? ['with-room', 'exact'] : ['exact'];
}
