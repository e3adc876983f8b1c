import * as vscode from 'vscode';
import { toFault } from '../core/errors.ts';
import type { View } from '../core/lens.ts';
import { isViewOf } from '../core/navigate.ts';
import { checkText, countWords } from '../core/textCheck.ts';
import type { Level } from '../core/token.ts';
import type { WordView } from '../core/viewModel.ts';
import { INITIAL_STATE, reduce, sameView, type ViewAction, type ViewState } from '../core/viewState.ts';
import { wordAt } from '../core/words.ts';
import type { Phase } from '../protocol/panelApi.ts';
import type { EngineClient } from './engineClient.ts';
import { Experiments } from './experiments.ts';
import { anchorAfterRun, caretUnit, findAgain, followEdit, isOf, unitsOf, withAnchor, type Exploration } from './exploration.ts';
import { fetchMatrix, runTarget } from './exploreRun.ts';
import { actionsFor, isLostRun, RERUNS } from './faults.ts';
import { Latest } from './latest.ts';
import type { Log } from './log.ts';
import type { Models } from './models.ts';
import { PartStore } from './partStore.ts';
import { EXPLORE_DOCUMENT, OPEN_SAMPLE, Refusal } from './refusal.ts';
import type { Target } from './target.ts';
import { Views } from './views.ts';

/**
 * The one owner of what is explored, chosen and pointed at. Editor marks, status bar and panel are painted from it on every change and
 * never talk to each other; everything a person does, here or in the panel, arrives as one of the methods below.
 */
export class Explorer implements vscode.Disposable {
  private readonly engine: EngineClient;
  private readonly models: Models;
  private readonly log: Log;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly running = new Latest();
  private readonly choosing = new Latest();
  private readonly subscriptions: vscode.Disposable[];
  private currentPhase: Phase = { kind: 'empty' };
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

