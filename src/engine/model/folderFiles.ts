import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { accessing, FaultError } from '../../core/faults.ts';
import { isMissing } from '../../core/systemFaults.ts';

/** One file of a model folder, found by an allow-listed name. */
export interface FolderFile {
  /** Its name in the folder, with `/`: for people. */
  readonly name: string;
  /** Where it really is. */
  readonly path: string;
  readonly size: number;
  /** What is read in its place: its graph put together anew in memory, whose weights are in files on disk, itself among them. */
  readonly content?: Uint8Array<ArrayBuffer>;
  /** In a snapshot of the Hugging Face cache, where every file is a link: the folder of the link, and the one that links may lead to. */
  readonly snapshot?: { readonly directory: string; readonly blobs: string };
}

/**
 * Finds a regular file in a folder. Links may lead anywhere inside the folder, or, in a snapshot of the Hugging Face cache, to its blobs.
 * @returns null when there is no such file
 * @throws FaultError `file-corrupt` for a link that leaves the folder, a device, a pipe; `file-unreadable` when the system refuses to say
 */
export function findFile(directory: string, name: string): FolderFile | null {
  return accessing(name, () => locateFile(directory, name));
}

function locateFile(directory: string, name: string): FolderFile | null {
  const path = realPath(join(directory, ...name.split('/')));
  if (path === null) return null;
  const status = lstatSync(path);
  if (status.isDirectory()) return null;
  if (!status.isFile()) throw unsafeFile(name, 'it is a device or a pipe');
  const root = realpathSync(directory);
  if (!allowedRoots(root).some(allowed => path.startsWith(allowed + sep)))
    throw unsafeFile(name, 'it is a link that leads out of the folder');
  const [, blobs] = allowedRoots(root);
  const beside = join(root, ...name.split('/').slice(0, -1));
  return { name, path, size: status.size, ...(blobs === undefined ? {} : { snapshot: { directory: beside, blobs } }) };
}

/** Where a file really is; null when nothing is there. */
function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** .../models--org--name/snapshots/<revision> holds links to .../models--org--name/blobs. */
function allowedRoots(root: string): string[] {
  const parts = root.split(sep);
  const isSnapshot = parts.at(-2) === 'snapshots' && parts.at(-3)?.startsWith('models--');
  return isSnapshot ? [root, [...parts.slice(0, -2), 'blobs'].join(sep)] : [root];
}

/**
 * Finds a file with weights beside the model file. ONNX Runtime opens it by itself, so nothing may be hidden behind its name: no link anywhere on
 * the way. A second name of the same file (a hard link) hides nothing: caches and package managers give files one, only who may already open the
 * file can make one, and what is in it is still checked as weights.
 */
export function findDataFile(modelDirectory: string, location: string): FolderFile | null {
  return accessing(location, () => locateDataFile(modelDirectory, location));
}

function locateDataFile(modelDirectory: string, location: string): FolderFile | null {
  const path = join(modelDirectory, ...location.split('/'));
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (!status) return null;
  if (!status.isFile() || realpathSync(path) !== path) throw unsafeFile(location, 'it is a link, or no ordinary file');
  return { name: location, path, size: status.size };
}

/** Weights of a model: beside it, or, in a snapshot of the Hugging Face cache, where the link beside it leads, if that is a blob. */
export function findWeights({ path, snapshot }: FolderFile, location: string): FolderFile | null {
  if (!snapshot) return findDataFile(dirname(path), location);
  return accessing(location, () => {
    const real = realPath(join(snapshot.directory, ...location.split('/')));
    if (real === null) return null;
    const status = lstatSync(real);
    const isInside = [snapshot.directory, snapshot.blobs].some(allowed => real.startsWith(allowed + sep));
    if (!status.isFile() || !isInside) throw unsafeFile(location, 'it is a link that leads out of the cache, or no ordinary file');
    return { name: location, path: real, size: status.size };
  });
}

/** Up to `length` bytes from the start of a file. A file that was replaced by a pipe since it was found does not block. */
export function readHead(file: FolderFile, length: number, extra = 0): Uint8Array<ArrayBuffer> {
  return accessing(file.name, () => readStart(file, length, extra));
}

function readStart(file: FolderFile, length: number, extra: number): Uint8Array<ArrayBuffer> {
  const descriptor = openSync(file.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const wanted = Math.min(length, fstatSync(descriptor).size);
    const bytes = new Uint8Array(wanted + extra);
    let offset = 0;
    while (offset < wanted) {
      const read = readSync(descriptor, bytes, offset, Math.min(wanted - offset, LARGEST_READ), offset);
      if (read === 0) break;
      offset += read;
    }
    return offset === wanted ? bytes : bytes.slice(0, offset + extra);
  } finally {
    closeSync(descriptor);
  }
}

/** A single read of the system takes less than 2 GiB. */
const LARGEST_READ = 2 ** 30;

function unsafeFile(name: string, why: string): FaultError {
  return new FaultError({
    code: 'file-corrupt',
    title: 'A file of the model is not read',
    cause: `${name} is not used: ${why}.`,
    nextStep: 'Put the files themselves into the folder, not links to them.',
  });
}
