import type { Place, PlaceRange } from '../core/text/anchor.ts';
import type { Fault } from '../core/fault.ts';
import { FaultError, toFault } from '../core/faults.ts';
import { LESSON, TRANSLATION, type LessonView } from '../core/lesson.ts';
import type { View } from '../core/attention/lens.ts';
import { checkText } from '../core/text/textCheck.ts';
import type { Within } from '../core/text/textPair.ts';
import type { Level } from '../core/text/token.ts';
import type { SentenceView } from '../core/state/sentenceView.ts';
import type { WordView } from '../core/state/viewModel.ts';
import type { UnitRow } from '../core/state/unitMatrix.ts';
import type { ViewAction, ViewState } from '../core/state/viewState.ts';
import type { PersistedPanel, Phase } from '../protocol/panelApi.ts';
import type { Step } from '../protocol/rpc.ts';
import { Asked, type AskedText } from './asked.ts';
import { Choosing } from './choosing.ts';
import type { EngineClient } from './engineClient.ts';
import type { Documents } from './documents.ts';
import { Emitter, type Disposable } from './emitter.ts';
import { Experiments } from './experiments.ts';
import { isReadAlike, unitAtCaret, type Exploration, type TextRun } from './exploration.ts';
import { caretAction } from './selectedWords.ts';
import { Following } from './following.ts';
import { LookedAt } from './lookedAt.ts';
import { LookUps } from './lookUps.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { FaultLog } from './faults.ts';
import { PhaseNotes } from './phaseNotes.ts';
import { PartStore } from './parts/store.ts';
import { modelKey } from './parts/task.ts';
import { Rows } from './rows.ts';
import { Runs } from './runs.ts';
import { Screen } from './screen.ts';
import { anchorAgain, anchorsOf, type Addressed, type Anchors } from './standing.ts';
import { lookingWithin, type Target } from './target.ts';

/**
 * The one owner of what is explored, chosen and pointed at. Editor marks, status bar and panel are painted from it on every change and
 * never talk to each other; everything a person does, here or in the panel, arrives as one of the methods below.
 */
export class Explorer implements Disposable {
  private readonly models: ModelChoice;
  private readonly documents: Documents;
  private readonly log: FaultLog;
  private readonly changed = new Emitter<void>();
  private readonly screen = new Screen();
  private readonly notes = new PhaseNotes();
  private readonly runs: Runs;
  private readonly choosing: Choosing;
  private readonly rows: Rows;
  private readonly lookedAt: LookedAt;
  private readonly following: Following;
  private readonly asked: Asked;
  /** What the pages of the panel show beyond attention. */
  readonly parts = new PartStore(() => this.tell());
  readonly lookUps: LookUps;
  readonly experiments = new Experiments(this.parts, () => this.tell());

  /** Fired after every change; listeners paint from the getters. */
  readonly onDidChange = this.changed.event;

  constructor(engine: EngineClient, models: ModelChoice, documents: Documents, log: FaultLog) {
    this.models = models;
    this.documents = documents;
    this.lookUps = new LookUps(documents, () => this.tell());
    this.log = log;
    this.asked = new Asked(documents, () => this.runs.busy);
    this.runs = new Runs(engine, () => ({ ...this.choosing.wish, defaultHeads: models.defaultHeads ?? '' }));
    const rerun = () => this.rerun();
    const tell = () => this.tell();
    this.rows = new Rows(engine, log, rerun, tell);
    this.choosing = new Choosing(engine, this.screen, this.rows, rerun, tell);
    this.lookedAt = new LookedAt(this.screen, this.choosing);
    const { asked, screen, lookUps, experiments } = this;
    this.following = new Following(documents, { asked, screen, lookUps, experiments }, tell);
  }

