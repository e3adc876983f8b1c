import type { View } from '../core/attention/lens.ts';
import type { SentenceView } from '../core/state/sentenceView.ts';
import { hasLinks, type WordView } from '../core/state/viewModel.ts';
import type { UnitRow } from '../core/state/unitMatrix.ts';
import { facing, turnedTo } from '../core/state/facing.ts';
import { heatsOf } from '../core/state/heats.ts';
import { reduce } from '../core/state/reduce.ts';
import { HEATS, INITIAL_STATE, sameView, type ViewAction, type ViewState } from '../core/state/viewState.ts';
import { endOf, linkEndOf, type LinkEnd } from '../core/state/linkEnd.ts';
import { NO_SPAN, type Span } from '../core/text/span.ts';
import type { Level, Unit } from '../core/text/token.ts';
import { sequenceOf } from '../core/text/tokenSequence.ts';
import { TEXT, unitRef, type UnitRef } from '../core/text/unitRef.ts';
import { isOtherLook } from './target.ts';
import type { MatrixSlice } from '../protocol/engineApi.ts';
import { caretUnit, unitsOf, type Exploration, type TextRun } from './exploration.ts';
import type { PartStore } from './parts/store.ts';
import { anchorsOf, type Anchors } from './standing.ts';
import { Views } from './views.ts';

/** What is on screen: the explored text, what is chosen and pointed at, and what is derived from both. Changed by the explorer alone, which tells of it. */
export class Screen {
  private current: Exploration | null = null;
  private currentState: ViewState = INITIAL_STATE;
  private faced: { readonly of: ViewState; readonly in: MatrixSlice; readonly state: ViewState } | null = null;
  private readonly views = new Views();
  /** Of two texts: the word that was pinned last, while its text is not the one that is looked within. */
  private aside: Span | null = null;

  get exploration(): Exploration | null {
    return this.current;
  }
  /** Of two texts as the word that is looked from is seen. */
  get state(): ViewState {
    const { current, currentState } = this;
    if (!current?.matrix.sides) return currentState;
    if (this.faced?.of !== currentState || this.faced.in !== current.matrix)
      this.faced = { of: currentState, in: current.matrix, state: facing(currentState, current.matrix) };
    return this.faced.state;
  }
  /** @param shown the state as it is shown, which may wait for a row @param row that it is looked from, where it needs one beside the matrix */
  wordView(shown: ViewState, row: UnitRow | null): WordView | null {
    return this.current && this.views.attention(this.current, shown, row);
  }
  heatView(shown: ViewState, row: UnitRow | null, parts: PartStore): WordView | null {
    return this.current && this.views.heat(this.current, shown, row, parts);
  }
  sentenceView(shown: ViewState, row: UnitRow | null): SentenceView | null {
    return this.current && this.views.sentences(this.current, shown, row);
  }
  isRun(runId: number): boolean {
    return this.current?.summary.runId === runId;
  }

  /** True when something changed. */
  dispatch(action: ViewAction): boolean {
    const before = this.currentState;
    this.currentState = reduce(before, this.turned(action));
    if (action.type === 'pin' || action.type === 'link') this.aside = null;
    return this.currentState !== before;
  }

  private turned(action: ViewAction): ViewAction {
    if (action.type !== 'direction' || !this.current) return action;
    return { ...action, direction: turnedTo(action.direction, this.state, this.current.matrix) };
  }

  /**
   * Another text, or a text read by another model: nothing of it is pointed at yet. Where it is other attention of the same two texts, what is pointed at stays.
   * @param caret UTF-16 offset in its target to point at, -1 for none
   */
  take(run: TextRun, anchors: Anchors, caret: number): void {
    const { model, matrix, view } = run;
    const [before, { level, ...pointed }] = [this.current, this.currentState];
    this.current = { ...run, ...anchors };
    this.dispatch({ type: 'newRun', view, layers: model.layers, heats: heatsOf(model) });
    if (before && isOtherLook(before.target, run.target)) {
      const [from, to] = [unitsOf(before, level), unitsOf(run, level)];
      const pinned = spanOf(pointed.pinned, from) ?? this.aside;
      const held = pinned && unitAtSpan(pinned, to);
      this.aside = held ? null : pinned;
      this.currentState = { ...this.currentState, pinned: held, ...pointedAgain(pointed, held, from, to) };
    } else this.aside = null;
    this.dispatch(turnTo(this.current, this.currentState.level, matrix.level));
    if (caret < 0) return;
    const unit = caretUnit(run, matrix.level, caret);
    this.currentState = { ...this.currentState, cursor: unit && this.showsSomethingOf(run, unit) ? unit : null };
  }

