import type { PartName } from '../../../src/protocol/panelParts.ts';
import { pairIn } from '../../../src/session/target.ts';
import type { HeldCall } from '../support/heldEngine.ts';
import type { HeldRun } from '../support/heldModels.ts';
import type { World } from './world.ts';

/** A part that someone sees now. */
export interface Wanted {
  readonly name: PartName;
  /** Whether a call is for it. */
  readonly isFor: (call: HeldCall) => boolean;
  /** What must be true of its value. */
  readonly shows: (value: never) => unknown;
  readonly expected: unknown;
}

/** The run on screen, as the engine that made it would name it. */
export function shownRun({ explorer }: World): HeldRun {
  const { target, model, summary } = explorer.exploration!;
  const version = Number(model.fingerprint.split(' ')[1]);
  const pair = pairIn(target);
  const { told } = summary;
  const { text, fit, caret, second } = target;
  const within = second?.within && { within: second.within };
  return { directory: model.directory, version, text, fit, caret, ...(pair && { pair }), ...within, ...(told && { told }) };
}
