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
  /** Those whose rows of the maps were asked for, ascending. */
  readonly queries: readonly number[];
  /** Rows of a map, [heads, queries, to]; of vectors, [to - from, width]; or what the rows of all its tokens come to, [heads, to - from]. */
  readonly tensor: (name: string) => Float32Array;
}

/** Queries that are read at once, at most. */
const CHUNK = 128;
/** A text of no more tokens is read in one pass. */
export const ONE_PASS_TOKENS = 2 * CHUNK;
/** Fewer queries are computed by other kernels in models that round what they multiply: their numbers are not those of one pass. */
export const LEAST_QUERIES = 16;
/** What the maps of one chunk that are in memory together may weigh, in the runtime and copied out. */
const CHUNK_BYTES = 150e6;

/** Which rows are taken of the maps of a text: all of all layers are in memory together, of a few the maps of one layer at a time. */
export type Taken = 'all rows' | 'some rows';

/** Bytes of maps for one query and one key. */
interface PairBytes {
  readonly all: number;
  /** Of the layer with most heads. */
  readonly layer: number;
}

/** How a model that gives out its keys and values can be read: a few tokens at a time, over those before. */
export class Decoding {
  readonly form: CacheForm;
  readonly #run: RunSession;
  readonly #type: typeof Tensor;
  readonly #fed: Fed;
  readonly #caches: readonly FedCache[];
  readonly #bytesOfPair: PairBytes;

  constructor(run: RunSession, type: typeof Tensor, fed: Fed, bytesOfPair: PairBytes, form: CacheForm) {
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
  ends(tokens: number, taken: Taken, most?: number): number[] {
    const count = most === undefined ? this.#chunks(tokens, taken) : Math.ceil(tokens / most);
    return Array.from({ length: count }, (_, index) => Math.round(((index + 1) * tokens) / count));
  }

  /** What the maps of the largest chunk that are in memory together weigh. */
  chunkBytes(tokens: number, taken: Taken): number {
    return this.#pairBytes(taken) * tokens * this.chunkSize(tokens, taken);
  }

  /** Queries of the largest chunk. */
  chunkSize(tokens: number, taken: Taken): number {
    return Math.ceil(tokens / this.#chunks(tokens, taken));
  }

  /**
   * Reads the tokens that come next, up to `to`, and leaves them in the cache.
   * @param queries tokens whose rows of the maps are wanted, ascending; those of other chunks are left out
   * @param take uses what came of them: its memory is free afterwards
   */
  async read(
    ids: readonly number[],
    to: number,
    cache: KeyValueCache,
    names: readonly string[],
    queries: readonly number[] | 'all',
    take: (chunk: Chunk) => void,
  ): Promise<void> {
    const from = cache.length;
    const { outputs, chunk } = await this.#pass(ids, from, to, cache, [...names, ...this.#caches.map(({ added }) => added)], queries);
    cache.add(to, outputs);
    take(chunk);
    for (const name of Object.keys(outputs)) delete outputs[name];
    collectGarbage();
  }

  /** Reads tokens that are in the cache already once more, for what comes of them: the cache stays as it is. */
  async again(
    ids: readonly number[],
    from: number,
    to: number,
    cache: KeyValueCache,
    names: readonly string[],
    queries: readonly number[],
  ): Promise<Chunk> {
    return (await this.#pass(ids, from, to, cache, names, queries)).chunk;
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

  async #pass(
    ids: readonly number[],
    from: number,
    to: number,
    cache: KeyValueCache,
    names: readonly string[],
    wanted: readonly number[] | 'all',
  ): Promise<{ readonly outputs: Record<string, Tensor>; readonly chunk: Chunk }> {
    const all = Array.from({ length: to - from }, (_, place) => from + place);
    const queries = wanted === 'all' ? all : wanted.filter(query => query >= from && query < to);
    const past = { length: from, feeds: cache.feeds(from), rows: queries.map(query => query - from) };
    const outputs: Record<string, Tensor> = {
      ...(await this.#run(feedsOf(this.#type, this.#fed, [ids.slice(from, to)], to - from, past), names)),
    };
    return { outputs, chunk: { from, to, queries, tensor: name => toFloat32(outputs[name]!) } };
  }

  /** How many there are: the last resort is one of more memory, not one of other numbers. */
  #chunks(tokens: number, taken: Taken): number {
    const most = Math.max(1, Math.min(CHUNK, Math.floor(CHUNK_BYTES / (this.#pairBytes(taken) * tokens))));
    return Math.max(1, Math.min(Math.ceil(tokens / most), Math.floor(tokens / LEAST_QUERIES)));
  }

  #pairBytes(taken: Taken): number {
    // A layer's maps are there twice: as computed, and as given by the operator.
    return taken === 'all rows' ? this.#bytesOfPair.all : 2 * this.#bytesOfPair.layer;
  }
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
