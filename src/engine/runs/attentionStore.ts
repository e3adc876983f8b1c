import { createPooling, type Pooling } from '../../core/attention/pooling.ts';
import type { Attention } from '../../core/attention/maps.ts';
import { FaultError } from '../../core/faults.ts';
import type { Level, Token } from '../../core/text/token.ts';
import { sidesOf, type TextPair } from '../../core/text/textPair.ts';
import type { TokenSink } from '../../core/attention/sinks.ts';
import { sequenceOf, type TokenSequence } from '../../core/text/tokenSequence.ts';
import type { RunSummary } from '../../protocol/engineApi.ts';
import { wholeOf, type LoadedModel } from '../model/loader.ts';
import { heldBytes } from './held.ts';
import { HeldRows } from './heldRows.ts';

/** One text that was run, without its tensors: all of them can be had again from its model. */
export interface StoredRun {
  readonly summary: RunSummary;
  /** That it was made with. It stays loaded as long as its run is needed. */
  readonly model: LoadedModel;
  readonly attention: Attention;
  /** The run of the text that this one is another version of, to be seen beside it; null: of no other. */
  readonly beside: number | null;
}

export interface StoreLimits {
  readonly runs: number;
  /** Of all tensors together. */
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

/** The name that what a text is held by is kept under. */
export const HELD_ROWS = 'held rows';

/** What another run of the same tokens has brought. */
export interface ReadAlready extends Pick<RunSummary, 'held' | 'runMilliseconds'> {
  readonly invalid: Set<number>;
  readonly sinks: TokenSink[];
  readonly tensors: ReadonlyMap<string, Keepable>;
}

/** A tensor of a run, or what a long text is held by. */
export type Keepable = Float32Array | HeldRows;

interface Kept {
  readonly runId: number;
  readonly values: Keepable;
}

/**
 * The latest runs, and of their tensors what was used last: maps, vectors, and what is made from them. Over the limit goes what was not used for the
 * longest time, that of pinned runs last; who misses it fetches it again. Pinned are the run that something was asked of last, which is the one on
 * screen, what was run beside it, and the latest run, which will be asked about. The requests say so: nobody has to pin or to let go.
 */
export class AttentionStore {
  readonly #limits: StoreLimits;
  /** In order of use, the latest last. */
  readonly #runs = new Map<number, StoredRun>();
  readonly #tensors = new Map<string, Kept>();
  #latest: number | null = null;
  #asked: number | null = null;

