import { randomBytes } from 'node:crypto';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
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
  try {
    if (uri.scheme === 'file') await saveOnDisk(uri.fsPath, content);
    else await vscode.workspace.fs.writeFile(uri, content);
  } catch (error) {
    throw new FaultError({
      code: 'runtime',
      title: 'The file was not written',
      cause: causes.get((error as NodeJS.ErrnoException).code ?? '') ?? 'The place does not take it.',
      detail: String(error),
      nextStep: 'Choose another place, or make room.',
    });
  }
}

async function saveOnDisk(file: string, content: Uint8Array): Promise<void> {
  // Behind a link the file that it leads to is written, with the rights that it has.
  const target = await realpath(file).catch(() => file);
  const mode = await stat(target).then(
    status => status.mode & 0o777,
    () => 0o666,
  );
  const temporary = path.join(path.dirname(target), `.attention-lens-${process.pid}-${randomBytes(12).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
    await handle.close();
    await rename(temporary, target);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}
