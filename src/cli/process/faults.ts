import { wasPageUnreadable } from '../../supervisor/unreadablePage.ts';
import type { Fault } from '../../core/fault.ts';

export function outOfMemoryFault(limitBytes: number): Fault {
  return {
    code: 'out-of-memory',
    title: 'The command needs too much memory',
    cause: `It was stopped because it used more than ${(limitBytes / 2 ** 30).toFixed(1)} GiB.`,
    nextStep: 'Give a shorter text or a smaller model, or allow more with --memory-limit GIB.',
  };
}

export function tooSlowFault(limitMilliseconds: number): Fault {
  return {
    code: 'engine-stopped',
    title: 'The command took too long',
    cause: `Loading the model, or one step of running it, was not done after ${Math.round(limitMilliseconds / 100) / 10} seconds.`,
    nextStep: 'Give a shorter text or another model, or allow more with --time-limit SECONDS.',
  };
}

export function crashedFault(how: string): Fault {
  if (wasPageUnreadable(how))
    return {
      code: 'engine-stopped',
      title: "The model's files changed",
      cause: 'A file of the model became shorter, or could not be read any more, while the model was in use.',
      nextStep: 'Wait until the files are complete, then run the command again.',
    };
  return {
    code: 'engine-stopped',
    title: 'The command stopped unexpectedly',
    cause: `Loading or running the model ended the process (${how}).`,
    nextStep: 'Give a shorter text or another model.',
  };
}

export function notStartedFault(detail: string): Fault {
  return {
    code: 'engine-stopped',
    title: 'The command did not start',
    cause: 'The process that runs the model could not be started on this machine.',
    nextStep: 'See that there are memory and processes left, and try again.',
    detail,
  };
}

/** Ended from this side, on purpose. */
export const CANCELLED_HERE: Fault = { code: 'cancelled', title: 'Cancelled', cause: '', nextStep: '' };
