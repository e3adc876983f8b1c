import { existsSync } from 'node:fs';
import path from 'node:path';

/** The project's root folder. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Everything the project unpacks or builds for itself at run time; ignored by git, safe to delete. */
export const CACHE = path.join(ROOT, '.cache');

/** Where pictures and logs of failed tests go. */
export const RESULTS = path.join(ROOT, 'test-results');

/** The folder the tests and `npm start` open. */
export const SAMPLES = path.join(ROOT, 'media/samples');

/** Folder of an npm package of the workbench. Throws a message a person can act on when it is missing. */
export function packageFolder(name: string): string {
  const folder = path.join(ROOT, 'test/workbench/node_modules', name);
  if (!existsSync(path.join(folder, 'package.json'))) {
    throw new Error(`The npm package ${name} is not installed. Run "npm ci" in test/workbench on Linux x64; other systems do not get it.`);
  }
  return folder;
}
