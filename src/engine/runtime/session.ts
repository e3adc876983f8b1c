import { rowsAt } from '../../core/vectors/vectors.ts';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { CallContext } from '../../protocol/rpc.ts';
import { FaultError } from '../../core/faults.ts';
import type { TokenSequence } from '../../core/text/tokenSequence.ts';
import type { CheckFacts } from '../../core/model/facts.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import { mapOutputs } from '../../onnx/rewrite/wantedOutputs.ts';
import type { ModelOutputs } from '../runs/fetchPlan.ts';
import { loadRuntime } from './runtime.ts';
import type { RuntimeModel } from '../model/graph.ts';
import { faultOfRuntimeError } from './faults.ts';
import { Batches } from './batches.ts';
import { feedsOf, type Fed } from './feeds.ts';
import { cropMaps, cropRows } from './crop.ts';
import { Decoding, ONE_PASS_TOKENS } from './decoding.ts';
import { findDecoding } from './findDecoding.ts';
import { readSome } from './readSome.ts';
import { readWhole } from './readWhole.ts';
import { checkProbe, looksBackOnly, PROBE_TOKENS } from './selfCheck.ts';
import { sessionOptions } from './sessionOptions.ts';
import { toFloat32 } from './tensors.ts';

/** What a first run shows. */
type Seen = Pick<ModelOutputs, 'heads' | 'width'> & Pick<AttentionSession, 'causal' | 'checks'>;

/** Of a session that was not tried yet. */
const NOT_SEEN = { heads: [], width: 0, causal: false, checks: null, decoding: null };

/** What a text is read with beside its tokens. */
export type ReadBeside = Pick<TokenSequence, 'segments' | 'otherText'>;

/** What reads a text: all that is asked of a session. */
export type ReadingSession = Pick<AttentionSession, keyof AttentionSession>;

/** A model in ONNX Runtime, fed and read by what the analysis of its graph found. No padding, unless the file has a fixed length. */
export class AttentionSession {
  /** What can be fetched from it. */
  readonly outputs: ModelOutputs;
  /** No token attends to a later one. */
  readonly causal: boolean;
  /** What was measured on a first run of a few tokens; null before it. */
  readonly checks: CheckFacts | null;
  /** How it reads a text in pieces, a few tokens at a time over those before; null for a model that reads whole texts only. */
  readonly decoding: Decoding | null;
  readonly fed: Fed;
  readonly #batches: Batches;
  #released = false;
  readonly #beside: { dispose: () => Promise<void> }[] = [];
  readonly #session: InferenceSession;
  readonly #graph: SupportedGraph;
  readonly #tensor: typeof Tensor;

