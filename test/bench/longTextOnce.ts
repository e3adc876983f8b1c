// node longTextOnce.ts FOLDER CHARACTERS: reads so long a text with a decoder, in a process of its own, and prints milliseconds and the peak of memory.
import { readFileSync } from 'node:fs';
import { sequenceOf } from '../../src/core/text/tokenSequence.ts';
import { selectionOf } from '../../src/core/attention/navigate.ts';
import { Runner } from '../../src/engine/runner.ts';
import { textUnit } from '../support/textUnit.ts';
import { median } from './statistics.ts';
import { proseOf } from './tokenizers.ts';

const ROWS = 15;

const [directory, characters] = process.argv.slice(2) as [string, string];
const runner = new Runner();
const model = await runner.open({ directory });
const started = performance.now();
const summary = await runner.run({ directory, text: proseOf(Number(characters)), fit: 'start', caret: 0 });
const look = { runId: summary.runId, level: 'words' as const, ...selectionOf({ kind: 'lens', id: model.defaultLens }, model.lenses) };
if (summary.held === 'rows') await runner.sampledRows(look);
const firstColours = performance.now() - started;

const { tokens, words } = sequenceOf(summary);
const times: number[] = [];
for (let index = 1; index <= ROWS; index++) {
  const before = performance.now();
  await runner.row({ ...look, ...textUnit(Math.floor((index * (words.length - 1)) / ROWS)) });
  times.push(performance.now() - before);
}
// Of this program alone: what `resourceUsage` says begins with the process that started it.
const peak = 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
console.log(JSON.stringify({ tokens: tokens.length, firstColours, row: median(times), peak }));
process.exit(0);
