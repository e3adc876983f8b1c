import type { Step } from '../protocol/rpc.ts';
import { Latest } from './latest.ts';
import type { EngineClient } from './engineClient.ts';
import type { TextRun } from './exploration.ts';
import { releaseRun, runTarget, type Wish } from './exploreRun.ts';
import type { ChosenModel } from './modelChoice.ts';
import type { Target } from './target.ts';

/**
 * Runs of the model: what a person asks to explore, and the run on screen once more when the engine lost it. Both are one at a time, the
 * former comes first, and what comes too late is released.
 */
export class Runs {
  private readonly engine: EngineClient;
  private readonly wish: Wish;
  private readonly asked = new Latest();
  private readonly restoring = new Latest();
  private underWay: Promise<unknown> | null = null;
  private again: Promise<void> | null = null;

  constructor(engine: EngineClient, wish: Wish) {
    this.engine = engine;
    this.wish = wish;
  }

  /** True while something that a person asked for is run. */
  get busy(): boolean {
    return this.asked.busy;
  }

  /** Undefined when it was cancelled, or a newer request came in between. @param onStep is told how far the model is with a long text */
  async explore(model: ChosenModel, target: Target, onStep: (step: Step) => void): Promise<TextRun | undefined> {
    this.restoring.cancel();
    const run = this.start(this.asked, model, target, onStep);
    const settled = run.catch(() => null).finally(() => this.underWay === settled && (this.underWay = null));
    this.underWay = settled;
    return run;
  }

  /**
   * Runs the text of a lost run again, once for all who miss it. What a person explores meanwhile comes first, and may be enough.
   * @param isLost whether that run is still the one on screen @param take is given the run that takes its place
   */
  restore({ model, summary, target }: TextRun, isLost: () => boolean, take: (run: TextRun) => void): Promise<void> {
    const { told } = summary;
    const chosen = { directory: model.directory, variant: model.variant, ...(told && { told }) };
    return (this.again ??= this.runAgain(chosen, target, isLost, take).finally(() => (this.again = null)));
  }

  cancel(): void {
    this.asked.cancel();
  }

  cancelAll(): void {
    this.asked.cancel();
    this.restoring.cancel();
  }

  release({ summary }: Pick<TextRun, 'summary'>): void {
    releaseRun(this.engine, summary.runId);
  }

  private async runAgain(model: ChosenModel, target: Target, isLost: () => boolean, take: (run: TextRun) => void): Promise<void> {
    while (isLost()) {
      if (this.underWay) {
        await this.underWay;
        continue;
      }
      const run = await this.start(this.restoring, model, target);
      if (run && isLost()) return take(run);
      if (run) this.release(run);
      else if (!this.underWay) return;
    }
  }

  private start(latest: Latest, model: ChosenModel, target: Target, onStep?: (step: Step) => void): Promise<TextRun | undefined> {
    return latest.run(
      signal => runTarget(this.engine, model, target, this.wish, signal, onStep),
      late => this.release(late),
    );
  }
}