  /** A caret that nobody moved for that, at the start of a text, is not taken for a wish to see that a decoder's first word sees nothing. */
  private showsSomethingOf({ summary, matrix }: TextRun, ref: UnitRef): boolean {
    const { tokens, [matrix.level]: units } = sequenceOf(summary);
    const state = facing({ ...this.currentState, cursor: ref }, matrix);
    return state.heat !== 'attention' || hasLinks(units, tokens.length, matrix, state, ref.unit);
  }

  /** The same text run again by the same model: it stands where it stands, and what is pointed at stays. */
  replace(run: TextRun): void {
    if (!this.current) return;
    this.current = { ...run, ...anchorsOf(this.current) };
    this.look(run.matrix, run.view);
  }

  /** Name and number together. */
  look(matrix: MatrixSlice, view: View): void {
    if (this.current) this.currentState = this.lookedAt({ matrix, view });
    if (this.current) this.current = { ...this.current, matrix, view };
  }

  /** What the state would be through another lens, or of the other level. */
  stateWith({ matrix, view }: Pick<TextRun, 'matrix' | 'view'>): ViewState {
    const { current, currentState } = this;
    return current ? facing(this.lookedAt({ matrix, view }), matrix) : currentState;
  }

  private lookedAt({ matrix, view }: Pick<TextRun, 'matrix' | 'view'>): ViewState {
    const { current, currentState } = this;
    const seen = sameView(view, currentState.view) ? currentState : reduce(currentState, { type: 'view', view });
    return current ? reduce(seen, turnTo(current, seen.level, matrix.level)) : seen;
  }

  /** Its texts moved. */
  stand(moved: Exploration): void {
    this.current = moved;
  }

  clear(): void {
    this.current = null;
    this.aside = null;
    this.dispatch({ type: 'newRun', view: this.currentState.view, layers: null, heats: HEATS });
  }
}

/** What is pointed at, among the units of another run of the same text. */
function pointedAgain(
  { linked, hovered, cursor, together }: Pick<ViewState, 'linked' | 'hovered' | 'cursor' | 'together'>,
  pinned: UnitRef | null,
  from: readonly Unit[],
  to: readonly Unit[],
) {
  const again = (ref: UnitRef | null): UnitRef | null => {
    const span = spanOf(ref, from);
    return span && unitAtSpan(span, to);
  };
  const all = (units: LinkEnd | null) => units?.map(again).filter(unit => unit !== null) ?? [];
  const selected = all(together);
  return {
    linked: linkEndOf(pinned, all(linked)),
    hovered: again(hovered),
    cursor: again(cursor),
    together: selected.length > 1 ? endOf(selected) : null,
  };
}

/** Null for a token that stands in no text. */
function spanOf(ref: UnitRef | null, units: readonly Unit[]): Span | null {
  const { start, end } = (ref && units[ref.unit]) ?? NO_SPAN;
  return start < 0 ? null : { start, end };
}

function unitAtSpan({ start, end }: Span, units: readonly Unit[]): UnitRef | null {
  const found = units.findIndex(unit => unit.start === start && unit.end === end);
  return found < 0 ? null : unitRef(TEXT, found);
}

/** Words or sub-words: what is pointed at stays where it is in the text. */
function turnTo(run: TextRun, from: Level, level: Level): ViewAction {
  return { type: 'level', level, from: unitsOf(run, from), to: unitsOf(run, level) };
}
