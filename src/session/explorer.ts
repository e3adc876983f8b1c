import type { Place } from '../core/text/anchor.ts';
import { FaultError, toFault } from '../core/faults.ts';
import type { View } from '../core/attention/lens.ts';
import { isViewOf } from '../core/attention/navigate.ts';
import { checkText, countWords } from '../core/text/textCheck.ts';
import type { Level } from '../core/text/token.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { WordView } from '../core/state/viewModel.ts';
import { INITIAL_STATE, reduce, sameView, type ViewAction, type ViewState } from '../core/state/viewState.ts';
import type { MatrixSlice } from '../protocol/engineApi.ts';
import type { Phase } from '../protocol/panelApi.ts';
import type { EngineClient } from './engineClient.ts';
import type { DocumentEdit, Documents, SessionDocument } from './documents.ts';
import { Emitter, type Disposable } from './emitter.ts';
import { Experiments } from './experiments.ts';
import { anchorAfterRun, findAgain, followEdit, isOf, unitAtOffset, withAnchor, type Exploration } from './exploration.ts';
import { fetchMatrix, type TargetRun } from './exploreRun.ts';
import type { ModelChoice } from './modelChoice.ts';
import { stateOfNewRun, toLevel } from './newRun.ts';
import { isLostRun, RERUNS, type FaultLog } from './faults.ts';
import { Latest } from './latest.ts';
import { PhaseNotes } from './phaseNotes.ts';
import { PartStore } from './parts/store.ts';
import { Runs } from './runs.ts';
import type { Target } from './target.ts';
import { Views } from './views.ts';

/**
 * The one owner of what is explored, chosen and pointed at. Editor marks, status bar and panel are painted from it on every change and
 * never talk to each other; everything a person does, here or in the panel, arrives as one of the methods below.
 */
export class Explorer implements Disposable {
  private readonly engine: EngineClient;
  private readonly models: ModelChoice;
  private readonly documents: Documents;
  private readonly log: FaultLog;
  private readonly changed = new Emitter<void>();
  private readonly runs: Runs;
  private readonly choosing = new Latest();
  private readonly subscriptions: Disposable[];
  private readonly notes = new PhaseNotes();
  private currentState: ViewState = INITIAL_STATE;
  private current: Exploration | null = null;
  private lastTarget: Target | null = null;
  private rerunning: Promise<boolean> | null = null;
  private readonly views = new Views();
  /** What the pages of the panel show beyond attention. */
  readonly parts = new PartStore(() => this.changed.fire());
  readonly experiments = new Experiments(this.parts, () => this.changed.fire());

  /** Fired after every change; listeners paint from the getters. */
  readonly onDidChange = this.changed.event;

  constructor(engine: EngineClient, models: ModelChoice, documents: Documents, log: FaultLog) {
    this.engine = engine;
    this.runs = new Runs(engine);
    this.models = models;
    this.documents = documents;
    this.log = log;
    this.subscriptions = [documents.onEdit(edit => this.onEdit(edit)), documents.onOpen(document => this.onOpen(document))];
  }

  get phase(): Phase {
    return this.notes.phase(this.runs.busy, this.current);
  }
  get state(): ViewState {
    return this.currentState;
  }
  get exploration(): Exploration | null {
    return this.current;
  }
  /** The target of the last request, also of one that failed: what Explore Again explores. */
  get target(): Target | null {
    return this.lastTarget;
  }
  /** True while marks may be painted: a run is shown and its text stands unedited. */
  get isLive(): boolean {
    return this.phase.kind === 'ready';
  }

  /** What the word attends to; null without a run. */
  get wordView(): WordView | null {
    return this.current && this.views.attention(this.current, this.currentState);
  }
  /** What the colours in the editor show; null without a run. */
  get heatView(): WordView | null {
    return this.current && this.views.heat(this.current, this.currentState, this.parts);
  }

  /**
   * Runs the model on a target. What is shown stays as it is, following edits and choices, until the new run is here; a bad target, a failure
   * and a cancel change nothing of it. With nothing shown, the panel shows the failure. A newer request replaces this one.
   */
  async explore(target: Target, lens?: View, pointAtCaret = false): Promise<boolean> {
    const bad = checkText(target.text, target.what);
    if (bad) throw new FaultError(bad);
    this.lastTarget = target;
    this.choosing.cancel();
    this.notes.start(countWords(target.text), this.current === null);
    try {
      const done = this.runs.explore(this.models.directory, target, () =>
        lens ? { view: lens, level: this.currentState.level } : this.currentState,
      );
      this.changed.fire();
      const run = await done;
      if (run) this.adopt(run, pointAtCaret ? target.caret : -1);
      else this.changed.fire();
      return run !== undefined;
    } catch (error) {
      const fault = toFault(error);
      this.log.fault(fault);
      if (!this.current) this.notes.fail(fault, this.models.isBuiltIn);
      this.changed.fire();
      throw error;
    }
  }

  cancel(): void {
    if (!this.runs.busy) return;
    this.runs.cancel();
    this.changed.fire();
  }

