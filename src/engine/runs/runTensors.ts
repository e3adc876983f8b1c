import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { LoadedModel } from '../model/loader.ts';
import type { AttentionStore, StoredRun } from './attentionStore.ts';
import { planFetch, type Need } from './fetchPlan.ts';
import { outputKey, outputTensors } from './tensorKeys.ts';
import { idsOf } from './tokenRows.ts';

/** Hidden states, and what each layer adds to them. */
export const ALL_VECTORS: readonly Need[] = [{ kind: 'hidden' }, { kind: 'updates' }];

/** What the model of a run gives of it, by the names of its outputs: fetched by one pass where it is not kept. */
export class RunTensors {
  readonly #store: AttentionStore;
  readonly #modelOf: (run: StoredRun) => LoadedModel;

  /** @param modelOf throws where the files of the model have changed */
  constructor(store: AttentionStore, modelOf: (run: StoredRun) => LoadedModel) {
    this.#store = store;
    this.#modelOf = modelOf;
  }

  isKept({ summary }: StoredRun, output: string): boolean {
    return this.#store.tensor(summary.runId, outputKey(output)) !== undefined;
  }

  /** One pass gives all vectors, and costs no more than one alone; where all weigh more than one may bring, it gives what is needed. */
  vectors(run: StoredRun, need: Need, context: CallContext | undefined): Promise<ReadonlyMap<string, Float32Array>> {
    const { bytes } = planFetch(run.model.session.outputs, ALL_VECTORS, sequenceOf(run.summary).tokens.length);
    return this.fetch(run, bytes <= this.#store.passBytes ? ALL_VECTORS : [need], context);
  }

  /** Tensors of a run by name: those that are kept, the others by one pass. */
  async fetch(run: StoredRun, needs: readonly Need[], context: CallContext | undefined): Promise<ReadonlyMap<string, Float32Array>> {
    const { runId } = run.summary;
    const { tokens, ...beside } = sequenceOf(run.summary);
    const { names } = planFetch(run.model.session.outputs, needs, tokens.length);
    const kept = new Map(names.map(name => [name, this.#store.tensor(runId, outputKey(name))] as const));
    const missing = names.filter(name => kept.get(name) === undefined);
    const model = missing.length > 0 ? this.#modelOf(run) : run.model;
    const fetched = await model.session.fetch(idsOf(run), missing, context, beside);
    if (missing.length > 0) assertUnchanged(model.files);
    this.#store.keep(runId, outputTensors(fetched));
    return new Map(names.map(name => [name, kept.get(name) ?? fetched.get(name)!]));
  }
}
