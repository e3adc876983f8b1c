import { toFault } from '../../core/faults.ts';
import { firstLack, lackOf } from '../../core/model/capability.ts';
import type { PanelParts, PartName } from '../../protocol/panelParts.ts';
import type { EngineClient } from '../engineClient.ts';
import type { Explorer } from '../explorer.ts';
import type { Exploration } from '../exploration.ts';
import { isLostRun } from '../faults.ts';
import { Latest } from '../latest.ts';
import type { Disposable } from '../emitter.ts';
import type { FaultLog } from '../faults.ts';
import { askBefore, secondsOfPass } from './cost.ts';
import { PARTS } from './registry.ts';
import { isShown, type AnyContext, type InSight, type PartContext, type PartTask, type Progress } from './task.ts';
import { ProgressReports } from '../progressReports.ts';
import type { Fault } from '../../core/fault.ts';

/** A part that is here sooner than this is not announced as computing: nothing flickers while the pointer moves over words. */
const QUICK_MILLISECONDS = 60;

/** Fetches the parts that a view in sight shows, one request per part at a time: a newer one replaces the older, a closed page stops it. */
export class PartRequests implements Disposable {
  private readonly engine: EngineClient;
  private readonly explorer: Explorer;
  private readonly log: FaultLog;
  private readonly inSight: () => InSight;
  private readonly vectorFile: () => string | null;
  private readonly tasks: typeof PARTS;
  private readonly subscription: Disposable;
  private readonly requests = new Map<PartName, Latest>();
  /** What the request that was made last reports on. */
  private readonly reports = new Map<PartName, ProgressReports>();
  /** What was asked for last; stays after a failure or a cancel, so that only a new key or Retry asks again. */
  private readonly asked = new Map<PartName, string>();
  /** The run that a part missed and that was run again for it, until the part came. A second one that is lost as well is not run again. */
  private readonly missed = new Map<PartName, Exploration>();
  /** A run that was lost and could not be run again: said once, and not tried at every word that is pointed at. */
  private hopeless: number | null = null;
  /** What a person started although it takes long. */
  private readonly agreed = new Map<PartName, string>();
  /** After how many steps of it they want to stop. */
  private readonly enough = new Map<PartName, number>();

  constructor(
    engine: EngineClient,
    explorer: Explorer,
    log: FaultLog,
    inSight: () => InSight,
    vectorFile: () => string | null,
    tasks: typeof PARTS = PARTS,
  ) {
    this.tasks = tasks;
    this.engine = engine;
    this.explorer = explorer;
    this.log = log;
    this.inSight = inSight;
    this.vectorFile = vectorFile;
    this.subscription = explorer.onDidChange(() => this.refresh());
  }

  refresh(): void {
    for (const name of Object.keys(this.tasks) as PartName[]) this.refreshPart(name);
  }

  /** Stops what is computed; what is here of it stays, and the page offers to go on, or to start it again. */
  cancel(name: PartName): void {
    const { parts } = this.explorer;
    // It may not have been announced yet, with another one still on screen.
    const isUnderWay = this.requests.get(name)?.busy === true || parts.isUnderWay(name);
    this.interrupt(name);
    const key = this.asked.get(name);
    if (key !== undefined && isUnderWay && !parts.stop(name, key))
      parts.fail(name, key, {
        code: 'cancelled',
        title: 'Stopped',
        cause: 'You cancelled it before it was done.',
        nextStep: 'Start it again when you need it.',
      });
  }

  /** Also starts what waits to be started. @param onlyNearest and stops it when those are measured */
  retry(name: PartName, onlyNearest = false): void {
    const status = this.explorer.parts.statuses[name];
    const nearest = status?.kind === 'waiting' && onlyNearest ? status.nearest : null;
    if (nearest) this.enough.set(name, nearest.passes);
    else this.enough.delete(name);
    const key = this.asked.get(name);
    if (key !== undefined) this.agreed.set(name, key);
    this.asked.delete(name);
    this.missed.delete(name);
    this.hopeless = null;
    this.refreshPart(name);
  }

  /** What it was made from is gone: nothing of it is computed any more, or kept. */
  forget(name: PartName): void {
    this.requests.get(name)?.cancel();
    this.asked.delete(name);
    this.explorer.parts.drop(name);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const request of this.requests.values()) request.cancel();
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- with the union of names the task would be one for any part
  private refreshPart<N extends PartName>(name: N): void {
    const task: PartTask<N> = this.tasks[name];
    const context = this.contextFor(task);
    const key = context && isShown(task, context) ? task.key(context) : null;
    if (!context || key === null) this.stop(name);
    else if (key !== this.asked.get(name) && !this.isLacking(name, task, key, context) && !this.mustWait(name, task, key, context))
      void this.fetch(name, task, key, context);
  }

  private isLacking<N extends PartName>(name: N, { needs }: PartTask<N>, key: string, { exploration, state }: PartContext): boolean {
    const lack = needs ? firstLack(exploration.model, needs(state)) : null;
    if (lack === null) return false;
    this.requests.get(name)?.cancel();
    this.asked.set(name, key);
    this.explorer.parts.fail(name, key, lackOf(lack).fault);
    return true;
  }

