import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { accessing, FaultError } from '../../core/faults.ts';

/** Tells a state of some files from any other: which file each path leads to, its length, and when it was written. */
export function fingerprintOf(paths: readonly string[]): string {
  return paths
    .map(path => {
      const status = accessing(basename(path), () => statSync(path, { throwIfNoEntry: false, bigint: true }));
      return status ? `${status.dev} ${status.ino} ${status.size} ${status.mtimeNs}` : '-';
    })
    .join(', ');
}

/** Everything that was read of a model, and the state it was in. */
export interface ReadFiles {
  /** Absolute paths, those of files that were looked for in vain too. */
  readonly paths: readonly string[];
  readonly fingerprint: string;
}

export function areUnchanged({ paths, fingerprint }: ReadFiles): boolean {
  return fingerprintOf(paths) === fingerprint;
}

/** To be called behind every use of a model's files or session: what was read since may be of two states. @throws FaultError `stale-run` */
export function assertUnchanged(files: ReadFiles): void {
  if (!areUnchanged(files)) throw filesChanged();
}

export function filesChanged(): FaultError {
  return new FaultError({
    code: 'stale-run',
    title: "The model's files changed",
    cause: 'A file of the model was replaced or written since the text was explored, so what is on screen is of another state.',
    nextStep: 'Explore again; wait until the files are complete.',
  });
}
