import { headMap, type Attention } from '../../core/attention/maps.ts';
import { headsOfLayer } from '../../core/model/stack.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { LEAST_QUERIES, type Chunk, type Decoding } from '../runtime/decoding.ts';
import type { KeyValueCache } from '../runtime/keyValueCache.ts';
import { goOn } from './goOn.ts';
import type { RowWatcher } from './rowWatcher.ts';
import type { SampledRows } from './sampledRows.ts';

/** Rows that were asked for last are kept: the heads and the layers of a word, and the word itself, are of the same rows. */
const RECENT_BYTES = 32e6;

/** What can be had of a text that is held by rows. */
export interface HeldText {
  readonly ids: readonly number[];
  readonly decoding: Decoding;
  /** Names of the maps, layer by layer. */
  readonly maps: readonly string[];
  readonly cache: KeyValueCache;
  readonly sample: SampledRows;
}

/** A long text in a decoder: its keys and values, by which the row of any token is computed when it is asked for, and a sample of the rows. */
export class HeldRows {
  readonly sample: SampledRows;
  readonly #text: HeldText;
  /** By the tokens they are of, the latest last: of each layer [heads, T]. */
  readonly #recent = new Map<string, readonly Float32Array[]>();

  constructor(text: HeldText) {
    this.#text = text;
    this.sample = text.sample;
  }

  get byteLength(): number {
    let bytes = this.#text.cache.byteLength + this.sample.byteLength;
    for (const rows of this.#recent.values()) bytes += bytesOf(rows);
    return bytes;
  }

  /** What is known of the first tokens of the text, for another one that begins with them. @param capacity tokens that it has room for */
  startOf(tokens: number, capacity: number): KeyValueCache {
    return this.#text.cache.startOf(tokens, capacity);
  }

  /** Whether that row was read lately, and takes no model any more. @param tokens ascending */
  has(tokens: readonly number[]): boolean {
    return this.#recent.has(tokens.join());
  }

  /**
   * What some tokens attend to, the mean over them: of each layer [heads, T].
   * @param tokens ascending
   * @throws FaultError `cancelled` between two passes
   */
  async meanRow(tokens: readonly number[], context: CallContext | undefined): Promise<readonly Float32Array[]> {
    const key = tokens.join();
    const rows = this.#recent.get(key) ?? (await this.#read(tokens, context));
    this.#recent.delete(key);
    this.#recent.set(key, rows);
    let bytes = 0;
    for (const [other, kept] of [...this.#recent].toReversed()) {
      bytes += bytesOf(kept);
      if (bytes > RECENT_BYTES && other !== key) this.#recent.delete(other);
    }
    return rows;
  }

  /** Hidden states and updates of some tokens by their names, each [tokens, width]. Throws as {@link meanRow} does. */
  async vectors(
    tokens: readonly number[],
    names: readonly string[],
    context: CallContext | undefined,
  ): Promise<ReadonlyMap<string, Float32Array>> {
    const { ids, decoding, cache } = this.#text;
    const found = new Map<string, Float32Array>();
    let place = 0;
    for (const [start, end] of stretches(tokens, decoding.chunkSize(ids.length, 'some rows'))) {
      await goOn(context);
      const [from, to] = decoding.around(start, end, ids.length);
      const { tensor } = await decoding.again(ids, from, to, cache, names, []);
      for (const name of names) {
        const rows = tensor(name);
        const width = rows.length / (to - from);
        const all = found.get(name) ?? new Float32Array(tokens.length * width);
        all.set(rows.subarray((start - from) * width, (end - from) * width), place * width);
        found.set(name, all);
      }
      place += end - start;
    }
    return found;
  }

  /**
   * Shows the rows of some tokens, and their vectors, to who looks at them.
   * @param attention tells the heads that are valid
   * @throws FaultError `cancelled` between two passes
   */
  async show(
    { queries, take, state, takeVectors }: RowWatcher,
    { stack, invalid }: Pick<Attention, 'stack' | 'invalid'>,
    context: CallContext | undefined,
  ): Promise<void> {
    const { ids, decoding, maps, cache } = this.#text;
    const heads = maps.map((_, layer) => headsOfLayer(stack.heads, layer));
    let done = 0;
    for (const [start, end] of stretches(queries, decoding.chunkSize(ids.length, 'all rows'))) {
      await goOn(context, { done, total: queries.length });
      const [least, to] = decoding.around(start, end, ids.length);
      // Fewer queries are not those of the whole text to the last bit.
      const from = Math.max(0, Math.min(least, to - LEAST_QUERIES));
      const rows = Array.from({ length: end - start }, (_, place) => start + place);
      const { tensor } = await decoding.again(ids, from, to, cache, state === null ? maps : [...maps, state], rows);
      for (const [layer, name] of maps.entries()) {
        const map = tensor(name);
        for (const head of heads[layer]!) {
          const valid = headMap({ stack, rows: rows.length, columns: to, invalid }, map, head);
          if (valid !== null) take(head, valid, rows, to);
        }
      }
      if (state !== null) takeVectors(tensor(state), from, to - from);
      done += rows.length;
    }
  }

  async #read(tokens: readonly number[], context: CallContext | undefined): Promise<Float32Array[]> {
    const { ids, decoding, maps, cache } = this.#text;
    const means: Float32Array[] = [];
    for (const [start, end] of stretches(tokens, decoding.chunkSize(ids.length, 'all rows'))) {
      await goOn(context);
      const [from, to] = decoding.around(start, end, ids.length);
      const queries = Array.from({ length: end - start }, (_, place) => start + place);
      const chunk = await decoding.again(ids, from, to, cache, maps, queries);
      for (const [layer, name] of maps.entries()) means[layer] = addRows(means[layer], chunk, name, ids.length);
    }
    if (tokens.length > 1) for (const mean of means) for (let at = 0; at < mean.length; at++) mean[at]! /= tokens.length;
    return means;
  }
}

function bytesOf(rows: readonly Float32Array[]): number {
  return rows.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** Tokens that follow each other, no more than are read at once. */
function stretches(tokens: readonly number[], most: number): (readonly [start: number, end: number])[] {
  const found: [number, number][] = [];
  for (const token of tokens) {
    const last = found.at(-1);
    if (last?.[1] === token && token - last[0] < most) last[1]++;
    else found.push([token, token + 1]);
  }
  return found;
}

/** Adds the rows of a piece to [heads, tokens]. */
function addRows(sum: Float32Array | undefined, { to, queries, tensor }: Chunk, name: string, tokens: number): Float32Array {
  const map = tensor(name);
  const heads = map.length / (queries.length * to);
  const sums = sum ?? new Float32Array(heads * tokens);
  for (let head = 0; head < heads; head++) {
    for (const [place, query] of queries.entries()) {
      const row = (head * queries.length + place) * to;
      for (let key = 0; key <= query; key++) sums[head * tokens + key]! += map[row + key]!;
    }
  }
  return sums;
}
