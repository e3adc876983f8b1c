import { machineMemory, memoryLimit } from './memoryLimit.ts';

/** What a process that runs native code may use. */
export interface Limits {
  /** Resident bytes. */
  readonly memory: number;
  /** Without a sign of life for this long, while somebody waits, it is taken for stuck. */
  readonly answerMilliseconds: number;
}

/** The same for the editor's engine and for the command line. */
export function defaultLimits(): Limits {
  return { memory: memoryLimit(machineMemory()), answerMilliseconds: 2 * 60_000 };
}