  get phase(): Phase {
    return this.notes.phase(this.asked.running, this.exploration);
  }
  /** What a person chose and points at. */
  get state(): ViewState {
    return this.screen.state;
  }
  /** What is on screen of it: the same, but for a word whose row is being read, in whose place the one before stays for a moment. */
  get shown(): ViewState {
    return this.rows.shown(this.state);
  }
  get exploration(): Exploration | null {
    return this.screen.exploration;
  }
  /** Set after a window reload until the first exploration: what Explore Again explores. */
  get restored(): PersistedPanel | null {
    return this.notes.restored;
  }
  /** The target of the last request, also of one that failed: what Explore Again explores. */
  get target(): Target | null {
    return this.asked.text?.target ?? null;
  }
  /** The model of what is shown, else the one that would read a text. */
  get modelName(): string {
    return this.exploration?.model.name ?? this.models.name;
  }
  /** What the step of the lesson is looked at on; null while no lesson is under way. */
  get lessonView(): LessonView | null {
    const { lesson } = this.state;
    if (!lesson) return null;
    const isTranslation = lesson === 'twoTexts' && this.target?.text === TRANSLATION.text;
    if (isTranslation) return this.exploration?.model.twoTexts ? 'translation' : 'otherText';
    if (this.target && this.target.text !== LESSON[lesson].text) return 'otherText';
    const { directory } = (!this.runs.busy && this.exploration?.model) || this.models.chosen;
    return this.models.isBuiltInAt(directory) ? 'sample' : 'otherModel';
  }
  /** Which step of how many that were looked at is on screen; null while there is no other one. */
  get historyPlace(): LookedAt['place'] {
    return this.lookedAt.place;
  }
  /** True while marks may be painted: a run is shown and its text stands unedited. */
  get isLive(): boolean {
    return this.phase.kind === 'ready';
  }

  /** What the word attends to; null without a run. */
  get wordView(): WordView | null {
    return this.screen.wordView(this.shown, this.row);
  }
  /** What the colours in the editor show; null without a run. */
  get heatView(): WordView | null {
    return this.screen.heatView(this.shown, this.row, this.parts);
  }
  /** What the sentence of that word has to do with those of the other text; null where words alone are looked at. */
  get sentenceView(): SentenceView | null {
    return this.screen.sentenceView(this.shown, this.row);
  }
  /** Of a text that is held by rows, the row of the word that is looked from; null where what is shown needs none, or while it is not here. */
  get row(): UnitRow | null {
    return this.exploration && this.rows.rowOf(this.exploration, this.shown);
  }
  /** Why that row cannot be had. */
  get rowFault(): Fault | null {
    return this.exploration && this.rows.faultOf(this.exploration, this.shown);
  }

  /**
   * Runs the model on a target. What is shown stays as it is, following edits and choices, until the new run is here; a bad target, a failure
   * and a cancel change nothing of it. With nothing shown, the panel shows the failure. A newer request replaces this one.
   */
  async explore(target: Target, lens?: View, pointAtCaret = false): Promise<boolean> {
    const bad = checkText(target.text, target.what);
    if (bad) throw new FaultError(bad);
    return this.read(target, lens, pointAtCaret);
  }

  /** Of two texts that are shown, another kind of attention: what goes from one to the other (undefined), or what stays within. What is pointed at stays, where it is read. */
  async lookWithin(within: Within | undefined): Promise<boolean> {
    const { exploration } = this;
    if (!exploration?.target.second) return false;
    return this.read(lookingWithin(exploration.target, within), undefined, false, anchorsOf(exploration));
  }

  /** @param anchors where it stands, where that is known */
  private async read(target: Target, lens: View | undefined, pointAtCaret: boolean, anchors?: Anchors): Promise<boolean> {
    this.asked.ask(target, anchors);
    this.choosing.startRun(lens);
    this.notes.forgetFailure();
    try {
      const done = this.runs.explore(this.models.chosen, target, step => this.onStep(target, step));
      this.tell();
      const run = await done;
      const part = run && this.asked.partOf(run);
      if (run && part) this.takeOver(run, part, pointAtCaret ? target.caret : -1, this.asked.text);
      return run !== undefined;
    } catch (error) {
      const fault = toFault(error);
      this.log.fault(fault);
      this.choosing.endRun();
      if (!this.exploration) {
        this.notes.fail(fault, this.models.isBuiltInAt(this.models.chosen.directory));
        this.lookUps.forget();
      }
      this.tell();
      throw error;
    }
  }

  cancel(): void {
    if (!this.runs.busy) return;
    this.runs.cancel();
    this.choosing.endRun();
    this.tell();
  }

