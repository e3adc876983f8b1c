// What `npm run models` runs. See scripts/models.mjs. The table goes to stdout, or into the file of --write; progress to stderr.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderDocument } from './document.ts';
import { foldersIn, measureEntry, notMadeIn } from './entries.ts';
import { figure, renderMatrix, type Entry } from './table.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';

const { values, positionals } = parseArgs({ options: { write: { type: 'string' } }, allowPositionals: true });
const roots = positionals.map(root => resolve(root));
const entries: Entry[] = [];
for (const folder of roots.flatMap(foldersIn)) {
  const entry = await measureEntry(folder);
  console.error(`${entry.architecture}/${entry.form}: ${inALine(entry.cell)}`);
  entries.push(entry);
}
entries.push(...roots.flatMap(notMadeIn));
if (values.write === undefined) console.log(renderMatrix(entries));
else writeFileSync(values.write, renderDocument(entries));

function inALine(cell: Entry['cell']): string {
  if (cell.kind !== 'shown') return `${cell.kind === 'refused' ? `${cell.title}: ` : ''}${cell.cause}`;
  const { maps, hidden, idsEqual, spansEqual } = cell;
  const states = typeof hidden === 'number' ? figure(hidden) : (hidden ?? 'no reference');
  return `maps ${figure(maps)}, hidden ${states}${idsEqual ? '' : ', OTHER IDS'}${spansEqual ? '' : ', OTHER SPANS'}`;
}
