import type { Fault } from '../core/fault.ts';
import { toFault } from '../core/faults.ts';
import { isSampled, type UnitRow } from '../core/state/unitMatrix.ts';
import { sourceOf, type ViewState } from '../core/state/viewState.ts';
import { unitKey } from '../core/text/unitRef.ts';
import type { EngineClient } from './engineClient.ts';
import { dataKeyOf, type Exploration, type TextRun } from './exploration.ts';
import { fetchRow } from './exploreRun.ts';
import { isLostRun, type FaultLog } from './faults.ts';
import { KeptRows } from './keptRows.ts';
import { Latest } from './latest.ts';
import type { Target } from './target.ts';

/** How long the word before stays on screen while the row of the next one is read: a row that comes sooner flickers nowhere. */
const GRACE_MILLISECONDS = 100;

/** What a picture is of, beside the lens: it changes as a whole, with its numbers. */
type Pointed = Pick<ViewState, 'pinned' | 'linked' | 'hovered' | 'cursor' | 'cell' | 'direction'>;

/** Rows of another run, lens or level are of no use. */
type Looked = Omit<TextRun, 'target'>;

/**
 * Rows of a text that is held by rows: what a word attends to is read when somebody points at it. The newest word wins, and the word before it stays
 * on screen until the row is here, for a moment at most: then it is said that the row is being read.
 */
export class Rows {
  private readonly engine: EngineClient;
  private readonly log: FaultLog;
  private readonly rerun: () => Promise<boolean>;
  private readonly changed: () => void;
  private readonly kept = new KeptRows();
  private readonly reading = new Latest();
  /** Names the row that is being read. */
  private asked: string | null = null;
  private failure: { readonly key: string; readonly fault: Fault } | null = null;
  /** What was on screen last with all its numbers, and by what it was looked through. */
  private settled: { readonly look: string; readonly pointed: Pointed } | null = null;
  private grace: ReturnType<typeof setTimeout> | null = null;
  /** Somebody waits for a row, and notices. */
  private isLate = false;
  private shownState: { readonly of: ViewState; readonly state: ViewState } | null = null;
  private readonly waiting: (() => void)[] = [];
  /** A text that was run again since its row was lost: not twice in a row. */
  private missed: Target | null = null;
  /** That run, while it is made: who misses another row meanwhile waits for it too. */
  private again: Promise<boolean> | null = null;

  constructor(engine: EngineClient, log: FaultLog, rerun: () => Promise<boolean>, changed: () => void) {
    this.engine = engine;
    this.log = log;
    this.rerun = rerun;
    this.changed = changed;
  }

  /** What is on screen of a state: all of it, but for what waits for its row. @param state that was followed last */
  shown(state: ViewState): ViewState {
    return this.shownState?.of === state ? this.shownState.state : state;
  }

  /** The row that a state is looked from; null where it needs none beside the matrix, or while that is not here. */
  rowOf(looked: Looked, state: ViewState): UnitRow | null {
    const key = rowKeyOf(looked, state);
    return key === null ? null : this.kept.get(key);
  }

  /** Why that row cannot be had; null when it can, or is not known yet. */
  faultOf(looked: Looked, state: ViewState): Fault | null {
    return this.failure !== null && this.failure.key === rowKeyOf(looked, state) ? this.failure.fault : null;
  }

  /** To be called after every change, before it is told: asks for the row that is missing, and for no other. */
  follow(exploration: Exploration | null, state: ViewState): void {
    const key = exploration && rowKeyOf(exploration, state);
    if (this.failure?.key !== key) this.failure = null;
    if (exploration === null || key === null || this.failure || this.kept.use(key)) this.settle(exploration, state);
    else if (this.asked !== key) this.ask(exploration, state, key);
    const isWaiting = this.asked !== null && !this.isLate && exploration !== null && this.settled?.look === dataKeyOf(exploration);
    this.shownState = isWaiting ? { of: state, state: { ...state, ...this.settled!.pointed } } : null;
  }

  /** The row that a state would be looked from, before it is on screen. One that cannot be had is asked for once more when it is. */
  async prepare(looked: Looked, state: ViewState, signal: AbortSignal): Promise<void> {
    const key = rowKeyOf(looked, state);
    if (key === null || this.kept.use(key)) return;
    try {
      this.kept.add(key, await fetchRow(this.engine, looked, sourceOf(state)!, signal));
    } catch {
      signal.throwIfAborted();
    }
  }

  /** Resolves when the row of what is pointed at is here or cannot be had: at once, where nobody waits for one. */
  whenRead(): Promise<void> {
    return this.asked === null ? Promise.resolve() : new Promise(resolve => this.waiting.push(resolve));
  }

  /** What failed is asked for again. */
  retry(): void {
    this.failure = null;
    this.missed = null;
    this.changed();
  }

  dispose(): void {
    this.endReading();
  }

  /** Nothing is asked for any more, and nobody waits. */
  private endReading(): void {
    this.reading.cancel();
    this.asked = null;
    this.endGrace();
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private settle(exploration: Exploration | null, { pinned, linked, hovered, cursor, cell, direction }: ViewState): void {
    this.endReading();
    if (exploration === null) this.kept.clear();
    const isWhole = exploration !== null && this.failure === null;
    this.settled = isWhole ? { look: dataKeyOf(exploration), pointed: { pinned, linked, hovered, cursor, cell, direction } } : null;
  }

  private ask(exploration: Exploration, state: ViewState, key: string): void {
    this.asked = key;
    // Who goes on from word to word sees the first of them no longer than who waits for one.
    if (!this.isLate) this.grace ??= setTimeout(() => this.onLate(), GRACE_MILLISECONDS);
    void this.read(exploration, state, key);
  }

  private async read(exploration: Exploration, state: ViewState, key: string): Promise<void> {
    try {
      const row = await this.reading.run(signal => fetchRow(this.engine, exploration, sourceOf(state)!, signal));
      if (!row) return;
      this.missed = null;
      this.kept.add(key, row);
      if (this.asked === key) this.changed();
    } catch (error) {
      if (this.asked === key) await this.onFailure(exploration, key, toFault(error));
    }
  }

  /** Where the engine lost the run, the text is run again, and the row of that run is asked for once it is on screen. */
  private async onFailure({ target }: Exploration, key: string, fault: Fault): Promise<void> {
    let shown = fault;
    const isKnown = isLostRun(fault) && this.missed === target && this.again === null;
    if (isLostRun(fault) && !isKnown) {
      this.missed = target;
      try {
        this.again ??= this.rerun().finally(() => (this.again = null));
        if (await this.again) return;
      } catch (error) {
        shown = toFault(error);
      }
    }
    if (this.asked !== key) return;
    // A run that is lost for good is told of once, not at every word that is pointed at.
    if (!isKnown) this.log.fault(shown);
    this.failure = { key, fault: shown };
    this.changed();
  }

  private onLate(): void {
    this.grace = null;
    this.isLate = true;
    this.changed();
  }

  private endGrace(): void {
    if (this.grace) clearTimeout(this.grace);
    this.grace = null;
    this.isLate = false;
  }
}

/** Names the row that a state is looked from; null where the picture needs none beside what is here. */
function rowKeyOf(looked: Looked, state: ViewState): string | null {
  const source = sourceOf(state);
  const { matrix } = looked;
  if (!matrix.sampled || source === null || state.direction === 'by' || state.level !== matrix.level) return null;
  if (isSampled(matrix, source.unit)) return null;
  return `${dataKeyOf(looked)}|${unitKey(source)}`;
}
