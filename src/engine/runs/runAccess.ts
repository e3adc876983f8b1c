import { lackOf } from '../../core/model/capability.ts';
import type { Pooling } from '../../core/attention/pooling.ts';
import type { LayerWalk } from '../../core/attention/layerWalk.ts';
import { isIndex } from '../../core/checks.ts';
import type { Level } from '../../core/text/token.ts';
import { poolingOf, type AttentionStore, type LayerVectors, type StoredRun } from './attentionStore.ts';
import { readRows } from '../runtime/embeddingRows.ts';
import { assertUnchanged, filesChanged } from '../model/fingerprint.ts';
import type { ModelCache } from '../model/cache.ts';
import type { LoadedModel } from '../model/loader.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { goOn } from './goOn.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';

/** Rows of one width, [rows, width]. */
export interface TokenRows {
  readonly width: number;
  readonly values: Float32Array;
}

/**
 * What the analyses of vectors stand on: runs, their models, and the vectors of a run, computed when they are first asked for and kept with it, so
 * that the first run waits for nothing.
 */
export class RunAccess {
  readonly #models: ModelCache;
  readonly #store: AttentionStore;

  constructor(models: ModelCache, store: AttentionStore) {
    this.#models = models;
    this.#store = store;
  }

  /** The model of a directory; loads it when it is not the current one. */
  model(directory: string): Promise<LoadedModel> {
    return this.#models.open(directory);
  }

  /** @throws FaultError `stale-run` */
  run(runId: number): StoredRun {
    return this.#store.get(runId);
  }

  /** Called once more is kept of a run than before. */
  makeRoom(): void {
    this.#store.makeRoom();
  }

  /** A run with its units. @throws FaultError `stale-run`; RangeError for a unit that it does not have */
  units(runId: number, level: Level, ...units: readonly number[]): { readonly run: StoredRun; readonly pooling: Pooling } {
    const run = this.#store.get(runId);
    const pooling = poolingOf(run, level);
    for (const unit of units) if (!isIndex(unit, pooling.units.length)) throw new RangeError(`no such unit among ${pooling.units.length}`);
    return { run, pooling };
  }

  /**
   * Goes through the layers of a run, and looks up between two of them: for each analysis of several layers. @throws FaultError `cancelled` before a
   * layer that nobody waits for
   */
  async walk<R>(run: StoredRun, walk: LayerWalk<R>, context: CallContext | undefined): Promise<R> {
    let step = walk.next();
    while (!step.done) {
      await goOn(context);
      step = walk.next(run.attention.maps[step.value]!);
    }
    return step.value;
  }

  /** The model that a run was made with. @throws FaultError `stale-run` when its files have changed since */
  async modelOf(run: StoredRun): Promise<LoadedModel> {
    const model = await this.#models.open(run.summary.directory);
    if (model.files.fingerprint !== run.fingerprint) throw filesChanged();
    return model;
  }

  /** Word embedding of every token: rows of the word table, before positions, segments and normalisation. [T, width of the table] */
  async wordRows(run: StoredRun): Promise<TokenRows> {
    const { word } = (await this.modelOf(run)).graph.tables;
    return { width: word.width, values: await this.rows(run, word, idsOf(run)) };
  }

  /** Rows of a table of the run's model, [rows.length, table.width]. */
  async rows(run: StoredRun, table: EmbeddingTable, rows: readonly number[]): Promise<Float32Array> {
    const model = await this.modelOf(run);
    const values = readRows(model.file, table, rows);
    assertUnchanged(model.files);
    return values;
  }

  /** Hidden states 0 to L of a run, each [T, width]. @throws FaultError `unavailable` when the model does not have them */
  async hiddenStates(run: StoredRun): Promise<readonly Float32Array[]> {
    const hidden = await this.hiddenOf(run);
    if (hidden.length === 0) throw lackOf('hidden-states');
    return hidden;
  }

  /** The same, empty when the model does not have them. */
  async hiddenOf(run: StoredRun): Promise<readonly Float32Array[]> {
    return run.hidden.length > 0 ? run.hidden : (await this.#withVectors(run)).hidden;
  }

  /** One hidden state of a run, [T, width]. @throws FaultError `unavailable`; RangeError for a state that the model does not have */
  async hiddenState(run: StoredRun, state: number): Promise<TokenRows> {
    const hidden = await this.hiddenStates(run);
    if (!isIndex(state, hidden.length)) throw new RangeError(`no such hidden state among ${hidden.length}`);
    return asRows(hidden[state]!, run);
  }

  /** What each layer adds to the residual stream; empty when the model does not keep it. */
  async updatesOf(run: StoredRun): Promise<readonly LayerVectors[]> {
    return (await this.#withVectors(run)).updates;
  }

  /** One pass gives both, and costs no more than one alone. */
  async #withVectors(asked: StoredRun): Promise<StoredRun> {
    const model = await this.modelOf(asked);
    // The caller may hold the run as it was before an earlier call.
    const run = this.#store.has(asked.summary.runId) ? this.#store.get(asked.summary.runId) : asked;
    const { hidden, updates } = model.graph;
    const isComplete = run.hidden.length === hidden.length && run.updates.length === updates.length;
    if (isComplete) return run;
    const names = [...hidden, ...updates.flatMap(layer => [layer.attention, layer.feedForward])];
    const tensors = await model.session.vectors(idsOf(run), names);
    assertUnchanged(model.files);
    const added = tensors.slice(hidden.length);
    const complete: StoredRun = {
      ...run,
      hidden: tensors.slice(0, hidden.length),
      updates: updates.map((_, layer) => ({ attention: added[2 * layer]!, feedForward: added[2 * layer + 1]! })),
    };
    this.#store.replace(complete);
    return complete;
  }
}

export function idsOf(run: StoredRun): number[] {
  return run.summary.tokens.map(token => token.id);
}

/** Rows of a run, one a token. */
export function asRows(values: Float32Array, { attention }: StoredRun): TokenRows {
  return { width: values.length / attention.rows, values };
}
