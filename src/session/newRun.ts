import { has } from '../core/model/capability.ts';
import { reduce, type ViewState } from '../core/state/viewState.ts';
import type { Level } from '../core/text/token.ts';
import { caretUnit, unitsOf, type Exploration } from './exploration.ts';
import type { TargetRun } from './exploreRun.ts';

/** What is chosen and pointed at once a new run is shown. @param caret UTF-16 offset in the run text to point at, -1 for none */
export function stateOfNewRun(before: ViewState, { exploration, view }: TargetRun, caret: number): ViewState {
  const { model, matrix } = exploration;
  const next = reduce(before, { type: 'newRun', view, layers: model.layers, hasVectors: has(model, 'hidden-states') });
  return { ...toLevel(next, matrix.level, exploration), cursor: caret < 0 ? null : caretUnit(exploration, matrix.level, caret) };
}

/** Words or sub-words: what is pointed at stays where it is in the text. */
export function toLevel(state: ViewState, level: Level, exploration: Exploration): ViewState {
  return reduce(state, { type: 'level', level, from: unitsOf(exploration, state.level), to: unitsOf(exploration, level) });
}
