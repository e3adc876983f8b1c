import { passesOf } from '../../protocol/engineMethods.ts';
import type { PartName, PartStatus } from '../../protocol/panelParts.ts';
import type { PartContext, PartTask } from './task.ts';

/** What takes longer, by the time that one pass took, is started by a person: the processor is theirs. */
const ASK_ABOVE_SECONDS = 15;

/** What takes twice as long as this is offered in a part that takes about as long. */
const NEAREST_SECONDS = 60;

type Waiting = Pick<PartStatus & { kind: 'waiting' }, 'passes' | 'seconds' | 'nearest'>;

/** How long one pass of what a part asks for takes, in seconds; null where it is not asked for pass by pass. */
export function secondsOfPass<N extends PartName>(task: PartTask<N>, context: PartContext): number | null {
  if (!task.request) return null;
  return (task.passMilliseconds?.(context) ?? context.exploration.summary.runMilliseconds) / 1000;
}

/** What a person is asked before a part is made that takes long; null for one that does not. */
export function askBefore<N extends PartName>(task: PartTask<N>, context: PartContext): Waiting | null {
  const each = secondsOfPass(task, context);
  if (!task.request || each === null) return null;
  const passes = passesOf(task.request(context));
  const seconds = passes * each;
  if (seconds <= ASK_ABOVE_SECONDS) return null;
  const few = Math.max(1, Math.floor(NEAREST_SECONDS / each));
  return { passes, seconds, nearest: task.isNearestFirst && 2 * few <= passes ? { passes: few, seconds: few * each } : null };
}
