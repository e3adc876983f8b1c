import { atOnce, type LayerWalk } from '../../../../src/core/attention/layerWalk.ts';
import type { EmbeddingTable } from '../../../../src/onnx/find/embeddingTables.ts';
import type { ModelCache } from '../../../../src/engine/model/cache.ts';
import type { LoadedModel } from '../../../../src/engine/model/loader.ts';
import { AttentionStore, type LayerVectors, type StoredRun } from '../../../../src/engine/runs/attentionStore.ts';
import { RunAccess, type TokenRows } from '../../../../src/engine/runs/runAccess.ts';
import type { RunSummary } from '../../../../src/protocol/engineApi.ts';
import type { FixtureRun } from '../runs.ts';

type Table = 'word' | 'position' | 'segment';

/** Gives the engine's own analyses what they read of a model, from made-up tensors. Switches: `nostates`, `noadded`, `nosegments`, `nofixed`, `rotary`. */
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
    const { vectors, attention } = fixture;
    // Of what a layer adds the fixtures hold lengths: vectors of one number each.
    const updates = vectors.attentionNorms.map((norms, layer) => ({
      attention: Float32Array.from(norms),
      feedForward: Float32Array.from(vectors.feedForwardNorms[layer]!),
    }));
    this.#fixtures.set(summary.runId, fixture);
    this.#store.put({
      summary,
      attention,
      hidden: this.#switches.has('nostates') ? [] : vectors.states,
      updates: this.#switches.has('noadded') ? [] : updates,
      fingerprint: '',
    });
  }

  delete(runId: number): void {
    this.#store.delete(runId);
    this.#fixtures.delete(runId);
  }

  fixtureOf({ summary }: StoredRun): FixtureRun {
    return this.#fixtures.get(summary.runId)!;
  }

  /** All layers are here, and nobody waits meanwhile. */
  override async walk<R>({ attention }: StoredRun, walk: LayerWalk<R>): Promise<R> {
    return atOnce(walk, attention.maps);
  }

  override async modelOf(run: StoredRun): Promise<LoadedModel> {
    const table = (name: Table) => ({ name, width: this.#widthOf(run), rows: run.summary.tokens.length, firstRow: 0 });
    const tables = {
      word: table('word'),
      position: table('position'),
      segment: this.#switches.has('nosegments') ? null : table('segment'),
    };
    return { graph: { tables } } as unknown as LoadedModel;
  }

  override async wordRows(run: StoredRun): Promise<TokenRows> {
    return { width: this.#widthOf(run), values: this.#rowsOf(run, 'word') };
  }

  /** The fixtures hold the rows of their own tokens alone. */
  override async rows(run: StoredRun, table: EmbeddingTable): Promise<Float32Array> {
    return this.#rowsOf(run, (table as unknown as { readonly name: Table }).name);
  }

  override async hiddenOf({ hidden }: StoredRun): Promise<readonly Float32Array[]> {
    return hidden;
  }

  override async updatesOf({ updates }: StoredRun): Promise<readonly LayerVectors[]> {
    return updates;
  }

  /** Of the tables: with `nofixed` another one than that of the hidden states. */
  #widthOf(run: StoredRun): number {
    const { width } = this.fixtureOf(run).vectors;
    return this.#switches.has('nofixed') ? width / 2 : width;
  }

  #rowsOf(run: StoredRun, table: Table): Float32Array {
    const { width, fixed, position, segment } = this.fixtureOf(run).vectors;
    const { length } = run.summary.tokens;
    const shown = this.#widthOf(run);
    const all = { word: fixed, position, segment: Float32Array.from({ length: length * width }, (_, at) => segment[at % width]!) }[table];
    if (shown === width) return all;
    return Float32Array.from({ length: length * shown }, (_, at) => all[Math.floor(at / shown) * width + (at % shown)]!);
  }
}
