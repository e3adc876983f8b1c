import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What the program comes with. */
export interface Installation {
  readonly version: string;
  /** Folder of the built-in model. */
  readonly builtInModel: string;
}

/** Of a bundle in dist/: package.json and models/ lie one folder up. */
export function installationOf(bundle: string): Installation {
  const root = new URL('..', bundle);
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  return { version, builtInModel: fileURLToPath(new URL('models/minilm', root)) };
}
