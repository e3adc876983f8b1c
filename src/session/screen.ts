import type { View } from '../core/attention/lens.ts';
import { hasLinks, type WordView } from '../core/state/viewModel.ts';
import type { UnitRow } from '../core/state/unitMatrix.ts';
import { heatsOf } from '../core/state/heats.ts';
import { HEATS, INITIAL_STATE, reduce, sameView, type ViewAction, type ViewState } from '../core/state/viewState.ts';
import type { Anchor } from '../core/text/anchor.ts';
import type { Level } from '../core/text/token.ts';
import { sequenceOf } from '../core/text/tokenSequence.ts';
import type { UnitRef } from '../core/text/unitRef.ts';
import type { MatrixSlice } from '../protocol/engineApi.ts';
import { caretUnit, unitsOf, type Exploration, type TextRun } from './exploration.ts';
import type { PartStore } from './parts/store.ts';
import { Views } from './views.ts';

/** What is on screen: the explored text, what is chosen and pointed at, and what is derived from both. Changed by the explorer alone, which tells of it. */
export class Screen {
  private current: Exploration | null = null;
  private currentState: ViewState = INITIAL_STATE;
  private readonly views = new Views();

  get exploration(): Exploration | null {
    return this.current;
  }
  get state(): ViewState {
    return this.currentState;
  }
  /** @param shown the state as it is shown, which may wait for a row @param row that it is looked from, where it needs one beside the matrix */
  wordView(shown: ViewState, row: UnitRow | null): WordView | null {
    return this.current && this.views.attention(this.current, shown, row);
  }
  heatView(shown: ViewState, row: UnitRow | null, parts: PartStore): WordView | null {
    return this.current && this.views.heat(this.current, shown, row, parts);
  }
  isRun(runId: number): boolean {
    return this.current?.summary.runId === runId;
  }

  /** True when something changed. */
  dispatch(action: ViewAction): boolean {
    const before = this.currentState;
    this.currentState = reduce(before, action);
    return this.currentState !== before;
  }

  /** Another text, or a text read by another model: nothing of it is pointed at yet. @param caret UTF-16 offset in its target to point at, -1 for none */
  take(run: TextRun, anchor: Anchor, caret: number): void {
    const { model, matrix, view } = run;
    this.current = { ...run, anchor };
    this.dispatch({ type: 'newRun', view, layers: model.layers, heats: heatsOf(model) });
    this.dispatch(turnTo(this.current, this.currentState.level, matrix.level));
    const unit = caret < 0 ? null : caretUnit(run, matrix.level, caret);
    this.currentState = { ...this.currentState, cursor: unit && this.showsSomethingOf(run, unit) ? unit : null };
  }

  /** A caret that nobody moved for that, at the start of a text, is not taken for a wish to see that a decoder's first word sees nothing. */
  private showsSomethingOf({ summary, matrix }: TextRun, { unit }: UnitRef): boolean {
    const { tokens, [matrix.level]: units } = sequenceOf(summary);
    return this.currentState.heat !== 'attention' || hasLinks(units, tokens.length, matrix, this.currentState, unit);
  }

  /** The same text run again by the same model: it stands where it stands, and what is pointed at stays. */
  replace(run: TextRun): void {
    if (!this.current) return;
    this.current = { ...run, anchor: this.current.anchor };
    this.look(run.matrix, run.view);
  }

  /** Name and number together. */
  look(matrix: MatrixSlice, view: View): void {
    this.currentState = this.stateWith({ matrix, view });
    if (this.current) this.current = { ...this.current, matrix, view };
  }

  /** What the state would be through another lens, or of the other level. */
  stateWith({ matrix, view }: Pick<TextRun, 'matrix' | 'view'>): ViewState {
    const { current, currentState } = this;
    if (!current) return currentState;
    const seen = sameView(view, currentState.view) ? currentState : reduce(currentState, { type: 'view', view });
    return reduce(seen, turnTo(current, seen.level, matrix.level));
  }

  stand(anchor: Anchor): void {
    if (this.current) this.current = { ...this.current, anchor };
  }

  clear(): void {
    this.current = null;
    this.dispatch({ type: 'newRun', view: this.currentState.view, layers: null, heats: HEATS });
  }
}

/** Words or sub-words: what is pointed at stays where it is in the text. */
function turnTo(run: TextRun, from: Level, level: Level): ViewAction {
  return { type: 'level', level, from: unitsOf(run, from), to: unitsOf(run, level) };
}