  private mustWait<N extends PartName>(name: N, task: PartTask<N>, key: string, context: PartContext): boolean {
    const cost = this.agreed.get(name) === key ? null : askBefore(task, context);
    if (cost === null) return false;
    this.requests.get(name)?.cancel();
    this.asked.set(name, key);
    this.explorer.parts.wait(name, key, cost);
    return true;
  }

  /** With all that was reported of it taken over. */
  private interrupt(name: PartName): void {
    if (this.explorer.parts.isUnderWay(name)) this.reports.get(name)?.flush();
    this.requests.get(name)?.cancel();
  }

  /** Not on screen: what is being computed stops, what is there stays for when the page opens again, and goes on then. What was dropped is asked for anew. */
  private stop(name: PartName): void {
    const { parts } = this.explorer;
    const request = this.requests.get(name);
    const isBusy = request?.busy === true;
    const key = this.asked.get(name);
    this.interrupt(name);
    if (isBusy || !parts.statuses[name]) this.asked.delete(name);
    if (isBusy && parts.isUnderWay(name) && !parts.stop(name, key)) parts.drop(name);
  }

  private async fetch<N extends PartName>(name: N, task: PartTask<N>, key: string, context: PartContext): Promise<void> {
    const { parts } = this.explorer;
    const latest = this.requests.get(name) ?? new Latest();
    this.requests.set(name, latest);
    this.asked.set(name, key);
    const isWanted = () => this.asked.get(name) === key;
    try {
      const value = await latest.run(signal => this.make(name, task, key, context, signal));
      if (value === undefined || !isWanted()) return;
      this.missed.delete(name);
      parts.finish(name, key, value);
    } catch (error) {
      if (isWanted()) await this.onFailure(name, key, context, toFault(error));
    }
  }

  /** Makes a part and tells how far it is, and what there is of it. */
  private async make<N extends PartName>(
    name: N,
    task: PartTask<N>,
    key: string,
    context: PartContext,
    signal: AbortSignal,
  ): Promise<PanelParts[N]> {
    const { parts } = this.explorer;
    const reports = new ProgressReports(QUICK_MILLISECONDS);
    this.reports.set(name, reports);
    const stopped = parts.stoppedAt(name, key);
    const each = secondsOfPass(task, context);
    const report = (tell: () => void): void => {
      reports.report(() => {
        if (this.asked.get(name) === key && !signal.aborted) tell();
      });
    };
    // What is here already is on screen.
    if (!stopped) report(() => parts.computing(name, key));
    const onProgress: Progress<PanelParts[N]> = (done, total, soFar, seconds) => {
      const left = seconds ?? (each && each * (total - done));
      report(() => (soFar ? parts.partial(name, key, { done, total, left }, soFar()) : parts.computing(name, key, done, total)));
      if (done < (this.enough.get(name) ?? Infinity) || signal.aborted) return;
      reports.flush();
      this.cancel(name);
    };
    try {
      return await task.fetch(context, signal, onProgress, stopped);
    } finally {
      reports.stop();
    }
  }

  private async onFailure(name: PartName, key: string, { exploration }: AnyContext, fault: Fault): Promise<void> {
    const runId = exploration?.summary.runId ?? null;
    const isLost = exploration !== null && isLostRun(fault);
    const isKnown = isLost && this.hopeless === runId;
    let shown = fault;
    if (isLost && !isKnown && this.mayRunAgain(name, exploration)) {
      this.missed.set(name, exploration);
      try {
        if (await this.explorer.rerun()) return this.askAgain(name, key);
      } catch (error) {
        this.hopeless = runId;
        shown = toFault(error);
      }
    }
    // While the text ran again, something else may have been asked for.
    if (this.asked.get(name) !== key) return;
    if (!isKnown) this.log.fault(shown);
    this.explorer.parts.fail(name, key, shown);
  }

  /** Not when this is the run that was made because the part missed the one before. */
  private mayRunAgain(name: PartName, { target, summary }: Exploration): boolean {
    const missed = this.missed.get(name);
    return missed === undefined || missed.target !== target || missed.summary.runId === summary.runId;
  }

  /** The text ran again; what its key names a run by was asked for at that change already. */
  private askAgain(name: PartName, key: string): void {
    if (this.asked.get(name) !== key) return;
    this.asked.delete(name);
    this.refreshPart(name);
  }

  /** Null where there is nothing to make the part from. */
  private contextFor<N extends PartName>({ needsNoRun }: PartTask<N>): PartContext | null {
    const { explorer, engine } = this;
    const { exploration, state, phase, lookUps } = explorer;
    const { comparison, variant, checked } = explorer.experiments;
    const grounded = explorer.parts.latest('ground');
    if (phase.kind === 'loading' || (!exploration && !needsNoRun)) return null;
    const beside = { comparison, variant, checked, grounded, lookUps, inSight: this.inSight(), vectorFile: this.vectorFile() };
    // A task that needs no run takes what is explored as it is, if anything is.
    return { engine, exploration, state, ...beside } satisfies AnyContext as PartContext;
  }
}
