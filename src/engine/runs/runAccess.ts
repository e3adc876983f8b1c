import { nullIfUnavailable } from '../../core/faults.ts';
import { lackOf } from '../../core/model/capability.ts';
import type { Pooling } from '../../core/attention/pooling.ts';
import { sampleOfTokens } from '../../core/attention/someRows.ts';
import type { LayerWalk } from '../../core/attention/layerWalk.ts';
import { isIndex } from '../../core/checks.ts';
import type { Level } from '../../core/text/token.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { poolRows } from '../../core/vectors/vectors.ts';
import type { ModelRequest } from '../../protocol/engineApi.ts';
import { HELD_ROWS, poolingOf, type AttentionStore, type StoredRun } from './attentionStore.ts';
import { heldByRows, SAMPLED_ROWS, sampleSize } from './held.ts';
import type { HeldRows } from './heldRows.ts';
import { readByRows } from './readByRows.ts';
import { passesFor, planFetch } from './fetchPlan.ts';
import { checkMemory } from './runMemory.ts';
import { readRows } from '../runtime/embeddingRows.ts';
import { assertUnchanged, filesChanged } from '../model/fingerprint.ts';
import type { ModelCache } from '../model/cache.ts';
import { ofStack } from '../twoTexts/asModel.ts';
import type { LoadedModel } from '../model/loader.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { goOn } from './goOn.ts';
import { ALL_VECTORS, RunTensors } from './runTensors.ts';
import { derivedKey } from './tensorKeys.ts';
import { asRows, idsOf, type TokenRows } from './tokenRows.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';

/** What a word is in each hidden state, and what attention and the feed-forward block of each layer add to it; no layers where the model does not keep that. */
export interface TokenVectors {
  readonly states: readonly Float64Array[];
  readonly updates: readonly { readonly attention: Float64Array; readonly feedForward: Float64Array }[];
}

/**
 * What the analyses stand on: runs, their models, and the tensors of a run, fetched when they are first asked for and kept as long as there is room, so
 * that the first run waits for nothing.
 */
export class RunAccess {
  readonly #models: ModelCache;
  readonly #store: AttentionStore;
  readonly #tensors: RunTensors;
  readonly #free: () => number;

  /** @param free bytes of memory that may still be used */
  constructor(models: ModelCache, store: AttentionStore, free: () => number = () => Infinity) {
    this.#models = models;
    this.#store = store;
    this.#tensors = new RunTensors(store, run => this.modelOf(run));
    this.#free = free;
  }

  /** What one pass may bring, and what is held of one text. */
  get passBytes(): number {
    return this.#store.passBytes;
  }

