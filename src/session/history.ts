import type { View } from '../core/attention/lens.ts';
import type { Tab } from '../core/state/pages.ts';
import { sameView } from '../core/state/viewState.ts';
import type { Level } from '../core/text/token.ts';
import type { Stream } from '../core/text/unitRef.ts';

/** The first token of a word or of a piece of one: it is found again among words and sub-words alike. */
export interface TokenRef {
  readonly stream: Stream;
  readonly token: number;
}

/** What was looked at: a word or a pair of them, heads, a page. Pointing is no step. */
export interface Step {
  readonly pinned: TokenRef | null;
  readonly linked: readonly TokenRef[];
  readonly view: View;
  readonly tab: Tab;
  /** The same words by other tokens, once it changes: no step of its own. */
  readonly level: Level;
}

/** What was looked at of one text, as an editor's history has places: a step back and forward, and what is new in the middle ends what came after. */
export interface History {
  readonly steps: readonly Step[];
  /** The step that is on screen; -1 before the first. */
  readonly at: number;
  /** The step that is gone to and not on screen yet. */
  readonly goingTo: number | null;
}

export const NO_HISTORY: History = { steps: [], at: -1, goingTo: null };

/** The oldest go. */
export const MOST_STEPS = 50;

/**
 * What is on screen now, after any change.
 * @param isSettled what was chosen last is on screen: what is seen on the way to it is no step
 */
export function noted(history: History, step: Step, isSettled: boolean): History {
  if (!isSettled) return history;
  const { steps, at, goingTo } = history;
  const current = steps[at];
  const target = goingTo === null ? undefined : steps[goingTo];
  if (target && (isSameStep(target, step) || isCarriedOver(target, step)))
    return { steps: steps.with(goingTo!, step), at: goingTo!, goingTo: null };
  if (current && isSameStep(current, step)) return goingTo === null ? history : { ...history, goingTo: null };
  if (current && isCarriedOver(current, step)) return { steps: steps.with(at, step), at, goingTo: null };
  const kept = [...steps.slice(0, at + 1), step].slice(-MOST_STEPS);
  return { steps: kept, at: kept.length - 1, goingTo: null };
}

/** Towards the step before or behind; null where there is none. */
export function goingBy(history: History, delta: 1 | -1): History | null {
  const goingTo = placeIn(history) + delta;
  return history.steps[goingTo] ? { ...history, goingTo } : null;
}

/** The step that is on screen, or on its way there. */
export function placeIn({ at, goingTo }: History): number {
  return goingTo ?? at;
}

function isSameStep(a: Step, b: Step): boolean {
  return a.level === b.level && isSameLook(a, b) && isSameToken(a.pinned, b.pinned) && isSameEnd(a.linked, b.linked);
}

/** Words became sub-words, or the other way round, and what is looked at is the same. */
function isCarriedOver(a: Step, b: Step): boolean {
  return a.level !== b.level && isSameLook(a, b);
}

function isSameLook(a: Step, b: Step): boolean {
  return a.tab === b.tab && sameView(a.view, b.view);
}

function isSameEnd(a: Step['linked'], b: Step['linked']): boolean {
  return a.length === b.length && a.every((token, place) => isSameToken(token, b[place]!));
}

function isSameToken(a: TokenRef | null, b: TokenRef | null): boolean {
  return a === null || b === null ? a === b : a.stream === b.stream && a.token === b.token;
}