  clear(): void {
    this.runs.cancelAll();
    this.choosing.cancel();
    this.releaseShown();
    this.current = null;
    this.notes.clear();
    this.experiments.startRun();
    this.currentState = reduce(this.currentState, { type: 'newRun', view: this.currentState.view, layers: null, hasVectors: true });
    this.changed.fire();
  }

  /** A panel came back after a window reload; nothing is loaded until asked. */
  showRestored(label: string, lines: string): void {
    this.notes.restore(label, lines);
    this.changed.fire();
  }

  dispatch(action: ViewAction): void {
    const next = reduce(this.currentState, action);
    if (next === this.currentState) return;
    this.currentState = next;
    this.changed.fire();
  }

  /** Another lens, head or layer. Name and numbers change together, once the new matrix is here. */
  async chooseView(view: View): Promise<void> {
    if (this.current && sameView(view, this.currentState.view)) return this.dispatch({ type: 'view', view });
    await this.refetch(view, this.currentState.level, RERUNS);
  }

  async chooseLevel(level: Level): Promise<void> {
    if (this.current && level !== this.currentState.level) await this.refetch(this.currentState.view, level, RERUNS);
  }

  /** The unit at a place of the document; null: not explored, edited, or between words. */
  unitAt(document: { readonly uri: { toString(): string } }, place: Place): UnitRef | null {
    const exploration = this.current;
    if (!exploration || !this.isLive || !isOf(exploration, document)) return null;
    const offset = exploration.map.offsetAt(place);
    return offset < 0 ? null : unitAtOffset(exploration, this.currentState.level, offset + exploration.base);
  }

  dispose(): void {
    this.runs.cancelAll();
    this.choosing.cancel();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private async refetch(view: View, level: Level, rerunsLeft: number): Promise<void> {
    const { current } = this;
    if (!current || !isViewOf(view, current.model.lenses, current.model.layers, current.model.heads)) return;
    const isShown = () => this.current?.summary.runId === current.summary.runId;
    try {
      const matrix = await this.choosing.run(signal => fetchMatrix(this.engine, current.model, current.summary.runId, view, level, signal));
      if (!matrix) return;
      if (isShown()) return this.show(matrix, view);
    } catch (error) {
      if (isShown() && !(rerunsLeft > 0 && isLostRun(toFault(error)) && (await this.rerun()))) throw error;
    }
    // Another run is shown by now, of the same text or of another: what was chosen is meant for it.
    if (rerunsLeft > 0) await this.refetch(view, level, rerunsLeft - 1);
  }

  /** Name and number together. */
  private show(matrix: MatrixSlice, view: View): void {
    const { current, currentState: before } = this;
    if (!current) return;
    this.current = { ...current, matrix, view };
    const seen = sameView(view, before.view) ? before : reduce(before, { type: 'view', view });
    this.currentState = toLevel(seen, matrix.level, current);
    this.changed.fire();
  }

  /** The engine lost the run (it was idle, or died): the same text once more, keeping what is pointed at. All who miss it wait for one run. */
  rerun(): Promise<boolean> {
    return (this.rerunning ??= this.runAgain().finally(() => (this.rerunning = null)));
  }

  /** True when another run is shown than the lost one: what a person explores meanwhile comes first, and may be enough. */
  private async runAgain(): Promise<boolean> {
    const lost = this.current;
    if (!lost) return false;
    const isLost = () => this.current?.summary.runId === lost.summary.runId;
    const run = await this.runs.again(lost.model.directory, lost.target, () => this.currentState, isLost);
    if (run) this.replace(run);
    return this.current !== null && !isLost();
  }

  /** The same text run again: its place is followed meanwhile, and what is pointed at stays where the words are the same. */
  private replace({ exploration, view }: TargetRun): void {
    const { current } = this;
    if (!current) return;
    if (current.summary.words.length !== exploration.summary.words.length) return this.adopt({ exploration, view }, -1);
    this.releaseShown();
    this.current = { ...exploration, anchor: current.anchor, map: current.map };
    this.show(exploration.matrix, view);
  }

  private adopt({ exploration, view }: TargetRun, caret: number): void {
    this.releaseShown();
    const anchor = anchorAfterRun(exploration, this.documents.open);
    this.experiments.startRun();
    this.current = withAnchor(exploration, anchor);
    this.notes.forgetRestored();
    this.currentState = stateOfNewRun(this.currentState, { exploration, view }, caret);
    this.changed.fire();
  }

  private releaseShown(): void {
    if (this.current) this.runs.release({ exploration: this.current });
  }

  private onEdit(edit: DocumentEdit): void {
    if (edit.changes.length === 0) return;
    this.follow(edit.document, this.experiments.follow(edit), exploration => followEdit(exploration, edit));
  }

  private onOpen(document: SessionDocument): void {
    this.follow(document, this.experiments.reattach(document), exploration => findAgain(exploration, document));
  }

  private follow(document: SessionDocument, othersMoved: boolean, move: (exploration: Exploration) => Exploration['anchor']): void {
    const { current } = this;
    const isExplored = current !== null && isOf(current, document);
    if (isExplored) this.current = withAnchor(current, move(current));
    if (isExplored || othersMoved) this.changed.fire();
  }
}
