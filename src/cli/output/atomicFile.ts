import { closeSync, fchmodSync, fchownSync, fsyncSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Lifeline } from '../process/lifeline.ts';
import { temporaryName } from './temporaryFile.ts';

/** What a new file takes over from the one it replaces. */
export interface Replaced {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const NEW_FILE_MODE = 0o666;
const PERMISSIONS = 0o777;

/**
 * Writes a file under a name of its own and renames it when it is complete and on the disk, so that the final name never holds half a result, not
 * after a power cut either. @throws the system's error; then the file is as it was, or complete, and nothing else is left.
 */
export function writeAtomically(file: string, replaces: Replaced | null, chunks: readonly Uint8Array[], lifeline: Lifeline): void {
  const folder = dirname(file);
  const temporary = join(folder, temporaryName());
  lifeline.tell({ kind: 'unfinished', file: temporary });
  try {
    // 'x': whatever has this name already, a link that somebody put there above all, is an error.
    const descriptor = openSync(temporary, 'wx', replaces ? replaces.mode & PERMISSIONS : NEW_FILE_MODE);
    try {
      if (replaces) takeOver(descriptor, replaces);
      writeChunks(descriptor, chunks);
      sync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
    syncFolder(folder);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  } finally {
    lifeline.tell({ kind: 'unfinished', file: null });
  }
}

export function writeChunks(descriptor: number, chunks: readonly Uint8Array[]): void {
  for (const chunk of chunks) for (let offset = 0; offset < chunk.length;) offset += writeSync(descriptor, chunk, offset);
}

function takeOver(descriptor: number, { mode, uid, gid }: Replaced): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only the superuser gives files away; whoever may replace it owns it then.
  }
  fchmodSync(descriptor, mode & PERMISSIONS);
}

/** Some file systems cannot say when data are on the disk; that is no failure of the write. */
const CANNOT_SYNC: ReadonlySet<unknown> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

function sync(descriptor: number): void {
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!CANNOT_SYNC.has((error as NodeJS.ErrnoException).code)) throw error;
  }
}

/** The new name itself is on the disk, where the folder lets itself be opened: one that may only be written to, and folders on Windows, do not. */
function syncFolder(folder: string): void {
  const descriptor = openFolder(folder);
  if (descriptor === null) return;
  try {
    sync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openFolder(folder: string): number | null {
  if (process.platform === 'win32') return null;
  try {
    return openSync(folder, 'r');
  } catch (error) {
    if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

function removeQuietly(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was never made, or has its final name already.
  }
}
