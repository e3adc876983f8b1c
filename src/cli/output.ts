import { closeSync, openSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { FaultError } from '../core/errors.ts';
import { systemReason } from '../core/systemErrors.ts';

/**
 * Writes a file under a temporary name and renames it when it is complete, so that the final name never holds half a result. All in one go
 * without giving up the thread: an interrupt is handled before or after, never in between.
 */
export function writeFileAtomically(file: string, chunks: readonly Uint8Array[]): void {
  try {
    // /dev/null or a named pipe cannot be replaced by renaming.
    if (isSpecialFile(file)) writeChunks(file, chunks);
    else writeAndRename(file, chunks);
  } catch (error) {
    throw notWritten(error);
  }
}

function writeAndRename(file: string, chunks: readonly Uint8Array[]): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeChunks(temporary, chunks);
    renameSync(temporary, file);
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made.
    }
    throw error;
  }
}

function isSpecialFile(file: string): boolean {
  const status = statSync(file, { throwIfNoEntry: false });
  return status !== undefined && !status.isFile() && !status.isDirectory();
}

function writeChunks(file: string, chunks: readonly Uint8Array[]): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const chunk of chunks) for (let offset = 0; offset < chunk.length;) offset += writeSync(descriptor, chunk, offset);
  } finally {
    closeSync(descriptor);
  }
}

export function notWritten(error: unknown): FaultError {
  const reason = systemReason(error);
  return new FaultError({
    code: 'runtime',
    title: 'The result could not be written',
    cause: CAUSES.get(reason?.errno ?? '') ?? `The place to write to ${reason?.why ?? 'did not take it'}.`,
    nextStep: 'Give another place with --output.',
    detail: String(error),
  });
}

const CAUSES: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'The folder to write to does not exist.'],
  ['ENOTDIR', 'The folder to write to does not exist.'],
  ['EACCES', 'This place may not be written to.'],
  ['EPERM', 'This place may not be written to.'],
  ['EROFS', 'This place may not be written to.'],
  ['EISDIR', 'A folder has this name.'],
  ['ENOSPC', 'There is no space left.'],
]);
