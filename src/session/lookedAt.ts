import type { Unit } from '../core/text/token.ts';
import { linkEndOf } from '../core/state/linkEnd.ts';
import { sameView } from '../core/state/viewState.ts';
import { unitRef, type UnitRef } from '../core/text/unitRef.ts';
import type { Choosing } from './choosing.ts';
import { unitsOf } from './exploration.ts';
import { goingBy, NO_HISTORY, noted, placeIn, type History, type Step, type TokenRef } from './history.ts';
import type { Screen } from './screen.ts';
import { isLiveAnywhere } from './standing.ts';

/** The way back and forward through what was looked at of the explored text. A text that was edited has none until the edit is undone, and another one begins anew. */
export class LookedAt {
  private readonly screen: Screen;
  private readonly choosing: Choosing;
  private history: History = NO_HISTORY;

  constructor(screen: Screen, choosing: Choosing) {
    this.screen = screen;
    this.choosing = choosing;
  }

  /** Which step of how many, from 1; null while there is no other one. */
  get place(): { readonly at: number; readonly of: number } | null {
    const { length } = this.history.steps;
    return length < 2 || !this.stands() ? null : { at: placeIn(this.history) + 1, of: length };
  }

  private stands(): boolean {
    const { exploration } = this.screen;
    return exploration !== null && isLiveAnywhere(exploration);
  }

  forget(): void {
    this.history = NO_HISTORY;
  }

  /** After every change, before it is told of. */
  follow(): void {
    const { exploration, state } = this.screen;
    if (!exploration) return this.forget();
    if (!this.stands()) return;
    const units = unitsOf(exploration, state.level);
    const step: Step = {
      pinned: state.pinned && tokenOf(units, state.pinned),
      linked: state.linked?.map(unit => tokenOf(units, unit)) ?? [],
      view: state.view,
      tab: state.tab,
      level: state.level,
    };
    this.history = noted(this.history, step, sameView(this.choosing.chosenView, state.view));
  }

  /** Word and page are there at once, heads when their numbers are. Null: there is nothing on that side. @returns what waits for the heads */
  go(delta: 1 | -1): Promise<void> | null {
    const going = goingBy(this.history, delta);
    const { exploration } = this.screen;
    if (!going || !exploration || !this.stands()) return null;
    const { level } = this.screen.state;
    const units = unitsOf(exploration, level);
    const target = going.steps[going.goingTo!]!;
    // The words may be sub-words by now.
    const pinned = target.pinned && unitOf(units, target.pinned);
    const linked =
      linkEndOf(
        pinned,
        target.linked.map(token => unitOf(units, token)),
      ) ?? [];
    const again: Step = {
      ...target,
      level,
      pinned: pinned && tokenOf(units, pinned),
      linked: linked.map(unit => tokenOf(units, unit)),
    };
    this.history = { ...going, steps: going.steps.with(going.goingTo!, again) };
    this.screen.dispatch({ type: 'pin', unit: pinned });
    if (linked.length > 0) this.screen.dispatch({ type: 'link', from: null, units: linked });
    this.screen.dispatch({ type: 'tab', tab: target.tab });
    // Last: where the heads are on screen already, this tells of it.
    return sameView(target.view, this.choosing.chosenView) ? Promise.resolve() : this.choosing.choose({ view: target.view });
  }
}

function tokenOf(units: readonly Unit[], { stream, unit }: UnitRef): TokenRef {
  return { stream, token: units[unit]!.tokens[0]! };
}

function unitOf(units: readonly Unit[], { stream, token }: TokenRef): UnitRef {
  return unitRef(
    stream,
    units.findIndex(({ tokens }) => tokens.includes(token)),
  );
}