  constructor(limits: StoreLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** What one pass may bring, and what is held of a long text. */
  get passBytes(): number {
    return heldBytes(this.#limits.bytes);
  }

  /** What goes when the maps of another text come. */
  get spareBytes(): number {
    return Math.max(0, this.#bytes() - this.passBytes);
  }

  put(run: StoredRun, tensors: ReadonlyMap<string, Keepable>): void {
    const { runId } = run.summary;
    this.#runs.set(runId, run);
    this.#latest = runId;
    for (const id of this.#runs.keys()) if (this.#runs.size > this.#limits.runs && !this.#isPinned(id)) this.delete(id);
    this.keep(runId, tensors);
  }

  /** @throws FaultError `stale-run` for a run that is no longer, or was never, in the store */
  get(runId: number): StoredRun {
    const run = this.#runs.get(runId);
    if (!run) throw staleRun();
    this.#runs.delete(runId);
    this.#runs.set(runId, run);
    this.#asked = runId;
    return run;
  }

  /** Keeps more of a run that is still here: a run may be released while more of it is computed. What is given stays until more is. */
  keep(runId: number, tensors: ReadonlyMap<string, Keepable>): void {
    if (!this.#runs.has(runId)) return;
    const added = new Set<string>();
    for (const [name, values] of tensors) {
      const key = keyOf(runId, name);
      this.#tensors.delete(key);
      this.#tensors.set(key, { runId, values });
      added.add(key);
    }
    this.#makeRoom(added);
  }

  /** What is kept of two texts that were read by this model already: what stays within them is a part of the same numbers. Null where they were not. */
  readAlready(
    model: LoadedModel,
    { pair, tokens, otherText }: { readonly pair: TextPair } & Pick<TokenSequence, 'tokens' | 'otherText'>,
  ): ReadAlready | null {
    for (const { summary, attention, model: other } of this.#runs.values()) {
      const read = sequenceOf(summary);
      // What a target gives itself depends on the source that it was read with.
      const isSame = areSameTokens(read.tokens, tokens) && areSameTokens(read.otherText, otherText);
      if (other !== model || !isSamePair(summary.pair, pair) || !isSame) continue;
      const { runId, held, runMilliseconds } = summary;
      const prefix = keyOf(runId, '');
      const kept = [...this.#tensors].filter(([, { runId: of }]) => of === runId);
      const tensors = new Map(kept.map(([key, { values }]) => [key.slice(prefix.length), values]));
      return { held, runMilliseconds, tensors, invalid: new Set(attention.invalid), sinks: [...attention.sinks] };
    }
    return null;
  }

  /** Undefined when it is not kept. */
  tensor(runId: number, name: string): Float32Array | undefined {
    const values = this.#kept(runId, name);
    return values instanceof HeldRows ? undefined : values;
  }

  /** What a text is held by; undefined when it is not kept, or its maps are. */
  heldRows(runId: number): HeldRows | undefined {
    const values = this.#kept(runId, HELD_ROWS);
    return values instanceof HeldRows ? values : undefined;
  }

  #kept(runId: number, name: string): Keepable | undefined {
    const key = keyOf(runId, name);
    const kept = this.#tensors.get(key);
    if (!kept) return undefined;
    this.#tensors.delete(key);
    this.#tensors.set(key, kept);
    return kept.values;
  }

  delete(runId: number): void {
    if (this.#asked === runId) this.#asked = this.#runs.get(runId)?.beside ?? null;
    this.#runs.delete(runId);
    for (const [key, kept] of this.#tensors) if (kept.runId === runId) this.#tensors.delete(key);
  }

  need(model: LoadedModel): 'none' | 'kept' | 'pinned' {
    const runs = [...this.#runs.values()].filter(run => wholeOf(run.model) === model);
    if (runs.some(run => this.#isPinned(run.summary.runId))) return 'pinned';
    return runs.length > 0 ? 'kept' : 'none';
  }

  forget(model: LoadedModel): void {
    for (const [runId, run] of this.#runs) if (wholeOf(run.model) === model) this.delete(runId);
  }

  #isPinned(runId: number): boolean {
    const asked = this.#asked === null ? undefined : this.#runs.get(this.#asked);
    const original = asked && asked.beside !== null ? this.#runs.get(asked.beside) : undefined;
    const shown = (original ?? asked)?.summary.runId;
    return runId === this.#latest || (shown !== undefined && (runId === shown || this.#runs.get(runId)?.beside === shown));
  }

  #bytes(): number {
    let bytes = 0;
    for (const { values } of this.#tensors.values()) bytes += values.byteLength;
    return bytes;
  }

  #makeRoom(added: ReadonlySet<string>): void {
    let bytes = this.#bytes();
    for (const pinned of [false, true]) {
      for (const [key, { runId, values }] of this.#tensors) {
        if (bytes <= this.#limits.bytes) return;
        if (added.has(key) || this.#isPinned(runId) !== pinned) continue;
        this.#tensors.delete(key);
        bytes -= values.byteLength;
      }
    }
  }
}

function isSamePair(a: TextPair | undefined, b: TextPair): boolean {
  return a?.every(({ start, end }, place) => start === b[place]!.start && end === b[place]!.end) === true;
}

function areSameTokens(a: readonly Token[] = [], b: readonly Token[] = []): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]!.id);
}

function keyOf(runId: number, name: string): string {
  return `${runId} ${name}`;
}

export function poolingOf(run: StoredRun, level: Level): Pooling {
  const units = sequenceOf(run.summary)[level];
  const { pair, within } = run.summary;
  return createPooling(units, run.attention.rows, pair && sidesOf(pair, units, within ? 'own' : 'other'));
}

export function staleRun(): FaultError {
  return new FaultError({
    code: 'stale-run',
    title: 'This picture is no longer in memory',
    cause: 'The engine keeps the latest few runs only.',
    nextStep: 'Explore again.',
  });
}
