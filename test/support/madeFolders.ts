import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** What becomes of a name in a folder: a copy of the file or folder at a path, or content. */
export type MadeFile = string | Uint8Array | { readonly text: string };

export interface MadeFolders {
  /** A path where nothing is yet. */
  readonly newPath: () => string;
  /** A folder with these files, by their paths in it. @param from a folder that it is a copy of, otherwise */
  readonly folderOf: (files: Readonly<Record<string, MadeFile>>, from?: string) => string;
}

/** Folders for the tests of one file, all gone when they have ended. */
export function madeFolders(): MadeFolders {
  let root = '';
  let count = 0;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'attention-lens-made-'));
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  const newPath = () => join(root, `${count++}`);
  return {
    newPath,
    folderOf: (files, from) => {
      const directory = newPath();
      if (from === undefined) mkdirSync(directory);
      else cpSync(from, directory, { recursive: true });
      for (const [name, made] of Object.entries(files)) {
        const path = join(directory, name);
        mkdirSync(dirname(path), { recursive: true });
        if (typeof made === 'string') cpSync(made, path, { recursive: true });
        else writeFileSync(path, made instanceof Uint8Array ? made : made.text);
      }
      return directory;
    },
  };
}
