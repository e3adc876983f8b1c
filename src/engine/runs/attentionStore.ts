import { createPooling, type Pooling } from '../../core/attention/pooling.ts';
import type { WholeAttention } from '../../core/attention/maps.ts';
import { FaultError } from '../../core/faults.ts';
import type { Level } from '../../core/text/token.ts';
import type { RunSummary } from '../../protocol/engineApi.ts';
import { forgetRollout, rolledOutOf } from '../analyses/rolloutMatrix.ts';

/** What is kept of one run, so that every slice of it can be cut later. */
export interface StoredRun {
  readonly summary: RunSummary;
  readonly attention: WholeAttention;
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
 * Four runs: the one on screen and what a person may go back to. 1.2 GB: two runs of BERT-large at 512 tokens, 403 MB of attention, 152 MB of vectors
 * and 25 MB rolled out each, so that a text stands beside the same text with a word replaced.
 */
const DEFAULT_LIMITS: StoreLimits = { runs: 4, bytes: 1.2e9 };

/** In a process that may use so many bytes: no more than a quarter of them, as the model needs more. */
export function storeLimits(memory: number): StoreLimits {
  return { ...DEFAULT_LIMITS, bytes: Math.min(DEFAULT_LIMITS.bytes, memory / 4) };
}

/** A text and the same text with a word replaced are asked about in turn: without both, neither would ever be answered. */
const MINIMUM_RUNS = 2;

/**
 * The tensors of the latest runs. Over the limit goes first what can be computed again (vectors, rolled out attention), then whole runs, both
 * least recently used first. The latest run stays however large it is, with its vectors, and so does the last one that something was asked of, which
 * is the one on screen while others come and are given up; where that is the latest, the one before it.
 */
export class AttentionStore {
  readonly #limits: StoreLimits;
  /** In order of use, the latest last. */
  readonly #runs = new Map<number, StoredRun>();
  /** Runs that something was asked of. */
  readonly #asked = new Set<number>();

  constructor(limits: StoreLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  put(run: StoredRun): void {
    this.#runs.delete(run.summary.runId);
    this.#runs.set(run.summary.runId, run);
    this.makeRoom();
  }

  /** Also to be called when more is held of a run that is here. */
  makeRoom(): void {
    const older = [...this.#runs.values()].slice(0, -1);
    const shown = older.findLast(({ summary }) => this.#asked.has(summary.runId));
    const others = shown ? [...older.filter(run => run !== shown), shown] : older;
    for (const other of others) if (this.#bytes() > this.#limits.bytes) this.#shed(other);
    for (const { summary } of others) {
      if (this.#runs.size <= this.#limits.runs && (this.#runs.size <= MINIMUM_RUNS || this.#bytes() <= this.#limits.bytes)) return;
      this.delete(summary.runId);
    }
  }

  /** Its attention stays: what goes is made again, from one more pass of the model, when it is asked for. */
  #shed(run: StoredRun): void {
    forgetRollout(run.attention);
    this.#runs.set(run.summary.runId, { ...run, hidden: [], updates: [] });
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
    this.#asked.add(runId);
    return run;
  }

  /** Keeps more of a run that is still here: a run may be released while more of it is computed. */
  replace(run: StoredRun): void {
    if (this.#runs.has(run.summary.runId)) this.put(run);
  }

  delete(runId: number): void {
    this.#runs.delete(runId);
    this.#asked.delete(runId);
  }

  #bytes(): number {
    let bytes = 0;
    for (const { attention, hidden, updates } of this.#runs.values()) {
      const added = updates.flatMap(layer => [layer.attention, layer.feedForward]);
      for (const tensor of [...attention.maps, ...hidden, ...added, ...rolledOutOf(attention)]) bytes += tensor.byteLength;
    }
    return bytes;
  }
}

export function poolingOf(run: StoredRun, level: Level): Pooling {
  return createPooling(level === 'words' ? run.summary.words : run.summary.pieces, run.attention.rows);
}

export function staleRun(): FaultError {
  return new FaultError({
    code: 'stale-run',
    title: 'This picture is no longer in memory',
    cause: 'The engine keeps the latest few runs only.',
    nextStep: 'Explore again.',
  });
}
