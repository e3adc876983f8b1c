import { faultOfSystemError } from './systemFaults.ts';
import { showUnseen } from './text/visibleText.ts';
import type { Fault } from './fault.ts';

/** A fault names files and values of a graph, and ends in terminals, notifications and the panel. */
function shown(fault: Fault): Fault {
  return { ...fault, title: showUnseen(fault.title), cause: showUnseen(fault.cause), nextStep: showUnseen(fault.nextStep) };
}

/** The exception that carries a {@link Fault} inside one process; at every boundary it becomes a value again. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    const safe = shown(fault);
    super(`${safe.title}. ${safe.cause} ${safe.nextStep}`.trim());
    this.name = 'FaultError';
    this.fault = safe;
  }
}

/** Anything thrown, as a fault. Unknown errors keep their message for the log only. */
export function toFault(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const refused = faultOfSystemError(error, 'A file or folder', 'A file could not be read or written');
  if (refused) return refused;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'runtime',
    title: 'Something went wrong',
    cause: 'An error came up that this version does not expect.',
    nextStep: 'Try again; the log has the details.',
    detail,
  };
}

/** Does something with a file called `name`. @throws FaultError when the system refuses it; whatever else is thrown goes on as it is */
export function accessing<T>(name: string, access: () => T): T {
  try {
    return access();
  } catch (error) {
    const fault = faultOfSystemError(error, name);
    throw fault ? new FaultError(fault) : error;
  }
}

/** What a model may lack: null for a fault `unavailable`; every other failure goes on. */
export async function nullIfUnavailable<T>(result: Promise<T>): Promise<T | null> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'unavailable') return null;
    throw error;
  }
}
