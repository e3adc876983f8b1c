import { accessSync, constants, lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import type { Replaced } from './atomicFile.ts';
import { notWritten, refusal } from './faults.ts';

/** Where a result goes. */
export type Destination =
  | { readonly kind: 'stdout' }
  /** A device, a named pipe: it cannot be replaced, so it is written straight. */
  | { readonly kind: 'stream'; readonly path: string }
  /** A file by its real name. `viaLink`: another name than was given. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly replaces: (Replaced & { readonly stats: Stats }) | null;
      readonly viaLink: boolean;
    };

const STDOUT_NAMES: ReadonlySet<string> = new Set(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']);

/** The other descriptors of this process: links whose text is no path. */
const DESCRIPTOR = /^(?:\/dev\/stderr|\/(?:dev|proc\/self)\/fd\/\d+)$/;

/** Windows knows both separators. */
const FOLDER_NAME = process.platform === 'win32' ? /[/\\]$/ : /\/$/;

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** What `--output` names, through links. @throws FaultError `runtime` when it cannot be written */
export function findDestination(output: string): Destination {
  try {
    let path = output;
    for (let links = 0; links <= MOST_LINKS; links++) {
      if (STDOUT_NAMES.has(path)) return { kind: 'stdout' };
      if (DESCRIPTOR.test(path)) return { kind: 'stream', path };
      if (FOLDER_NAME.test(path)) throw refusal('It is the name of a folder.', undefined, 'runtime');
      const real = join(realpathSync(dirname(path)), basename(path));
      const status = lstatSync(real, { throwIfNoEntry: false });
      if (!status?.isSymbolicLink()) return destinationAt(real, status, links > 0);
      const target = readlinkSync(real);
      path = isAbsolute(target) ? target : join(dirname(real), target);
    }
  } catch (error) {
    throw notWritten(error);
  }
  throw refusal('It is a link that leads back to itself.', undefined, 'runtime');
}

function destinationAt(path: string, status: Stats | undefined, viaLink: boolean): Destination {
  if (!status) return { kind: 'file', path, replaces: null, viaLink };
  if (status.isDirectory()) throw refusal('A folder has this name.', undefined, 'runtime');
  if (!status.isFile()) return { kind: 'stream', path };
  // Renaming asks the folder only: a file that is protected stays.
  accessSync(path, constants.W_OK);
  const { mode, uid, gid } = status;
  return { kind: 'file', path, replaces: { mode, uid, gid, stats: statSync(path) }, viaLink };
}
