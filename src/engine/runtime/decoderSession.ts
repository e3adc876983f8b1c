import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { FaultError } from '../../core/faults.ts';
import type { CrossGraph } from '../../onnx/analysis.ts';
import type { AttentionSite } from '../../onnx/find/attentionSite.ts';
import type { RuntimeModel } from '../model/graph.ts';
import { CachedWriting } from './cachedWriting.ts';
import { faultOfRuntimeError } from './faults.ts';
import { feedsOf, type Fed } from './feeds.ts';
import { loadRuntime } from './runtime.ts';
import { sessionOptions } from './sessionOptions.ts';
import { inputTensor, toFloat32 } from './tensors.ts';

/** What an encoder made of the tokens of a text, [tokens, width]. */
export interface ReadSource {
  readonly states: Float32Array;
  readonly tokens: number;
}

/** Maps of each layer. */
export interface DecoderMaps {
  /** [heads, target, target] */
  readonly decoder: readonly Float32Array[];
  /** [heads, target, source] */
  readonly cross: readonly Float32Array[];
}

/** Tokens that are read both ways before a cache is relied on: the first makes it, the second reads it, the third reads what the second has left. */
const CHECKED_STEPS = 3;

/** Of the largest of the numbers that are compared: rounding, 16-bit floats included. A cache that is fed to the wrong input changes all of them. */
const NEAR = 5e-3;

/** The decoder of an encoder-decoder in ONNX Runtime. It reads the written text whole, over a cache without tokens. */
export class DecoderSession {
  readonly graph: CrossGraph;
  readonly #session: InferenceSession;
  readonly #tensor: typeof Tensor;
  readonly #fed: Fed<CrossGraph>;
  readonly #whole: () => RuntimeModel | null;
  /** Null until something was to be written. */
  #cached: Promise<CachedWriting | null> | null = null;
  #released = false;

  private constructor(session: InferenceSession, tensor: typeof Tensor, fed: Fed<CrossGraph>, whole: () => RuntimeModel | null) {
    this.#session = session;
    this.#tensor = tensor;
    this.#fed = fed;
    this.#whole = whole;
    this.graph = fed.graph;
  }

  /** @param whole the same file with all of its outputs; null: there is no room for it a second time @throws FaultError `unsupported-model`, `out-of-memory`, `runtime` */
  static async create(model: RuntimeModel, fed: Fed<CrossGraph>, whole: () => RuntimeModel | null): Promise<DecoderSession> {
    const runtime = await loadRuntime();
    try {
      const session = await runtime.InferenceSession.create(model.bytes, sessionOptions(model.folder, fed.graph.disableQuantQdq));
      return new DecoderSession(session, runtime.Tensor, fed, whole);
    } catch (error) {
      throw new FaultError(faultOfRuntimeError(error));
    }
  }

  /** One pass over both texts. @throws FaultError `unsupported-model`, `out-of-memory` */
  async maps(source: ReadSource, ids: readonly number[]): Promise<DecoderMaps> {
    const { self, cross } = this.graph;
    const nameOf = (site: AttentionSite): string => site.probabilities;
    const fetched = await this.#run(source, ids, [...self, ...cross].map(nameOf));
    const of = (sites: readonly AttentionSite[]) => sites.map(site => toFloat32(fetched[site.probabilities]!));
    return { decoder: of(self), cross: of(cross) };
  }

  /** A number for each entry of the vocabulary, behind the last token; null of a graph that gives none. @throws FaultError as {@link maps} does */
  async logits(source: ReadSource, ids: readonly number[]): Promise<Float32Array | null> {
    const { logits } = this.graph;
    if (logits === null) return null;
    const values = toFloat32((await this.#run(source, ids, [logits]))[logits]!);
    const entries = values.length / ids.length;
    if (entries < this.graph.tables.word.rows) return null; // vectors, by a name for their width
    return values.subarray(values.length - entries);
  }

  /**
   * The same, token by token: each is read once where the file has a cache that gives what reading all of it gives, which the first ones show.
   * @throws FaultError as {@link maps} does
   */
  async startWriting(source: ReadSource): Promise<(ids: readonly number[]) => Promise<Float32Array | null>> {
    this.#cached ??= CachedWriting.create(this.#whole, this.#fed);
    let step = (await this.#cached)?.begin(this.#sourceFeeds(source)) ?? null;
    let checked = 0;
    return async ids => {
      // A cache that does not fit fails in the runtime: the text is read whole then.
      const found = step === null ? null : await step(ids).catch(() => null);
      if (found !== null && checked >= CHECKED_STEPS) return found;
      const whole = await this.logits(source, ids);
      if (found === null || whole === null || !isNear(found, whole)) step = null;
      checked++;
      return whole;
    };
  }

  /** True when it can run no more. */
  get isReleased(): boolean {
    return this.#released;
  }

  async dispose(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#session.release();
    await (await this.#cached)?.dispose();
  }

  async #run(source: ReadSource, ids: readonly number[], names: readonly string[]): Promise<InferenceSession.OnnxValueMapType> {
    try {
      return await this.#session.run({ ...feedsOf(this.#tensor, this.#fed, [ids], ids.length), ...this.#sourceFeeds(source) }, names);
    } catch (error) {
      throw new FaultError(faultOfRuntimeError(error));
    }
  }

  #sourceFeeds({ states, tokens }: ReadSource): Record<string, Tensor> {
    const { source, graphInputs } = this.graph;
    const typeOf = (name: string): string => graphInputs.find(input => input.name === name)?.elementType ?? 'float32';
    const type = typeOf(source.states);
    const dims = [1, tokens, states.length / tokens];
    const vectors =
      type === 'float32' ? new this.#tensor('float32', states, dims) : inputTensor(this.#tensor, type, Array.from(states), dims);
    const mask = source.mask === null ? {} : { [source.mask]: this.#mask(typeOf(source.mask), tokens) };
    return { [source.states]: vectors, ...mask };
  }

  #mask(type: string, tokens: number): Tensor {
    return inputTensor(this.#tensor, type, Array<number>(tokens).fill(1), [1, tokens]);
  }
}

function isNear(values: Float32Array, expected: Float32Array): boolean {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.length === expected.length && values.every((value, entry) => Math.abs(value - expected[entry]!) <= NEAR * largest);
}
