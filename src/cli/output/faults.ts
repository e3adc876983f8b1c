import { FaultError } from '../../core/faults.ts';
import { systemReason } from '../../core/systemFaults.ts';
import type { FaultCode } from '../../core/fault.ts';

/** A failure of the system while a result was written. A fault passes through. */
export function notWritten(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const reason = systemReason(error);
  const cause = CAUSES.get(reason?.errno ?? '') ?? `The place to write to ${reason?.why ?? 'did not take it'}.`;
  return refusal(cause, NEXT_STEPS.get(reason?.errno ?? ''), 'runtime', String(error));
}

/** An output that must not, or cannot, be written. */
export function refusal(cause: string, nextStep = 'Give another place with --output.', code: FaultCode = 'usage', detail = ''): FaultError {
  return new FaultError({ code, title: 'The result could not be written', cause, nextStep, ...(detail === '' ? {} : { detail }) });
}

const CAUSES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'The folder to write to does not exist.'],
  ['ENOTDIR', 'The folder to write to does not exist.'],
  ['EACCES', 'This place may not be written to.'],
  ['EPERM', 'This place may not be written to.'],
  ['EROFS', 'This place may not be written to.'],
  ['EISDIR', 'A folder has this name.'],
  ['EEXIST', 'A file has the name of the folder.'],
  ['ENOSPC', 'There is no space left.'],
  ['EDQUOT', 'Your share of the disk is used up.'],
  ['EFBIG', 'The file would be larger than this place allows.'],
  ['EIO', 'The disk reported an error.'],
  ['ENAMETOOLONG', 'Its name is too long for this place.'],
  ['ELOOP', 'It is a link that leads back to itself.'],
  ['EPIPE', 'The reader of this pipe has gone.'],
  ['EBUSY', 'The file cannot be replaced: something is mounted on it, or another program holds it.'],
  ['ETXTBSY', 'The file is a program that is running.'],
]);

const NEXT_STEPS: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'Make room, or give another place with --output.'],
  ['EBUSY', 'Write to standard output and send that there (> FILE), or give another place with --output.'],
]);
