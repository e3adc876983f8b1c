import { randomBytes } from 'node:crypto';
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { FaultError } from '../../core/faults.ts';

const causes: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'You may not write there.'],
  ['EPERM', 'You may not write there.'],
  ['EROFS', 'The file system is read-only.'],
  ['ENOSPC', 'There is no space left.'],
  ['EDQUOT', 'Your share of the disk is used up.'],
  ['ENOENT', 'The folder is gone.'],
  ['EISDIR', 'A folder has this name.'],
]);

/** Writes a whole file: on a disk under another name first, which then takes the place of the old one; elsewhere by the file system that the address names. @throws FaultError */
export async function saveFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
  if (uri.scheme === 'file') await replacing(uri.fsPath, temporary => writeFile(temporary, content, { flag: 'wx', flush: true }));
  else await told(async () => vscode.workspace.fs.writeFile(uri, content));
}

/** The same of what is written by another. @param write a file under a name of its own, on a disk */
export async function saveWritten(uri: vscode.Uri, write: (temporary: string) => Promise<void>): Promise<void> {
  if (uri.scheme === 'file') return replacing(uri.fsPath, write);
  const temporary = path.join(tmpdir(), temporaryName());
  try {
    await write(temporary);
    const content = await readFile(temporary);
    await told(async () => vscode.workspace.fs.writeFile(uri, content));
  } finally {
    await rm(temporary, { force: true });
  }
}

async function replacing(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  // Behind a link the file that it leads to is written, with the rights that it has.
  const target = await realpath(file).catch(() => file);
  const mode = await stat(target).then(
    status => status.mode & 0o777,
    () => null,
  );
  const temporary = path.join(path.dirname(target), temporaryName());
  try {
    await told(async () => {
      await write(temporary);
      if (mode !== null) await chmod(temporary, mode);
      await rename(temporary, target);
    });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const temporaryName = () => `.attention-lens-${process.pid}-${randomBytes(12).toString('hex')}.tmp`;

/** @throws FaultError what the system says, in words */
async function told(task: () => Promise<unknown>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (error instanceof FaultError) throw error;
    throw new FaultError({
      code: 'runtime',
      title: 'The file was not written',
      cause: causes.get((error as NodeJS.ErrnoException).code ?? '') ?? 'The place does not take it.',
      detail: String(error),
      nextStep: 'Choose another place, or make room.',
    });
  }
}
