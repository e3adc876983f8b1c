import { lackOf } from '../core/model/capability.ts';
import { toFault } from '../core/faults.ts';
import type { View } from '../core/attention/lens.ts';
import { isViewOf } from '../core/attention/navigate.ts';
import { sameView } from '../core/state/viewState.ts';
import type { EngineClient } from './engineClient.ts';
import { fetchMatrix, lackForView, type Look } from './exploreRun.ts';
import { isLostRun } from './faults.ts';
import { Latest } from './latest.ts';
import type { Rows } from './rows.ts';
import type { Screen } from './screen.ts';

/**
 * What is looked through and at: the last choice of a lens and the last one of words or sub-words hold, each from the gesture on, for whichever
 * text is shown by the time that its numbers are here. A choice that fails leaves what is shown.
 */
export class Choosing {
  private readonly engine: EngineClient;
  private readonly screen: Screen;
  private readonly rows: Rows;
  private readonly rerun: () => Promise<boolean>;
  private readonly changed: () => void;
  private readonly fetching = new Latest();
  /** Chosen, and not on screen yet. */
  private wished: Look | null = null;
  /** Asked for with the text that is being run, and nothing was chosen since. */
  private lensOfRun: View | null = null;

  constructor(engine: EngineClient, screen: Screen, rows: Rows, rerun: () => Promise<boolean>, changed: () => void) {
    this.engine = engine;
    this.screen = screen;
    this.rows = rows;
    this.rerun = rerun;
    this.changed = changed;
  }

  /** What a text that is run is to be shown by. */
  get wish(): Look {
    const { view, level } = this.wished ?? this.screen.state;
    return { view: this.lensOfRun ?? view, level };
  }

  /** The last choice of a lens for the text that is shown, which may be on its way. */
  get chosenView(): View {
    return this.wished?.view ?? this.screen.state.view;
  }

  /** A text is asked for, through a lens of its own perhaps. */
  startRun(lens: View | undefined): void {
    this.lensOfRun = lens ?? null;
  }

  /** It comes to nothing. */
  endRun(): void {
    this.lensOfRun = null;
  }

  /** A text that was run for {@link wish} is on screen, or nothing is. */
  fulfil(): void {
    this.fetching.cancel();
    this.wished = null;
    this.lensOfRun = null;
  }

  async choose(change: Partial<Look>): Promise<void> {
    const { exploration, state } = this.screen;
    if (!exploration) return;
    const { model, summary } = exploration;
    const { view } = change;
    if (view && !isViewOf(view, model.lenses, model.attention.heads)) return;
    const lack = view ? lackForView(view, model) : null;
    if (lack !== null) throw lackOf(lack);
    if (view) this.lensOfRun = null;
    // Who chooses what attention to look at wants to see it, also where it is the same.
    if (view && sameView(view, state.view) && this.screen.dispatch({ type: 'view', view })) this.changed();
    const wished: Look = { view: state.view, level: state.level, ...this.wished, ...change };
    this.fetching.cancel();
    const waited = this.wished !== null;
    this.wished = isSameLook(wished, state) ? null : wished;
    if (waited) this.changed(); // what is shown may be what is looked at after all
    if (!this.wished) return;
    try {
      const matrix = await this.fetching.run(async signal => {
        const fetched = await fetchMatrix(this.engine, model, summary, wished, signal);
        const looked = { model, summary, matrix: fetched, view: wished.view };
        await this.rows.prepare(looked, this.screen.stateWith(looked), signal);
        return fetched;
      });
      if (!matrix) return;
      this.wished = null;
      this.screen.look(matrix, wished.view);
      this.changed();
    } catch (error) {
      await this.onFailure(error, summary.runId, wished);
    }
  }

  /** Where the engine lost the run, the text run again is run for what is wished; so is another one that is shown by now. */
  private async onFailure(error: unknown, runId: number, wished: Look): Promise<void> {
    if (!this.screen.isRun(runId)) return;
    try {
      if (isLostRun(toFault(error)) && (await this.rerun())) return;
      throw error;
    } catch (failure) {
      if (this.wished === wished) {
        this.wished = null;
        this.changed();
      }
      throw failure;
    }
  }
}

const isSameLook = (a: Look, b: Look): boolean => a.level === b.level && sameView(a.view, b.view);
