import { influenceOf, nearestFirst, otherUnits } from '../../core/attention/influence.ts';
import type { ShiftRequest } from '../../protocol/embeddingApi.ts';
import type { InfluencePart } from '../../protocol/panelParts.ts';
import { unitsOf } from '../exploration.ts';
import { base, wordOf, type PartContext, type PartTask, type Progress } from './task.ts';

/** Words taken away in one request at most: enough for a batch. */
const SHIFTS_AT_ONCE = 16;

/** In a long text a request is of fewer words, about as many as go through the model in this time: something new is seen, and a cancel is quick. */
const REQUEST_MILLISECONDS = 1000;

/** How far the pinned word's vector moves without each other word. */
export const influence: PartTask<'influence'> = {
  pages: ['influence'],
  key: context => {
    const { pinned, hiddenState, influenceMode } = context.state;
    return pinned === null ? null : `${base(context)} ${pinned} ${hiddenState} ${influenceMode}`;
  },
  request: context => ({ method: 'shifts', parameters: shiftRequest(context) }),
  fetch: fetchInfluence,
};

/**
 * Each other word taken away in turn, the nearest first, a few words per request; what was measured so far is handed on after each. What was stopped
 * goes on behind the last word that was measured.
 */
export async function fetchInfluence(
  context: PartContext,
  signal: AbortSignal,
  progress: Progress<InfluencePart>,
  stopped: InfluencePart | null = null,
): Promise<InfluencePart> {
  const { engine, exploration } = context;
  const request = shiftRequest(context);
  const { unit, state, mode, others } = request;
  const units = unitsOf(exploration, request.level);
  const atOnce = shiftsAtOnce(exploration.summary.runMilliseconds);
  const shifts = stopped?.shifts.slice() ?? new Float32Array(units.length).fill(NaN);
  const before = stopped ? others.length - stopped.left : 0;
  const partSoFar = (left: number): InfluencePart => {
    const { control, controlUnits } = influenceOf(shifts, units, unit);
    return { unit, state, mode, shifts: shifts.slice(), control, controlUnits, left };
  };
  progress(before, others.length, before > 0 ? () => partSoFar(others.length - before) : undefined);
  for (let done = before; done < others.length;) {
    const some = others.slice(done, done + atOnce);
    const slice = await engine.call('shifts', { ...request, others: some }, signal);
    signal.throwIfAborted();
    for (const [place, other] of some.entries()) shifts[other] = slice.shifts[place]!;
    done += some.length;
    const now = done;
    if (now < others.length) progress(now, others.length, () => partSoFar(others.length - now));
  }
  return partSoFar(0);
}

/** The influence of all other words on the pinned one, the nearest first. */
export function shiftRequest(context: PartContext): ShiftRequest {
  const { exploration, state } = context;
  const unit = state.pinned!;
  const others = nearestFirst(otherUnits(unitsOf(exploration, state.level), unit), unit);
  return { ...wordOf(context, unit), state: state.hiddenState, mode: state.influenceMode, others };
}

/** @param passMilliseconds how long the whole text took to go through the model once */
export function shiftsAtOnce(passMilliseconds: number): number {
  return Math.max(1, Math.min(SHIFTS_AT_ONCE, Math.floor(REQUEST_MILLISECONDS / Math.max(1, passMilliseconds))));
}
