import { createPooling, type Pooling } from '../core/aggregate.ts';
import type { Attention } from '../core/attention.ts';
import { FaultError } from '../core/errors.ts';
import type { Level } from '../core/token.ts';
import type { RunSummary } from '../protocol/engineApi.ts';

/** What is kept of one run, so that every slice of it can be cut later. */
export interface StoredRun {
  readonly summary: RunSummary;
  readonly attention: Attention;
  /** Hidden states 0 (embedding) to L, each [tokens, width]; empty until they are asked for. */
  readonly hidden: readonly Float32Array[];
  /** What each layer adds to the residual stream; empty until it is asked for. */
  readonly updates: readonly LayerVectors[];
  /** Of the model that was run, see `LoadedModel`. */
  readonly fingerprint: string;
}

/** What attention and the feed-forward block of one layer add, each [tokens, width]. */
export interface LayerVectors {
  readonly attention: Float32Array;
  readonly feedForward: Float32Array;
}

export interface StoreLimits {
  readonly runs: number;
  readonly bytes: number;
}

/**
 * Four runs: the one on screen and what a person may go back to. 600 MB: a run of a 12 x 12 model at 512 tokens takes 209 MB with all its
 * vectors, and a text stands beside the same text with a word replaced.
 */
const DEFAULT_LIMITS: StoreLimits = { runs: 4, bytes: 600e6 };

/** The tensors of the latest runs, least recently used out first. The latest one stays however large it is. */
export class AttentionStore {
  readonly #limits: StoreLimits;
  /** In order of use, the latest last. */
  readonly #runs = new Map<number, StoredRun>();

  constructor(limits: StoreLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  put(run: StoredRun): void {
    this.#runs.delete(run.summary.runId);
    this.#runs.set(run.summary.runId, run);
    while (this.#runs.size > 1 && (this.#runs.size > this.#limits.runs || this.#bytes() > this.#limits.bytes)) {
      this.#runs.delete(this.#runs.keys().next().value!);
    }
  }

  has(runId: number): boolean {
    return this.#runs.has(runId);
  }

  /** @throws FaultError `stale-run` for a run that is no longer, or was never, in the store */
  get(runId: number): StoredRun {
    const run = this.#runs.get(runId);
    if (!run) throw staleRun();
    this.#runs.delete(runId);
    this.#runs.set(runId, run);
    return run;
  }

  /** Keeps more of a run that is still here: a run may be released while more of it is computed. */
  replace(run: StoredRun): void {
    if (this.#runs.has(run.summary.runId)) this.put(run);
  }

  delete(runId: number): void {
    this.#runs.delete(runId);
  }

  #bytes(): number {
    let bytes = 0;
    for (const { attention, hidden, updates } of this.#runs.values()) {
      const added = updates.flatMap(layer => [layer.attention, layer.feedForward]);
      for (const tensor of [...attention.maps, ...hidden, ...added]) bytes += tensor.byteLength;
    }
    return bytes;
  }
}

export function poolingOf(run: StoredRun, level: Level): Pooling {
  return createPooling(level === 'words' ? run.summary.words : run.summary.pieces, run.attention.tokens);
}

export function staleRun(): FaultError {
  return new FaultError({
    code: 'stale-run',
    title: 'This picture is no longer in memory',
    cause: 'The engine keeps the latest few runs only.',
    nextStep: 'Explore again.',
  });
}
