import type { CallContext } from '../../protocol/rpc.ts';
import { FaultError } from '../../core/faults.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import { cropRows } from './crop.ts';
import { ONE_PASS_TOKENS, type Decoding } from './decoding.ts';

/** What reads one text alone. */
interface OneByOne {
  /** Null for a model that reads whole texts only. */
  readonly decoding: Decoding | null;
  vectors(ids: readonly number[], names: readonly string[], context?: CallContext): Promise<Float32Array[]>;
}

/** One output of several texts of one number of tokens, in one pass, each padded to `length`. */
type Pass = (texts: readonly (readonly number[])[], length: number, name: string) => Promise<Float32Array>;

/** Several texts of one number of tokens, in one pass where the file allows it. */
export class Batches {
  readonly #session: OneByOne;
  readonly #graph: SupportedGraph;
  readonly #pass: Pass;
  /** Null until several texts were first read together. */
  #areRight: boolean | null = null;

  constructor(session: OneByOne, graph: SupportedGraph, pass: Pass) {
    this.#session = session;
    this.#graph = graph;
    this.#pass = pass;
  }

  /** How many texts of this many tokens should be given at a time; what is padded costs as much as what is read. */
  size(tokens: number): number {
    return canBatch(this.#graph) ? Math.max(1, Math.floor(TOKENS_PER_BATCH / (this.#graph.fixedLength ?? tokens))) : 1;
  }

  /** One hidden state of each text, [T, width]. */
  async vectorsOfEach(texts: readonly (readonly number[])[], name: string, context?: CallContext): Promise<Float32Array[]> {
    const tokens = texts[0]?.length ?? 0;
    const together = texts.length > 1 && canBatch(this.#graph) && !(this.#session.decoding && tokens > ONE_PASS_TOKENS);
    if (together && (this.#areRight ??= await this.#checked(texts, name))) return this.#together(texts, name);
    const each: Float32Array[] = [];
    for (const ids of texts) each.push(...(await this.#session.vectors(ids, [name], context)));
    return each;
  }

  /** Whether a file does to several texts what it does to each: one whose steps were traced for a single text refuses, or mixes them. */
  async #checked(texts: readonly (readonly number[])[], name: string): Promise<boolean> {
    const [last] = await this.#session.vectors(texts.at(-1)!, [name]);
    const together = await this.#together(texts, name).catch((error: unknown) => {
      if (error instanceof FaultError && error.fault.code !== 'out-of-memory') return null;
      throw error;
    });
    return together !== null && isNear(together.at(-1)!, last!);
  }

  async #together(texts: readonly (readonly number[])[], name: string): Promise<Float32Array[]> {
    const tokens = texts[0]!.length;
    const length = this.#graph.fixedLength ?? tokens;
    const values = await this.#pass(texts, length, name);
    const size = values.length / texts.length;
    return texts.map((_, index) => cropRows(values.subarray(index * size, (index + 1) * size), length, tokens));
  }
}

/**
 * Measured with the built-in model, 64 variants of a text one by one and in batches of 256 to 4096 tokens: 512 to 1024 are the fastest (24 tokens:
 * -23 %, 66: -11 %, 128: -13 %); 4096 are slower than one by one, since what is computed no longer fits into the processor's cache.
 */
const TOKENS_PER_BATCH = 1024;

/**
 * Whether several texts in one pass give what they give alone: the file takes any number of texts, and rounds nothing by a range that is
 * measured over all of them.
 */
function canBatch({ graphInputs, inputs, numbers }: SupportedGraph): boolean {
  const batch = graphInputs.find(input => input.name === inputs.ids)?.dims?.[0];
  return typeof batch !== 'number' && !numbers.onePassOnly;
}

/** Kernels add in another order when there is more to add. */
const BATCH_TOLERANCE = 0.02;

/** Equal but for rounding, 16-bit floats included; numbers that are none are so in both. */
function isNear(values: Float32Array, expected: Float32Array): boolean {
  let [largest, difference] = [0, 0];
  for (const [index, value] of expected.entries()) {
    if (Number.isNaN(value)) continue;
    largest = Math.max(largest, Math.abs(value));
    difference = Math.max(difference, Math.abs(values[index]! - value));
  }
  return values.length === expected.length && difference <= BATCH_TOLERANCE * largest;
}
