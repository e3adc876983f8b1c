import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Of a fixed length, whatever the file is called that it becomes, so that no name that fits is too long; nobody can guess it. */
export function temporaryName(): string {
  return `.attention-lens-${process.pid}-${randomBytes(12).toString('hex')}.tmp`;
}

const NAME = /^\.attention-lens-(\d{1,10})-[0-9a-f]{24}\.tmp$/;

/** A writer on another machine, or in another container, may go by a number that is nobody's here: what it writes is touched all the time. */
const UNTOUCHED_MILLISECONDS = 60_000;

/** The number of a process that is long gone may be another's now. */
const OLD_MILLISECONDS = 24 * 60 * 60_000;

/** Removes what earlier runs left unfinished in a folder because they were killed, and could not be tidied up after. Never fails. */
export function sweepLeftovers(folder: string): void {
  for (const name of namesIn(folder)) {
    const writer = NAME.exec(name)?.[1];
    if (writer === undefined) continue;
    try {
      const file = join(folder, name);
      const age = Date.now() - lstatSync(file).mtimeMs;
      if (age > OLD_MILLISECONDS || (age > UNTOUCHED_MILLISECONDS && !isAlive(Number(writer)))) unlinkSync(file);
    } catch {
      // Somebody else was quicker, or it is not ours to remove.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