  clear(): void {
    this.runs.cancelAll();
    this.choosing.fulfil();
    this.release();
    this.screen.clear();
    this.lookUps.forget();
    this.notes.forget();
    this.experiments.startRun(null);
    this.tell();
  }

  /**
   * A view came back after a window reload, with what it kept; nothing is loaded until asked. What another one kept is the same, or older: it was out of sight.
   * So is what it kept once a text is shown: a view in a side bar may come up at any time.
   */
  restore(kept: PersistedPanel): void {
    if (this.restored || this.exploration || this.runs.busy) return;
    this.notes.restore(kept);
    this.screen.dispatch({ type: 'folding', folding: kept.folding });
    this.tell();
  }

  dispatch(action: ViewAction): void {
    const pointedElsewhere = this.lookUps.pointElsewhere();
    if (this.screen.dispatch(action) || pointedElsewhere) this.tell();
  }

  /** Waits for the row of the word that is pointed at. @throws FaultError when it cannot be had */
  async whenRead(): Promise<void> {
    await this.rows.whenRead();
    const { rowFault } = this;
    if (rowFault) throw new FaultError(rowFault);
  }

  /** The row that could not be had is asked for again. */
  readAgain(): void {
    this.rows.retry();
  }

  /** Another lens, head or layer. Name and numbers change together, once the new matrix is here. */
  chooseView(view: View): Promise<void> {
    return this.choosing.choose({ view });
  }

  chooseLevel(level: Level): Promise<void> {
    return this.choosing.choose({ level });
  }

  /**
   * The caret was put elsewhere. In a text that is still being read it points once the run is here: where it was when that was asked for is past.
   * @param selected of two texts, its words count as one
   */
  moveCaret(document: Addressed, place: Place, selected: readonly PlaceRange[] = []): void {
    this.asked.putCaret(document, place);
    const action = caretAction(this, document, place, selected);
    if (action) this.dispatch(action);
  }

  /** Back to what was looked at before, or forward again. False: there is nothing on that side. */
  async go(delta: 1 | -1): Promise<boolean> {
    const chosen = this.lookedAt.go(delta);
    if (!chosen) return false;
    this.tell();
    await chosen;
    return true;
  }

  /** The engine lost the run (it was idle, or died): the same text once more. True when another run is shown than the lost one. */
  async rerun(): Promise<boolean> {
    const lost = this.exploration;
    if (!lost) return false;
    const isLost = () => this.screen.isRun(lost.summary.runId);
    await this.runs.restore(lost, isLost, run => this.replace(lost, run));
    return this.exploration !== null && !isLost();
  }

  dispose(): void {
    this.runs.cancelAll();
    this.choosing.fulfil();
    this.rows.dispose();
    this.following.dispose();
    this.changed.dispose();
  }

  /** Another state of the model's files may cut the text elsewhere: that is another run of it. */
  private replace(lost: TextRun, run: TextRun): void {
    if (run.model.fingerprint !== lost.model.fingerprint)
      return this.takeOver(run, anchorAgain(run, this.exploration, this.documents.open), -1, null);
    this.release();
    this.choosing.fulfil();
    this.screen.replace(run);
    this.tell();
  }

  /** @param asked as a person asked for it; null when it was only run again */
  private takeOver(run: TextRun, anchors: Anchors, caret: number, asked: AskedText | null): void {
    this.release();
    this.choosing.fulfil();
    this.experiments.startRun(modelKey(run));
    // Other attention of the same words is looked at by the same way back.
    if (!isReadAlike(this.exploration, run)) this.lookedAt.forget();
    this.screen.take(run, anchors, caret);
    this.lookUps.takeOver(run, asked);
    this.notes.forget();
    if (asked?.caret) this.screen.dispatch({ type: 'cursor', unit: unitAtCaret(this, { uri: asked.caretUri ?? '' }, asked.caret) });
    this.tell();
  }

  private onStep(target: Target, step: Step): void {
    if (this.asked.goOn(target, step)) this.tell();
  }

  /** A row that the change calls for is asked for before anything is painted. */
  private tell(): void {
    this.rows.follow(this.exploration, this.state);
    this.lookedAt.follow();
    this.changed.fire();
  }

  private release(): void {
    if (this.exploration) this.runs.release(this.exploration);
  }
}
