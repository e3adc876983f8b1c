// What `npm run models` runs. See scripts/models.mjs. The table goes to stdout, or into the file of --write; progress to stderr.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderDocument, withPairSection } from './document.ts';
import { foldersIn, measureEntry, notMadeIn } from './entries.ts';
import { figure, renderMatrix, renderPairs, type Entry } from './table.ts';

process.env['ORT_DISABLE_TELEMETRY'] = '1';

const { values, positionals } = parseArgs({ options: { write: { type: 'string' }, pairs: { type: 'string' } }, allowPositionals: true });
const roots = positionals.map(root => resolve(root));
const entries: Entry[] = [];
for (const folder of roots.flatMap(foldersIn)) {
  const entry = await measureEntry(folder);
  console.error(`${entry.architecture}/${entry.form}: ${inALine(entry.cell)}`);
  entries.push(entry);
}
entries.push(...roots.flatMap(notMadeIn));
if (values.pairs !== undefined) writeFileSync(values.pairs, withPairSection(readFileSync(values.pairs, 'utf8'), entries));
else if (values.write === undefined) console.log(renderMatrix(entries), `\n${renderPairs(entries)}`);
else writeFileSync(values.write, renderDocument(entries));

function inALine(cell: Entry['cell']): string {
  if (cell.kind === 'pair') {
    const { encoder, decoder, cross } = cell.maps;
    return `maps ${[encoder, decoder, cross].map(figure).join(' / ')}${cell.writesEqual === false ? ', OTHER TOKENS' : ''}${cell.seesAhead ? ', SEES AHEAD' : ''}`;
  }
  if (cell.kind !== 'shown') return `${cell.kind === 'refused' ? `${cell.title}: ` : ''}${cell.cause}`;
  const { maps, hidden, idsEqual, spansEqual } = cell;
  const states = typeof hidden === 'number' ? figure(hidden) : (hidden ?? 'no reference');
  return `maps ${figure(maps)}, hidden ${states}${idsEqual ? '' : ', OTHER IDS'}${spansEqual ? '' : ', OTHER SPANS'}`;
}
