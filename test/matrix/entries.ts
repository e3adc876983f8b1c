import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { hasRealWeights, hasReference, kindOf, measureFolder } from './folder.ts';
import { measurePairs } from './pairs.ts';
import type { Entry } from './table.ts';

/** All folders with a reference: the folder itself, all forms of an architecture, or all architectures. */
export function foldersIn(root: string): readonly string[] {
  if (hasReference(root)) return [root];
  const folders = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory());
  return folders.flatMap(({ name }) => foldersIn(join(root, name)));
}

/** An architecture's form, measured. */
export async function measureEntry(directory: string): Promise<Entry> {
  const cell = await (kindOf(directory) === 'encoder-decoder' ? measurePairs(directory) : measureFolder(directory));
  return { ...sortOf(directory), architecture: basename(dirname(directory)), form: basename(directory), cell };
}

function sortOf(directory: string): Pick<Entry, 'kind' | 'real'> {
  return { kind: kindOf(directory), real: hasRealWeights(directory) };
}

/** What exporters refused, with their own words. */
export function notMadeIn(root: string): readonly Entry[] {
  if (hasReference(root)) return [];
  const list = join(root, 'NOT-MADE.json');
  if (!existsSync(list))
    return readdirSync(root, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? notMadeIn(join(root, entry.name)) : []));
  const causes = Object.entries(JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>);
  const [made] = foldersIn(root);
  if (made === undefined) return [];
  return causes.map(([form, cause]) => ({ ...sortOf(made), architecture: basename(root), form, cell: { kind: 'not made', cause } }));
}
