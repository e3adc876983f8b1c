import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { FaultError } from '../../core/faults.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import type { RuntimeModel } from '../model/graph.ts';
import { faultOfRuntimeError } from './faults.ts';
import { loadRuntime } from './runtime.ts';
import { sessionOptions } from './sessionOptions.ts';
import { inputTensor, toFloat32 } from './tensors.ts';

/** Logits that are in memory at once may take so much. */
const MOST_BYTES = 64e6;

/** What a model makes of its last hidden states: a number for each entry of the vocabulary. Only the tokens that are asked for are computed. */
export class HeadSession {
  readonly #session: InferenceSession;
  readonly #type: typeof Tensor;
  readonly #graph: SupportedGraph;
  readonly #elementType: string;
  #released = false;

  private constructor(session: InferenceSession, type: typeof Tensor, graph: SupportedGraph, elementType: string) {
    this.#session = session;
    this.#type = type;
    this.#graph = graph;
    this.#elementType = elementType;
  }

  /** @param elementType of the hidden states @throws FaultError `unsupported-model`, `out-of-memory`, `runtime` */
  static async create(model: RuntimeModel, graph: SupportedGraph, elementType: string): Promise<HeadSession> {
    const runtime = await loadRuntime();
    try {
      const session = await runtime.InferenceSession.create(model.bytes, sessionOptions(model.folder, graph.disableQuantQdq));
      return new HeadSession(session, runtime.Tensor, graph, elementType);
    } catch (error) {
      throw new FaultError(faultOfRuntimeError(error));
    }
  }

  /** Tokens that it should be given at once, at most. @param entries of the vocabulary */
  static batchOf(entries: number): number {
    return Math.max(1, Math.floor(MOST_BYTES / (Float32Array.BYTES_PER_ELEMENT * entries)));
  }

  /** @param states [tokens, width] @returns [tokens, entries] @throws FaultError `unsupported-model`, `out-of-memory` */
  async logits(states: Float32Array, tokens: number): Promise<Float32Array> {
    const { hidden, logits, inputs } = this.#graph;
    const dims = [1, tokens, states.length / tokens];
    const fed =
      this.#elementType === 'float32'
        ? new this.#type('float32', states as Float32Array<ArrayBuffer>, dims)
        : inputTensor(this.#type, this.#elementType, Array.from(states), dims);
    const feeds: Record<string, Tensor> = { [hidden.at(-1)!]: fed };
    // How many logits are wanted: all.
    for (const { name, elementType, dims: shape } of inputs.switches)
      if (this.#session.inputNames.includes(name))
        feeds[name] = inputTensor(this.#type, elementType, [elementType === 'bool' ? 0 : tokens], shape);
    try {
      return toFloat32((await this.#session.run(feeds, [logits!]))[logits!]!);
    } catch (error) {
      throw new FaultError(faultOfRuntimeError(error));
    }
  }

  async dispose(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#session.release();
  }
}