  private constructor(session: InferenceSession, tensor: typeof Tensor, fed: Fed, seen: Seen & Pick<AttentionSession, 'decoding'>) {
    this.#session = session;
    this.#graph = fed.graph;
    this.fed = fed;
    this.#tensor = tensor;
    const { hidden, updates, fixedLength, rows } = fed.graph;
    const { causal, checks, decoding, ...shape } = seen;
    this.causal = causal;
    this.checks = checks;
    this.decoding = decoding;
    this.#batches = new Batches(this, fed.graph, async (texts, length, name) =>
      toFloat32((await this.#run(feedsOf(tensor, fed, texts, length), [name]))[name]!),
    );
    this.outputs = { ...shape, maps: mapOutputs(fed.graph), totals: rows?.layers ?? [], hidden, updates, fixedLength };
  }

  /**
   * @param model with the outputs of the graph exposed
   * @throws FaultError `unsupported-model`, `out-of-memory`, `runtime`
   */
  static async create(model: RuntimeModel, fed: Fed): Promise<AttentionSession> {
    const runtime = await loadRuntime();
    try {
      const session = await runtime.InferenceSession.create(model.bytes, sessionOptions(model.folder, fed.graph.disableQuantQdq));
      const draft = new AttentionSession(session, runtime.Tensor, fed, NOT_SEEN);
      try {
        const seen = await draft.#probe();
        const decoding = seen.causal ? await draft.#findDecoding(seen) : null;
        return new AttentionSession(session, runtime.Tensor, fed, { ...seen, decoding });
      } catch (error) {
        await session.release();
        throw error;
      }
    } catch (error) {
      if (error instanceof FaultError) throw error;
      throw new FaultError(faultOfRuntimeError(error));
    }
  }

  /**
   * One pass over one text: tensors by their names in {@link outputs}, without padding; without names, nothing is run. A long text is read in pieces where
   * that gives the same numbers: all layers' maps of a whole text would be in memory at once, whichever are asked for.
   * @param context of a call that may be cancelled between two pieces
   * @param read segments of the tokens: all of the first unless they are told
   */
  async fetch(
    ids: readonly number[],
    names: readonly string[],
    context?: CallContext,
    { segments = [] }: ReadBeside = {},
  ): Promise<Map<string, Float32Array>> {
    if (names.length === 0) return new Map();
    if (this.decoding && ids.length > ONE_PASS_TOKENS) return readWhole(this.decoding, ids, names, this.outputs.maps, context);
    const length = this.#graph.fixedLength ?? ids.length;
    const fetched = await this.#run(feedsOf(this.#tensor, this.fed, [ids], length, null, segments), names);
    const crop = (name: string) => (this.outputs.maps.includes(name) ? cropMaps : cropRows);
    return new Map(names.map(name => [name, crop(name)(toFloat32(fetched[name]!), length, ids.length)]));
  }

  /** Hidden states or updates by their names, each [T, width]. */
  async vectors(ids: readonly number[], names: readonly string[], context?: CallContext): Promise<Float32Array[]> {
    return [...(await this.fetch(ids, names, context)).values()];
  }

  /** The same of some tokens, ascending, each [tokens, width]: of a long text no more than they need is read or kept. */
  async vectorsAt(
    ids: readonly number[],
    names: readonly string[],
    tokens: readonly number[],
    context?: CallContext,
  ): Promise<Float32Array[]> {
    if (this.decoding && ids.length > ONE_PASS_TOKENS && tokens.length > 0)
      return [...(await readSome(this.decoding, ids, names, tokens, context)).values()];
    return (await this.vectors(ids, names, context)).map(rows => rowsAt(rows, rows.length / ids.length, tokens));
  }

  /** How many texts of this many tokens {@link vectorsOfEach} should be given at a time. */
  batchSize(tokens: number): number {
    return this.#batches.size(tokens);
  }

  /** One hidden state of several texts of the same number of tokens, each [T, width], in one pass where the file allows it. */
  vectorsOfEach(texts: readonly (readonly number[])[], name: string, context?: CallContext): Promise<Float32Array[]> {
    return this.#batches.vectorsOfEach(texts, name, context);
  }

  /** True when it can run no more. */
  get isReleased(): boolean {
    return this.#released;
  }

  async dispose(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await this.#session.release();
    for (const other of this.#beside) await other.dispose();
  }

  /** What is made of the same model goes with it, at once where that was released meanwhile. */
  async releaseWith(other: { dispose: () => Promise<void> }): Promise<void> {
    if (this.#released) await other.dispose();
    else this.#beside.push(other);
  }

  /** Of an output, as ONNX Runtime spells it, e.g. `float16`. */
  elementTypeOf(output: string): string | null {
    const found = this.#session.outputMetadata.find(({ name }) => name === output);
    return found?.isTensor === true ? found.type : null;
  }

  /**
   * A run of a few tokens tells the number of heads and the width as they are, whether what was found is attention, and takes the cost of the first run.
   * @throws FaultError `unsupported-model`
   */
  async #probe(): Promise<Seen> {
    const { maps: names, hidden } = this.outputs;
    const ids = this.#probeIds(PROBE_TOKENS);
    const tokens = ids.length;
    const fetched = await this.fetch(ids, [...names, ...hidden.slice(0, 1)]);
    const maps = names.map(name => fetched.get(name)!);
    const probe = { sites: this.#graph.sites, maps, tokens };
    return {
      checks: checkProbe(probe),
      heads: maps.map(map => map.length / tokens ** 2),
      width: hidden[0] === undefined ? 0 : fetched.get(hidden[0])!.length / tokens,
      causal: looksBackOnly(probe),
    };
  }

  /** So many tokens, fewer where it reads no more. */
  #probeIds(most: number): number[] {
    const { word, position } = this.#graph.tables;
    const positions = position ? Math.max(1, position.rows - position.firstRow) : most;
    return Array.from({ length: Math.min(most, this.#graph.fixedLength ?? most, positions) }, (_, token) => token % word.rows);
  }

  #findDecoding({ heads }: Seen): Promise<Decoding | null> {
    const types = new Map(this.#session.outputMetadata.map(output => [output.name, output.isTensor ? output.type : '']));
    const bytes = this.outputs.maps.map((name, layer) => heads[layer]! * (types.get(name) === 'float16' ? 2 : 4));
    const bytesOfPair = { all: bytes.reduce((sum, count) => sum + count, 0), layer: Math.max(...bytes) };
    return findDecoding({
      whole: (ids, names) => this.fetch(ids, names),
      create: form => new Decoding((feeds, names) => this.#run(feeds, names), this.#tensor, this.fed, bytesOfPair, form),
      graph: this.#graph,
      idsOf: most => this.#probeIds(most),
    });
  }

  /** One pass. @throws FaultError `unsupported-model`, `out-of-memory` */
  async #run(feeds: InferenceSession.OnnxValueMapType, names: readonly string[]): Promise<InferenceSession.OnnxValueMapType> {
    try {
      return await this.#session.run(feeds, names);
    } catch (error) {
      throw new FaultError(faultOfRuntimeError(error));
    }
  }
}
