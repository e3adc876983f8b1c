import { fstatSync, readdirSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { refusal } from './faults.ts';

/** What a command reads. */
export interface Sources {
  /** Files, or descriptors. */
  readonly inputs: readonly (string | number)[];
  readonly model: string;
}

/** Weights may lie any number of folders below the model's; a huge tree that is no model is not walked to its end. */
const MOST_ENTRIES = 10_000;

/** The files that a command reads, by what they are and not by what they are called: a result must never take the place of one of them. */
export class ProtectedFiles {
  readonly #sources: Sources;
  #model: ReadonlySet<string> | null = null;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** @throws FaultError `usage` */
  refuse(stats: Stats): void {
    const wanted = identityOf(stats);
    for (const input of this.#sources.inputs.map(statsOfInput))
      if (input?.isFile() && identityOf(input) === wanted) throw refusal('It is the very file that is read.');
    this.#model ??= filesBelow(this.#sources.model);
    if (this.#model.has(wanted)) throw refusal('It is a file of the model.');
  }
}

function statsOfInput(input: string | number): Stats | null {
  try {
    return typeof input === 'number' ? fstatSync(input) : statSync(input);
  } catch {
    return null;
  }
}

/** The nearest first. */
function filesBelow(directory: string): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const folders = [directory];
  let left = MOST_ENTRIES;
  for (const folder of folders) {
    for (const name of namesIn(folder)) {
      if (left-- === 0) return found;
      const path = join(folder, name);
      // Through links: in a cache of models all files are. They may lead in a circle.
      const stats = statsOf(path);
      if (!stats) continue;
      const identity = identityOf(stats);
      if (stats.isFile()) found.add(identity);
      else if (stats.isDirectory() && !seen.has(identity)) {
        seen.add(identity);
        folders.push(path);
      }
    }
  }
  return found;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function statsOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function identityOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}
