import { Latest } from './latest.ts';
import type { EngineClient } from './engineClient.ts';
import { releaseRun, runTarget, type TargetRun, type Wish } from './exploreRun.ts';
import type { Target } from './target.ts';

/**
 * Runs of the model: what a person asks to explore, and the run on screen once more when the engine lost it. Both are one at a time, the
 * former comes first, and what comes too late is released.
 */
export class Runs {
  private readonly engine: EngineClient;
  private readonly asked = new Latest();
  private readonly restoring = new Latest();
  private underWay: Promise<unknown> | null = null;

  constructor(engine: EngineClient) {
    this.engine = engine;
  }

  /** True while something that a person asked for is run. */
  get busy(): boolean {
    return this.asked.busy;
  }

  /** Undefined when it was cancelled, or a newer request came in between. */
  async explore(directory: string, target: Target, wish: Wish): Promise<TargetRun | undefined> {
    this.restoring.cancel();
    const run = this.start(this.asked, directory, target, wish);
    const settled = run.catch(() => null).finally(() => this.underWay === settled && (this.underWay = null));
    this.underWay = settled;
    return run;
  }

  /** Runs the text of a lost run again; `isLost` says whether that run is still the one on screen. Undefined when there is nothing to take over. */
  async again(directory: string, target: Target, wish: Wish, isLost: () => boolean): Promise<TargetRun | undefined> {
    while (isLost()) {
      if (this.underWay) {
        await this.underWay;
        continue;
      }
      const run = await this.start(this.restoring, directory, target, wish);
      if (run && isLost()) return run;
      if (run) this.release(run);
      else if (!this.underWay) break;
    }
    return undefined;
  }

  cancel(): void {
    this.asked.cancel();
  }

  cancelAll(): void {
    this.asked.cancel();
    this.restoring.cancel();
  }

  release({ exploration }: Pick<TargetRun, 'exploration'>): void {
    releaseRun(this.engine, exploration.summary.runId);
  }

  private start(latest: Latest, directory: string, target: Target, wish: Wish): Promise<TargetRun | undefined> {
    return latest.run(
      signal => runTarget(this.engine, directory, target, wish, signal),
      late => this.release(late),
    );
  }
}
