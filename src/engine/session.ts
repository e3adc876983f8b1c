import { cpus } from 'node:os';
import { dirname } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { FaultError } from '../core/errors.ts';
import type { InputRole, SupportedGraph } from '../onnx/analysis.ts';
import { loadRuntime } from './runtime.ts';
import { inputData, toFloat32 } from './tensors.ts';

/** What one forward pass gives for T tokens. */
export interface ForwardPass {
  /** Per layer [heads, T, T]. */
  readonly maps: readonly Float32Array[];
  /** Hidden states 0 to L, each [T, width]; empty when not asked for or not found in the graph. */
  readonly hidden: readonly Float32Array[];
}

/** A model in ONNX Runtime, fed and read by what the analysis of its graph found. Batches of one text, no padding (unless the file has a fixed length). */
export class AttentionSession {
  /** Heads of each layer. */
  readonly heads: number;
  /** Width of the hidden states, 0 when unknown. */
  readonly width: number;
  readonly #session: InferenceSession;
  readonly #graph: SupportedGraph;
  readonly #tensor: typeof Tensor;
  readonly #padId: number;

  private constructor(
    session: InferenceSession,
    tensor: typeof Tensor,
    graph: SupportedGraph,
    padId: number,
    shape: { heads: number; width: number },
  ) {
    this.#session = session;
    this.#graph = graph;
    this.#tensor = tensor;
    this.#padId = padId;
    this.heads = shape.heads;
    this.width = shape.width;
  }

  /**
   * @param bytes the model file with the outputs of `graph` exposed
   * @param file where the model file really is: external data lies beside it
   * @throws FaultError `unsupported-model`, `runtime`
   */
  static async create(bytes: Uint8Array, file: string, graph: SupportedGraph, padId: number): Promise<AttentionSession> {
    const runtime = await loadRuntime();
    try {
      const session = await runtime.InferenceSession.create(bytes, sessionOptions(file, graph.disableQuantQdq));
      const draft = new AttentionSession(session, runtime.Tensor, graph, padId, { heads: 0, width: 0 });
      return new AttentionSession(session, runtime.Tensor, graph, padId, await draft.#probe());
    } catch (error) {
      if (error instanceof FaultError) throw error;
      throw notLoaded(error);
    }
  }

  async run(ids: readonly number[], withHidden: boolean): Promise<ForwardPass> {
    const { sites, hidden: hiddenNames, fixedLength } = this.#graph;
    const length = fixedLength ?? ids.length;
    const wanted = [...sites.map(site => site.probabilities), ...(withHidden ? hiddenNames : [])];
    const outputs = await this.#session.run(this.#feeds(ids, length), wanted);
    const values = (name: string): Float32Array => toFloat32(outputs[name]!);
    return {
      maps: sites.map(site => cropMaps(values(site.probabilities), length, ids.length)),
      hidden: withHidden ? hiddenNames.map(name => cropRows(values(name), length, ids.length)) : [],
    };
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  /** A run of three tokens tells the number of heads and the width as they are, and takes the cost of the first run. */
  async #probe(): Promise<{ heads: number; width: number }> {
    const tokens = Math.min(3, this.#graph.tables.word.rows);
    const { maps, hidden } = await this.run([...Array(tokens).keys()], true);
    const heads = maps.map(map => map.length / tokens ** 2);
    const [first] = heads;
    if (first === undefined || !Number.isInteger(first) || heads.some(count => count !== first)) throw unevenHeads();
    return { heads: first, width: hidden[0] ? hidden[0].length / tokens : 0 };
  }

  #feeds(ids: readonly number[], length: number): Record<string, Tensor> {
    const padding = length - ids.length;
    const firstPosition = this.#graph.tables.position?.firstRow ?? 0;
    const values: Record<InputRole, () => number[]> = {
      ids: () => [...ids, ...Array<number>(padding).fill(this.#padId)],
      mask: () => [...Array<number>(ids.length).fill(1), ...Array<number>(padding).fill(0)],
      segments: () => Array<number>(length).fill(0),
      positions: () => Array.from({ length }, (_, index) => index + firstPosition),
    };
    const feeds: Record<string, Tensor> = {};
    for (const role of ['ids', 'mask', 'segments', 'positions'] as const) {
      const name = this.#graph.inputs[role];
      if (name === null) continue;
      const { type, data } = inputData(this.#graph.inputTypes[role] ?? 'int64', values[role]());
      feeds[name] = new this.#tensor(type, data, [1, length]);
    }
    return feeds;
  }
}

function sessionOptions(file: string, disableQuantQdq: boolean): InferenceSession.SessionOptions {
  return {
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threadCount(),
    // Errors come as exceptions; warnings about unused initializers help nobody.
    logSeverityLevel: 3,
    extra: {
      session: {
        // Spinning threads would eat the editor's processor time between runs.
        intra_op: { allow_spinning: '0' },
        model_external_initializers_file_folder_path: dirname(file),
        // Otherwise weights stored in 8 bits are computed in 8 bits: the hidden state is off by 2.7 %.
        ...(disableQuantQdq ? { disable_quant_qdq: '1' } : {}),
      },
    },
  };
}

/** Half of the physical cores, which are about half of the logical ones: the editor stays responsive. */
function threadCount(): number {
  return Math.max(1, Math.floor(cpus().length / 4));
}

/** From [heads, padded, padded] to [heads, tokens, tokens]. */
function cropMaps(maps: Float32Array, padded: number, tokens: number): Float32Array {
  if (padded === tokens) return maps;
  const heads = maps.length / padded ** 2;
  const cropped = new Float32Array(heads * tokens ** 2);
  for (let row = 0; row < heads * tokens; row++) {
    const start = (Math.floor(row / tokens) * padded + (row % tokens)) * padded;
    cropped.set(maps.subarray(start, start + tokens), row * tokens);
  }
  return cropped;
}

/** From [padded, width] to [tokens, width]. */
function cropRows(rows: Float32Array, padded: number, tokens: number): Float32Array {
  return padded === tokens ? rows : rows.slice(0, (rows.length / padded) * tokens);
}

function notLoaded(error: unknown): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'ONNX Runtime cannot run this model',
    cause: 'The file can be read, but loading it or a first run of three tokens failed.',
    nextStep: 'Export the model again, or use the built-in model; the log has the message of ONNX Runtime.',
    detail: error instanceof Error ? error.message : String(error),
  });
}

function unevenHeads(): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The layers of this model differ',
    cause: 'Not every layer has the same number of attention heads.',
    nextStep: 'Use another model, or the built-in one.',
  });
}
