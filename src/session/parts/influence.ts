import {
  influenceOf,
  measureShifts,
  nearestFirst,
  otherUnits,
  passMilliseconds,
  possibleMode,
  type Measurement,
} from '../../core/attention/influence.ts';
import type { InfluenceMode } from '../../core/state/viewState.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { unitKey } from '../../core/text/unitRef.ts';
import type { ShiftRequest } from '../../protocol/embeddingApi.ts';
import type { InfluencePart } from '../../protocol/panelParts.ts';
import { unitsOf } from '../exploration.ts';
import { base, wordOf, type PartContext, type PartTask, type Progress } from './task.ts';

/** How far the pinned word's vector moves without each other word. */
export const influence: PartTask<'influence'> = {
  sections: ['influence', 'ranked'],
  needs: () => ['hidden-states'],
  key: context => {
    const { pinned, hiddenState } = context.state;
    return pinned === null ? null : `${base(context)} ${unitKey(pinned)} ${hiddenState} ${modeOf(context)}`;
  },
  request: context => ({ method: 'shifts', parameters: shiftRequest(context) }),
  passMilliseconds: passOf,
  isNearestFirst: true,
  fetch: fetchInfluence,
};

/** What was measured so far is handed on after each request; what was stopped goes on behind the last word that was measured. */
export async function fetchInfluence(
  context: PartContext,
  signal: AbortSignal,
  progress: Progress<InfluencePart>,
  stopped: InfluencePart | null = null,
): Promise<InfluencePart> {
  const { engine, exploration } = context;
  const request = shiftRequest(context);
  const { stream, unit, state, mode, others } = request;
  const units = unitsOf(exploration, request.level);
  const measure = async (some: readonly number[]): Promise<Float32Array> => {
    const slice = await engine.call('shifts', { ...request, others: some }, signal);
    signal.throwIfAborted();
    return slice.shifts;
  };
  const partOf = ({ shifts, done, total }: Measurement): InfluencePart => {
    const { control, controlUnits } = influenceOf(shifts, units, unit);
    return { stream, unit, state, mode, shifts: shifts.slice(), control, controlUnits, left: total - done };
  };
  const before = stopped && { shifts: stopped.shifts, done: others.length - stopped.left };
  let last: Measurement | null = null;
  for await (const measured of measureShifts(units, unit, exploration.model.attention, passOf(context), measure, before)) {
    const { done, total } = measured;
    if (last === null || done < total) progress(done, total, done > 0 ? () => partOf(measured) : undefined);
    last = measured;
  }
  return partOf(last!);
}

function passOf({ exploration, state }: PartContext): number {
  const { model, summary } = exploration;
  return passMilliseconds(
    model,
    unitsOf(exploration, state.level)[state.pinned!.unit]!,
    sequenceOf(summary).tokens.length,
    summary.runMilliseconds,
  );
}

function modeOf({ exploration, state }: PartContext): InfluenceMode {
  return possibleMode(state.influenceMode, exploration.model);
}

/** The influence of all other words on the pinned one, the nearest first. */
export function shiftRequest(context: PartContext): ShiftRequest {
  const { exploration, state } = context;
  const pinned = state.pinned!;
  const others = nearestFirst(otherUnits(unitsOf(exploration, state.level), pinned.unit, exploration.model.attention), pinned.unit);
  return { ...wordOf(context, pinned), state: state.hiddenState, mode: modeOf(context), others };
}
