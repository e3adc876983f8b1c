import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { CrossGraph } from '../../onnx/analysis.ts';
import type { RuntimeModel } from '../model/graph.ts';
import { feedsOf, type Fed } from './feeds.ts';
import { loadRuntime } from './runtime.ts';
import { sessionOptions } from './sessionOptions.ts';
import { asInput, inputTensor, toFloat32 } from './tensors.ts';

/** A cache input, and the output that is fed back to it. */
interface CachePair {
  readonly input: string;
  readonly output: string;
}

/**
 * A decoder as its file has it, which reads each token once, over the cache of those before: an If that a switch steers (merged decoders) takes its own branch. What is fed back to which
 * input is a guess where the graph does not show it, so whoever uses it compares the first tokens with those of the whole text.
 */
export class CachedWriting {
  readonly #session: InferenceSession;
  readonly #type: typeof Tensor;
  readonly #fed: Fed<CrossGraph>;
  readonly #pairs: readonly CachePair[];

  private constructor(session: InferenceSession, type: typeof Tensor, fed: Fed<CrossGraph>, pairs: readonly CachePair[]) {
    this.#session = session;
    this.#type = type;
    this.#fed = fed;
    this.#pairs = pairs;
  }

  /** @param model the file with all of its outputs @returns null for a decoder without a cache, and for one that cannot be opened a second time */
  static async create(model: () => RuntimeModel | null, fed: Fed<CrossGraph>): Promise<CachedWriting | null> {
    const { inputs, numbers, disableQuantQdq } = fed.graph;
    // What is rounded by all that is in one pass has other numbers token by token.
    if (inputs.cache.length === 0 || numbers.onePassOnly) return null;
    const { InferenceSession, Tensor } = await loadRuntime();
    try {
      const found = model();
      if (found === null) return null;
      const session = await InferenceSession.create(found.bytes, sessionOptions(found.folder, disableQuantQdq));
      const pairs = pairsOf(session, fed.graph);
      if (pairs !== null) return new CachedWriting(session, Tensor, fed, pairs);
      await session.release();
      return null;
    } catch {
      // The text is read whole then, token by token.
      return null;
    }
  }

  /** @param sourceFeeds what is fed of the other text */
  begin(sourceFeeds: Readonly<Record<string, Tensor>>): WritingStep {
    let caches: Record<string, Tensor> = {};
    let before = 0;
    return async ids => {
      const past = before === 0 ? null : { length: before, feeds: caches, rows: [] };
      const fed = ids.slice(before);
      const feeds = { ...feedsOf(this.#type, this.#fed, [fed], fed.length, past), ...this.#switches(before > 0), ...sourceFeeds };
      const { logits } = this.#fed.graph;
      const outputs = await this.#session.run(feeds, [logits!, ...this.#pairs.map(({ output }) => output)]);
      caches = Object.fromEntries(this.#pairs.map(({ input, output }) => [input, laterCache(caches[input], outputs[output]!, fed.length)]));
      before = ids.length;
      const values = toFloat32(outputs[logits!]!);
      return values.subarray(values.length - values.length / fed.length);
    };
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  #switches(hasPast: boolean): Record<string, Tensor> {
    const { switches } = this.#fed.graph.inputs;
    const bools = switches.filter(({ elementType }) => elementType === 'bool');
    return Object.fromEntries(bools.map(({ name, dims }) => [name, inputTensor(this.#type, 'bool', [hasPast ? 1 : 0], dims)]));
  }
}

/** Logits behind the last token of a text, of which the tokens before it were given in the calls before. */
export type WritingStep = (ids: readonly number[]) => Promise<Float32Array>;

/** Of the written text the cache has grown by what was read; that of the other text stays as it was first made, and what is put out for it then may be empty. */
function laterCache(before: Tensor | undefined, after: Tensor, tokens: number): Tensor {
  const grown = before === undefined || after.dims.some((size, axis) => size === before.dims[axis]! + tokens);
  return asInput(grown ? after : before);
}

/** By how a cache is joined where that is seen; else those that are left, one by one in their order. */
function pairsOf(session: InferenceSession, { inputs, logits }: CrossGraph): CachePair[] | null {
  const seen = new Set(inputs.cache.flatMap(({ present }) => (present ? [present.name] : [])));
  const types = new Map(session.inputMetadata.map(input => [input.name, input.isTensor ? input.type : '']));
  const left = session.outputMetadata.filter(({ name }) => name !== logits && !seen.has(name));
  const unpaired = inputs.cache.filter(({ present }) => present === null);
  if (logits === null || (unpaired.length > 0 && left.length < unpaired.length)) return null;
  const ofType = left.filter(output => output.isTensor && unpaired.some(({ name }) => types.get(name) === output.type));
  if (ofType.length < unpaired.length) return null;
  return inputs.cache.map(({ name, present }) => ({
    input: name,
    output: present?.name ?? ofType[unpaired.findIndex(other => other.name === name)]!.name,
  }));
}