  constructor(engine: EngineClient, models: Models, log: Log) {
    this.engine = engine;
    this.models = models;
    this.log = log;
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument(event => this.onEdit(event)),
      vscode.workspace.onDidOpenTextDocument(document => this.onOpen(document)),
    ];
  }

  get phase(): Phase {
    return this.currentPhase;
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
    return this.current !== null && this.currentPhase.kind === 'ready' && this.current.anchor.live;
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
   * Runs the model on a target. What was shown before comes back when the target is bad, the run fails or is cancelled; with nothing
   * to come back to, the panel shows the failure. Explore Again tries the same target. A newer request replaces this one.
   */
  async explore(target: Target, lens?: View, pointAtCaret = false): Promise<boolean> {
    const bad = checkText(target.text, target.what);
    if (bad) throw new Refusal(bad, target.what === 'selection' ? EXPLORE_DOCUMENT : OPEN_SAMPLE);
    this.lastTarget = target;
    const before = this.current;
    const state = lens ? { ...this.currentState, view: lens } : this.currentState;
    this.choosing.cancel();
    this.setPhase({ kind: 'loading', words: countWords(target.text), modelName: '', cold: before === null });
    try {
      const done = await this.running.run(signal => runTarget(this.engine, this.models.directory, target, state, signal));
      if (!done) {
        if (!this.running.busy && this.currentPhase.kind === 'loading') this.restore(before);
        return false;
      }
      this.adopt(done.exploration, done.view, pointAtCaret ? target.caret : -1);
      return true;
    } catch (error) {
      const fault = toFault(error);
      this.log.fault(fault);
      if (before) this.restore(before);
      else this.setPhase({ kind: 'failed', fault, actions: actionsFor(fault, this.models.isBuiltIn) });
      throw error;
    }
  }

  cancel(): void {
    this.running.cancel();
  }

  clear(): void {
    this.running.cancel();
    this.choosing.cancel();
    if (this.current) void this.engine.call('release', { runId: this.current.summary.runId }).catch(() => null);
    this.current = null;
    this.experiments.startRun();
    this.currentState = reduce(this.currentState, { type: 'newRun', view: this.currentState.view, layers: null, hasVectors: true });
    this.setPhase({ kind: 'empty' });
  }

  /** A panel came back after a window reload; nothing is loaded until asked. */
  showRestored(label: string, lines: string): void {
    if (this.currentPhase.kind === 'empty') this.setPhase({ kind: 'restored', label, lines });
  }

  dispatch(action: ViewAction): void {
    const next = reduce(this.currentState, action);
    if (next === this.currentState) return;
    this.currentState = next;
    this.changed.fire();
  }

  /** Another lens, head or layer. Name and numbers change together, once the new matrix is here. */
  async chooseView(view: View): Promise<void> {
    const { current } = this;
    if (!current || !isViewOf(view, current.model.lenses, current.model.layers, current.model.heads)) return;
    if (sameView(view, this.currentState.view)) return this.dispatch({ type: 'view', view });
    await this.refetch(view, this.currentState.level, RERUNS);
  }

  async chooseLevel(level: Level): Promise<void> {
    if (this.current && level !== this.currentState.level) await this.refetch(this.currentState.view, level, RERUNS);
  }

  /** Adds slices to what is shown, when they still belong to it. */
  addSlices(runId: number, slices: Partial<Pick<Exploration, 'thumbnails' | 'ranking' | 'layers'>>): void {
    if (this.current?.summary.runId !== runId) return;
    this.current = { ...this.current, ...slices };
    this.changed.fire();
  }

  /** The unit at a place of the document, or -1: not explored, edited, or between words. */
  unitAt(document: vscode.TextDocument, position: vscode.Position): number {
    const exploration = this.current;
    if (!exploration || !this.isLive || !isOf(exploration, document)) return -1;
    const offset = exploration.map.offsetAt(position);
    return offset < 0 ? -1 : wordAt(unitsOf(exploration, this.currentState.level), offset + exploration.base);
  }

  dispose(): void {
    this.running.cancel();
    this.choosing.cancel();
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.changed.dispose();
  }

  private async refetch(view: View, level: Level, rerunsLeft: number): Promise<void> {
    const { current } = this;
    if (!current) return;
    const { runId } = current.summary;
    try {
      const matrix = await this.choosing.run(signal => fetchMatrix(this.engine, current.model, runId, view, level, signal));
      if (!matrix || this.current?.summary.runId !== runId) return;
      const before = this.currentState;
      const ofOtherLevel = level === before.level ? {} : { thumbnails: null, ranking: null, layers: null };
      this.current = { ...this.current, matrix, ...ofOtherLevel };
      const seen = sameView(view, before.view) ? before : reduce(before, { type: 'view', view });
      this.currentState = reduce(seen, { type: 'level', level, from: unitsOf(current, before.level), to: unitsOf(current, level) });
      this.changed.fire();
    } catch (error) {
      if (rerunsLeft > 0 && isLostRun(toFault(error)) && (await this.rerun())) return this.refetch(view, level, rerunsLeft - 1);
      throw error;
    }
  }

  /** The engine lost the run (it was idle, or died): the same text once more, keeping what is pointed at. All who miss it wait for one run. */
  rerun(): Promise<boolean> {
    return (this.rerunning ??= this.runAgain().finally(() => (this.rerunning = null)));
  }

  private async runAgain(): Promise<boolean> {
    const { current, currentState: state } = this;
    if (!current) return false;
    const done = await this.running.run(signal => runTarget(this.engine, current.model.directory, current.target, state, signal));
    // The text may have been edited meanwhile: its anchor is followed, the run is the same.
    if (!done || this.current?.summary.runId !== current.summary.runId) return false;
    this.current = { ...done.exploration, anchor: this.current.anchor, map: this.current.map };
    this.changed.fire();
    return true;
  }

  private adopt(exploration: Exploration, view: View, caret: number): void {
    const previous = this.current;
    if (previous) void this.engine.call('release', { runId: previous.summary.runId }).catch(() => null);
    const anchor = anchorAfterRun(exploration, vscode.workspace.textDocuments);
    this.experiments.startRun();
    this.current = withAnchor(exploration, anchor);
    const unit = caret < 0 ? -1 : caretUnit(exploration, this.currentState.level, caret);
    const { layers, width } = exploration.model;
    const next = reduce(this.currentState, { type: 'newRun', view, layers, hasVectors: width > 0 });
    this.currentState = { ...next, cursor: unit < 0 ? null : unit };
    this.setPhase({ kind: anchor.live ? 'ready' : 'stale' });
  }

  private restore(exploration: Exploration | null): void {
    this.current = exploration;
    this.setPhase(exploration ? { kind: exploration.anchor.live ? 'ready' : 'stale' } : { kind: 'empty' });
  }

  private setPhase(phase: Phase): void {
    this.currentPhase = phase;
    this.changed.fire();
  }

  private onEdit(event: vscode.TextDocumentChangeEvent): void {
    if (event.contentChanges.length === 0) return;
    this.follow(event.document, this.experiments.follow(event), exploration => followEdit(exploration, event));
  }

  /** Also after a change of language, which closes and opens the document, and after it was changed on disk while closed. */
  private onOpen(document: vscode.TextDocument): void {
    this.follow(document, this.experiments.reattach(document), exploration => findAgain(exploration, document));
  }

  private follow(document: vscode.TextDocument, othersMoved: boolean, move: (exploration: Exploration) => Exploration['anchor']): void {
    const { current } = this;
    const isExplored = current !== null && isOf(current, document);
    if (isExplored) {
      const anchor = move(current);
      this.current = withAnchor(current, anchor);
      if (this.currentPhase.kind === 'ready' || this.currentPhase.kind === 'stale')
        this.currentPhase = { kind: anchor.live ? 'ready' : 'stale' };
    }
    if (isExplored || othersMoved) this.changed.fire();
  }
}
