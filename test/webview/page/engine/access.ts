import { atOnce, type LayerWalk } from '../../../../src/core/attention/layerWalk.ts';
import { pickRows, sampleOfTokens } from '../../../../src/core/attention/someRows.ts';
import { poolRows } from '../../../../src/core/vectors/vectors.ts';
import { sequenceOf } from '../../../../src/core/text/tokenSequence.ts';
import type { EmbeddingTable } from '../../../../src/onnx/find/embeddingTables.ts';
import type { ModelCache } from '../../../../src/engine/model/cache.ts';
import type { LoadedModel } from '../../../../src/engine/model/loader.ts';
import { AttentionStore, type StoredRun } from '../../../../src/engine/runs/attentionStore.ts';
import { SAMPLED_ROWS } from '../../../../src/engine/runs/held.ts';
import type { HeldRows } from '../../../../src/engine/runs/heldRows.ts';
import { RunAccess, type TokenVectors } from '../../../../src/engine/runs/runAccess.ts';
import { asRows, type TokenRows } from '../../../../src/engine/runs/tokenRows.ts';
import type { RunSummary } from '../../../../src/protocol/engineApi.ts';
import type { FixtureRun } from '../runs.ts';

type Table = 'word' | 'position' | 'segment';

/** Gives the engine's own analyses what they read of a model, from made-up tensors. Switches: `nostates`, `noadded`, `nosegments`, `nofixed`, `rotary`, `outliers`. */
export class FixtureAccess extends RunAccess {
  readonly #switches: ReadonlySet<string>;
  readonly #store: AttentionStore;
  readonly #fixtures = new Map<number, FixtureRun>();

  constructor(switches: ReadonlySet<string>, store = new AttentionStore()) {
    super(null as unknown as ModelCache, store);
    this.#switches = switches;
    this.#store = store;
  }

  put(summary: RunSummary, fixture: FixtureRun): void {
    this.#fixtures.set(summary.runId, fixture);
    const table = (name: Table) => ({ name, width: this.#widthOf(fixture), rows: sequenceOf(summary).tokens.length, firstRow: 0 });
    const tables = {
      word: table('word'),
      position: table('position'),
      segment: this.#switches.has('nosegments') ? null : table('segment'),
    };
    const model = { graph: { tables } } as unknown as LoadedModel;
    this.#store.put({ summary, model, attention: fixture.attention, beside: null }, new Map());
  }

  delete(runId: number): void {
    this.#store.delete(runId);
    this.#fixtures.delete(runId);
  }

  fixtureOf({ summary }: StoredRun): FixtureRun {
    return this.#fixtures.get(summary.runId)!;
  }

  /** All layers are here, and nobody waits meanwhile. */
  override async walk<R>(run: StoredRun, _: readonly number[], walk: LayerWalk<R>): Promise<R> {
    return atOnce(walk, this.fixtureOf(run).attention.maps);
  }

  override layerMaps(run: StoredRun): (layer: number) => Promise<Float32Array> {
    return async layer => this.fixtureOf(run).attention.maps[layer]!;
  }

  override sampledTokens({ summary }: StoredRun): readonly number[] {
    const { words, pieces } = sequenceOf(summary);
    return sampleOfTokens(words, pieces, SAMPLED_ROWS);
  }

  /** Of a text that is held by rows: picked from the maps, which are all here. Its words are one token each. */
  override async heldRows(run: StoredRun): Promise<HeldRows | null> {
    if (run.summary.held === 'maps') return null;
    const { maps, rows } = this.fixtureOf(run).attention;
    const sample = { layer: (layer: number) => pickRows(maps[layer]!, rows, this.sampledTokens(run)) };
    return { sample } as unknown as HeldRows;
  }

  override async meanRow(run: StoredRun, tokens: readonly number[]): Promise<readonly Float32Array[]> {
    const { maps, rows } = this.fixtureOf(run).attention;
    return maps.map(map => pickRows(map, rows, tokens));
  }

  override modelOf({ model }: StoredRun): LoadedModel {
    return model;
  }

  override async wordRows(run: StoredRun): Promise<TokenRows> {
    return { width: this.#widthOf(this.fixtureOf(run)), values: this.#rowsOf(run, 'word') };
  }

  /** The fixtures hold the rows of their own tokens alone. */
  override async rows(run: StoredRun, table: EmbeddingTable): Promise<Float32Array> {
    return this.#rowsOf(run, (table as unknown as { readonly name: Table }).name);
  }

  override async hiddenOf(run: StoredRun): Promise<readonly Float32Array[]> {
    const { width, states } = this.fixtureOf(run).vectors;
    if (this.#switches.has('nostates')) return [];
    return this.#switches.has('outliers') ? states.map(values => withOutlier(values, width)) : states;
  }

  override async hiddenState(run: StoredRun, state: number): Promise<TokenRows> {
    return asRows((await this.hiddenStates(run, undefined))[state]!, run);
  }

  /** Of what a layer adds the fixtures hold lengths: vectors of one number each. */
  override async meanVectors(run: StoredRun, tokens: readonly number[]): Promise<TokenVectors> {
    const { width, attentionNorms, feedForwardNorms } = this.fixtureOf(run).vectors;
    const meanOf = (values: ArrayLike<number>, size: number) => poolRows(Float32Array.from(values), size, [tokens]).values;
    const added = this.#switches.has('noadded') ? [] : attentionNorms;
    return {
      states: (await this.hiddenStates(run, undefined)).map(values => meanOf(values, width)),
      updates: added.map((norms, layer) => ({ attention: meanOf(norms, 1), feedForward: meanOf(feedForwardNorms[layer]!, 1) })),
    };
  }

  /** Of the tables: with `nofixed` another one than that of the hidden states. */
  #widthOf({ vectors: { width } }: FixtureRun): number {
    return this.#switches.has('nofixed') ? width / 2 : width;
  }

  #rowsOf(run: StoredRun, table: Table): Float32Array {
    const { width, fixed, position, segment } = this.fixtureOf(run).vectors;
    const { length } = sequenceOf(run.summary).tokens;
    const shown = this.#widthOf(this.fixtureOf(run));
    const all = { word: fixed, position, segment: Float32Array.from({ length: length * width }, (_, at) => segment[at % width]!) }[table];
    if (shown === width) return all;
    return Float32Array.from({ length: length * shown }, (_, at) => all[Math.floor(at / shown) * width + (at % shown)]!);
  }
}

/** One dimension more than twice as long as all others together, in every vector alike. */
function withOutlier(values: Float32Array, width: number): Float32Array {
  const changed = values.slice();
  for (let start = 0; start < values.length; start += width)
    changed[start + 7] = 1.5 * Math.hypot(...values.subarray(start, start + width));
  return changed;
}
