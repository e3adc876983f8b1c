import { wasPageUnreadable } from '../../supervisor/unreadablePage.ts';
import type { Fault } from '../../core/fault.ts';

export function stoppedFault(how: string, tooOften: boolean): Fault {
  if (wasPageUnreadable(how))
    return {
      code: 'engine-stopped',
      title: "The model's files changed",
      cause: 'A file of the model became shorter, or could not be read any more, while the model was in use.',
      nextStep: 'Wait until the files are complete, then explore again.',
    };
  return {
    code: 'engine-stopped',
    title: tooOften ? 'The model process keeps stopping' : 'The model process stopped',
    cause: tooOften
      ? `It ended three times within five minutes, the last time ${how}.`
      : `It ended unexpectedly (${how}). Your editor and text are not affected.`,
    nextStep: tooOften
      ? 'Try a shorter text or the built-in model; exploring again starts it once more.'
      : 'Explore again to start it afresh.',
  };
}

export function outOfMemoryFault(limitBytes: number): Fault {
  return {
    code: 'out-of-memory',
    title: 'The model needs too much memory',
    cause: `The engine was stopped because it used more than ${(limitBytes / 2 ** 30).toFixed(1)} GiB.`,
    nextStep: 'Choose a smaller model or a shorter text.',
  };
}

export function tooSlowFault(limitMilliseconds: number): Fault {
  return {
    code: 'engine-stopped',
    title: 'The model took too long',
    cause: `There was no answer for ${Math.round(limitMilliseconds / 1000)} seconds, so the engine was stopped.`,
    nextStep: 'Try a shorter text or another model; exploring again starts the engine afresh.',
  };
}

export function notStartedFault(detail: string): Fault {
  return {
    code: 'engine-stopped',
    title: 'The model process did not start',
    cause: 'The process that runs the model could not be started on this machine.',
    nextStep: 'Reload the window; the log has the details.',
    detail,
  };
}

/** The engine was stopped on purpose: closed with the window, or idle. */
export const STOPPED_ON_PURPOSE: Fault = {
  code: 'cancelled',
  title: 'Cancelled',
  cause: 'The engine was closed.',
  nextStep: 'Explore again to start it.',
};

/** A slice was asked for and no engine is running, so the run it belongs to is gone. */
export const STALE_RUN: Fault = {
  code: 'stale-run',
  title: 'This picture is no longer in memory',
  cause: 'The engine was closed or restarted since the text was explored.',
  nextStep: 'Explore again.',
};