  /** To be called before a text of so many tokens is read. @throws FaultError `out-of-memory` */
  checkMemory(model: LoadedModel, tokens: number): void {
    checkMemory(model, tokens, this.#store.passBytes, this.#free() + this.#store.spareBytes);
  }

  /** The model of a directory; loads it when it is not the current one. @throws FaultError `stale-run` when another state of its files is meant */
  async model({ directory, variant, fingerprint, twoTexts }: ModelRequest): Promise<LoadedModel> {
    const model = twoTexts
      ? ofStack(await this.#models.openCross(directory, variant), twoTexts)
      : await this.#models.open(directory, variant);
    if (fingerprint !== undefined && model.files.fingerprint !== fingerprint) throw filesChanged();
    return model;
  }

  /** @throws FaultError `stale-run` */
  run(runId: number): StoredRun {
    return this.#store.get(runId);
  }

  /** A run with its units. @throws FaultError `stale-run`; RangeError for a unit that it does not have */
  units(runId: number, level: Level, ...units: readonly number[]): { readonly run: StoredRun; readonly pooling: Pooling } {
    const run = this.#store.get(runId);
    const pooling = poolingOf(run, level);
    for (const unit of units) if (!isIndex(unit, pooling.units.length)) throw new RangeError(`no such unit among ${pooling.units.length}`);
    return { run, pooling };
  }

  /**
   * Goes through layers of a run, and looks up between two of them: for each analysis of several layers.
   * @param layers all that the walk will ask for, in order: those that are not kept are fetched as many at a time as fit
   * @throws FaultError `cancelled` before a layer that nobody waits for
   */
  async walk<R>(run: StoredRun, layers: readonly number[], walk: LayerWalk<R>, context: CallContext | undefined): Promise<R> {
    const mapsOf = this.layerMaps(run, layers, context);
    let step = walk.next();
    while (!step.done) step = walk.next(await mapsOf(step.value));
    return step.value;
  }

  /** The maps of one of these layers, [heads, T, T]. Throws as {@link walk} does, and for a text that is held by rows. */
  layerMaps(run: StoredRun, layers: readonly number[], context: CallContext | undefined): (layer: number) => Promise<Float32Array> {
    this.assertMaps(run);
    const { tokens } = sequenceOf(run.summary);
    const { outputs } = run.model.session;
    const isKept = (layer: number) => this.#tensors.isKept(run, outputs.maps[layer]!);
    return async layer => {
      await goOn(context);
      const missing = layers.slice(layers.indexOf(layer)).filter(next => !isKept(next));
      const together = isKept(layer) ? [layer] : passesFor(outputs, missing, tokens.length, this.#store.passBytes)[0]!;
      return (await this.#tensors.fetch(run, [{ kind: 'maps', layers: together }], context)).get(outputs.maps[layer]!)!;
    };
  }

  /** What a text is held by, read again when it is no longer kept; null when its maps are what is held. Throws as {@link walk} does. */
  async heldRows(run: StoredRun, context: CallContext | undefined): Promise<HeldRows | null> {
    return run.summary.held === 'maps' ? null : this.readOn(run, context);
  }

  /** What a text is read on from, in pieces, also one whose maps are held: of that without a sample. Null for a model that is read whole. Throws as {@link walk} does. */
  async readOn(run: StoredRun, context: CallContext | undefined): Promise<HeldRows | null> {
    const kept = this.#store.heldRows(run.summary.runId);
    if (kept) return kept;
    const model = this.modelOf(run);
    if (model.session.decoding === null) return null;
    const ids = idsOf(run);
    this.checkMemory(model, ids.length);
    const sample = run.summary.held === 'rows' ? this.sampledTokens(run) : [];
    const { held } = await readByRows(model.session, run.attention.stack, ids, sample, context);
    assertUnchanged(model.files);
    this.#store.keep(run.summary.runId, new Map([[HELD_ROWS, held]]));
    return held;
  }

  /**
   * What some tokens of a text that is held by rows attend to, the mean over them: of each layer [heads, T].
   * @param tokens ascending
   * @throws FaultError `stale-run` when the row is not kept and the model's files have changed; else as {@link walk} does
   */
  async meanRow(run: StoredRun, tokens: readonly number[], context: CallContext | undefined): Promise<readonly Float32Array[]> {
    const held = (await this.heldRows(run, context))!;
    const files = held.has(tokens) ? null : this.modelOf(run).files;
    const rows = await held.meanRow(tokens, context);
    if (files) assertUnchanged(files);
    return rows;
  }

  /** The tokens of a run whose rows stand for all where not all can be looked at, ascending. */
  sampledTokens({ summary, model }: StoredRun): readonly number[] {
    const { words, pieces, tokens } = sequenceOf(summary);
    const most = summary.held === 'maps' ? SAMPLED_ROWS : sampleSize(model.session, tokens.length, this.#store.passBytes);
    return sampleOfTokens(words, pieces, most);
  }

  /** @throws FaultError `unavailable` for a text that is held by rows */
  assertMaps({ summary, model }: StoredRun): void {
    if (summary.held === 'rows') throw heldByRows(model.session, sequenceOf(summary).tokens.length, this.#store.passBytes);
  }

  /** The maps of all layers at once, however much they weigh. */
  async allMaps(run: StoredRun): Promise<Float32Array[]> {
    const layers = [...run.attention.stack.heads.keys()];
    const mapsOf = this.layerMaps(run, layers, undefined);
    const maps: Float32Array[] = [];
    for (const layer of layers) maps.push(await mapsOf(layer));
    return maps;
  }

  /** What was made from the maps of a run, by a name of its own; undefined when it is not kept. */
  derived(run: StoredRun, name: string): Float32Array | undefined {
    return this.#store.tensor(run.summary.runId, derivedKey(name));
  }

  keepDerived(run: StoredRun, tensors: readonly (readonly [name: string, values: Float32Array])[]): void {
    this.#store.keep(run.summary.runId, new Map(tensors.map(([name, values]) => [derivedKey(name), values])));
  }

  /** The model that a run was made with. @throws FaultError `stale-run` when its files have changed since */
  modelOf({ model }: StoredRun): LoadedModel {
    assertUnchanged(model.files);
    // Its files were others for a while.
    if (model.session.isReleased) throw filesChanged();
    return model;
  }

  /** Word embedding of every token: rows of the word table, before positions, segments and normalisation. [T, width of the table] */
  async wordRows(run: StoredRun): Promise<TokenRows> {
    const { word } = run.model.graph.tables;
    return { width: word.width, values: await this.rows(run, word, idsOf(run)) };
  }

  /** The same; null when the model keeps them in a form that is not read. */
  wordRowsOf(run: StoredRun): Promise<TokenRows | null> {
    return nullIfUnavailable(this.wordRows(run));
  }

  /** Rows of a table of the run's model, [rows.length, table.width]. */
  async rows(run: StoredRun, table: EmbeddingTable, rows: readonly number[]): Promise<Float32Array> {
    const model = this.modelOf(run);
    const values = readRows(model.file, table, rows);
    assertUnchanged(model.files);
    return values;
  }

  /** Hidden states 0 to L of a run, each [T, width]. Throws as {@link hiddenState} does. */
  async hiddenStates(run: StoredRun, context: CallContext | undefined): Promise<readonly Float32Array[]> {
    const hidden = await this.hiddenOf(run, context);
    if (hidden.length === 0) throw lackOf('hidden-states');
    return hidden;
  }

  /** The same, empty when the model does not have them. */
  async hiddenOf(run: StoredRun, context: CallContext | undefined): Promise<readonly Float32Array[]> {
    const vectors = await this.#tensors.vectors(run, { kind: 'hidden' }, context);
    return run.model.graph.hidden.map(name => vectors.get(name)!);
  }

  /**
   * One hidden state of a run, [T, width].
   * @throws FaultError `unavailable`, `cancelled` between two pieces of a long text; RangeError for a state that the model does not have
   */
  async hiddenState(run: StoredRun, state: number, context: CallContext | undefined): Promise<TokenRows> {
    const { hidden } = run.model.graph;
    if (hidden.length === 0) throw lackOf('hidden-states');
    if (!isIndex(state, hidden.length)) throw new RangeError(`no such hidden state among ${hidden.length}`);
    const vectors = await this.#tensors.vectors(run, { kind: 'hidden', state }, context);
    return asRows(vectors.get(hidden[state]!)!, run);
  }

  /**
   * The vectors of some tokens, the mean over them. Of a text that is held by rows they are computed of these tokens alone.
   * @param tokens ascending
   * @throws FaultError `unavailable` when the model does not have them; else as {@link meanRow} does
   */
  async meanVectors(run: StoredRun, tokens: readonly number[], context: CallContext | undefined): Promise<TokenVectors> {
    const { session, graph } = run.model;
    if (graph.hidden.length === 0) throw lackOf('hidden-states');
    const held = await this.heldRows(run, context);
    const files = held && this.modelOf(run).files;
    const { names } = planFetch(session.outputs, ALL_VECTORS, tokens.length);
    const vectors = held
      ? await held.vectors(tokens, names, context)
      : new Map([
          ...(await this.#tensors.vectors(run, { kind: 'hidden' }, context)),
          ...(await this.#tensors.vectors(run, { kind: 'updates' }, context)),
        ]);
    if (files) assertUnchanged(files);
    const [rows, places] = held ? [tokens.length, [...tokens.keys()]] : [run.attention.rows, tokens];
    const meanOf = (name: string): Float64Array => poolRows(vectors.get(name)!, vectors.get(name)!.length / rows, [places]).values;
    return {
      states: graph.hidden.map(meanOf),
      updates: graph.updates.map(({ attention, feedForward }) => ({ attention: meanOf(attention), feedForward: meanOf(feedForward) })),
    };
  }
}
