import type { Tensor } from 'onnxruntime-node';
import type { CacheAxis, CacheInput } from '../../onnx/find/cacheInputs.ts';
import { asInput } from './tensors.ts';

type Numbers = Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** A cache input, and the output that gives what a pass adds to it. */
export interface FedCache extends CacheInput {
  readonly added: string;
}

/** How a graph takes its cache. */
export type CacheForm =
  /** With room for more tokens: the mask says how many are in it. */
  | 'with-room'
  /** No longer than the tokens that are in it. */
  | 'exact';

/** Whether numbers of this element type can be kept and fed back. */
export function canCache(input: CacheInput): input is FedCache {
  return input.added !== null && (input.elementType === 'float32' || input.elementType === 'float16');
}

/**
 * The keys and values of the tokens of one text, in memory of our own that the runtime reads where it is. A pass brings those of its own tokens alone, so
 * nothing of the whole is copied for it but what a graph of the form `exact` is fed.
 */
export class KeyValueCache {
  readonly #type: typeof Tensor;
  readonly #form: CacheForm;
  readonly #headSize: number;
  readonly #capacity: number;
  readonly #entries: readonly CacheEntry[];
  #length = 0;

  /**
   * @param capacity tokens that it has room for
   * @param headSize where the graph leaves it open
   */
  constructor(type: typeof Tensor, form: CacheForm, caches: readonly FedCache[], capacity: number, headSize: number) {
    this.#type = type;
    this.#form = form;
    this.#headSize = headSize;
    this.#capacity = capacity;
    this.#entries = caches.map(input => {
      const dims = input.shape.map(axis => lengthOf(axis, headSize));
      const size = sizeOf(dims, capacity);
      const create = (): Numbers => (input.elementType === 'float16' ? new Uint16Array(size) : new Float32Array(size));
      return { input, dims, whole: create(), cut: form === 'exact' ? create() : null };
    });
  }

  get byteLength(): number {
    return this.#entries.reduce((sum, { whole, cut }) => sum + whole.byteLength + (cut?.byteLength ?? 0), 0);
  }

  /** Tokens that are in it. */
  get length(): number {
    return this.#length;
  }

  /** A cache of another text that begins with the same tokens. @param capacity tokens that it has room for */
  startOf(tokens: number, capacity: number): KeyValueCache {
    const caches = this.#entries.map(({ input }) => input);
    const other = new KeyValueCache(this.#type, this.#form, caches, capacity, this.#headSize);
    for (const [place, { dims, whole }] of this.#entries.entries())
      copyTokens(
        { numbers: whole, tokens: this.#capacity, start: 0 },
        { numbers: other.#entries[place]!.whole, tokens: capacity, start: 0 },
        dims,
        tokens,
      );
    other.#length = tokens;
    return other;
  }

  /** The tensors of the first tokens, for a pass over those behind them. Valid until the next ones are made. */
  feeds(tokens: number): Record<string, Tensor> {
    const tensorOf = ({ input: { elementType }, dims, whole, cut }: CacheEntry): Tensor => {
      if (cut) copyTokens({ numbers: whole, tokens: this.#capacity, start: 0 }, { numbers: cut, tokens, start: 0 }, dims, tokens);
      const fed = cut ? cut.subarray(0, sizeOf(dims, tokens)) : whole;
      return asInput(new this.#type(elementType as 'float32', fed as Float32Array, withTokens(dims, cut ? tokens : this.#capacity)));
    };
    return Object.fromEntries(this.#entries.map(entry => [entry.input.name, tensorOf(entry)]));
  }

  /** Takes in what a pass over the next tokens, up to `to`, gave of them. */
  add(to: number, outputs: Readonly<Record<string, Tensor>>): void {
    const count = to - this.#length;
    for (const { input, dims, whole } of this.#entries) {
      const { data } = outputs[input.added]!;
      // Where JavaScript has Float16Array, that is what 16-bit floats come in.
      const numbers = whole instanceof Float32Array ? (data as Float32Array<ArrayBuffer>) : bitsOf(data as unknown as ArrayBufferView);
      copyTokens({ numbers, tokens: count, start: 0 }, { numbers: whole, tokens: this.#capacity, start: this.#length }, dims, count);
    }
    this.#length = to;
  }
}

interface CacheEntry {
  readonly input: FedCache;
  /** Null stands for the tokens. */
  readonly dims: readonly (number | null)[];
  readonly whole: Numbers;
  /** For the first tokens alone; null where the whole is fed. */
  readonly cut: Numbers | null;
}

/** Bytes that the cache of a text takes. */
export function cacheBytes(form: CacheForm, caches: readonly FedCache[], tokens: number, headSize: number): number {
  const copies = form === 'exact' ? 2 : 1;
  return caches.reduce((sum, { shape, elementType }) => {
    const dims = shape.map(axis => lengthOf(axis, headSize));
    return sum + copies * sizeOf(dims, tokens) * (elementType === 'float16' ? 2 : 4);
  }, 0);
}

function lengthOf(axis: CacheAxis, headSize: number): number | null {
  if (axis === 'past') return null;
  return axis === 'batch' ? 1 : axis === 'head-size' ? headSize : axis;
}

function withTokens(dims: readonly (number | null)[], tokens: number): number[] {
  return dims.map(dim => dim ?? tokens);
}

function sizeOf(dims: readonly (number | null)[], tokens: number): number {
  return withTokens(dims, tokens).reduce((product, dim) => product * dim, 1);
}

function bitsOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint16Array<ArrayBuffer> {
  return new Uint16Array(buffer as ArrayBuffer, byteOffset, byteLength / 2);
}

/** Some tokens of a tensor. */
interface Stretch {
  readonly numbers: Numbers;
  /** Of the whole tensor. */
  readonly tokens: number;
  readonly start: number;
}

/** Copies so many tokens of one tensor into another of the same shape but for the number of tokens. */
function copyTokens(from: Stretch, to: Stretch, dims: readonly (number | null)[], count: number): void {
  const axis = dims.indexOf(null);
  const inner = sizeOf(dims.slice(axis + 1), 1);
  const outer = sizeOf(dims.slice(0, axis), 1);
  for (let block = 0; block < outer; block++) {
    const start = (block * from.tokens + from.start) * inner;
    to.numbers.set(from.numbers.subarray(start, start + count * inner), (block * to.tokens + to.start) * inner);
  }
}
