import { formatShort, formatWeight } from '../../core/describe/numbers.ts';
import { STREAMS_OF, type StackName } from '../../core/model/stack.ts';
import { bucketOfWeight, weightScale } from '../../core/scale.ts';
import { displayWidth, padToWidth } from '../../core/text/displayWidth.ts';
import { standsInText, type Unit } from '../../core/text/token.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { drawStrip } from './strip.ts';
import type { SeenTwoTexts } from './twoTexts.ts';

/** How many words a list names; of a line for each word, and of the list under a strip. */
const NAMED = 3;
const LISTED = 8;
/** Characters of the bar of a weight of 1. */
const BAR = 40;

const TITLES: Readonly<Record<StackName, string>> = {
  encoder: 'encoder: the source attends to itself',
  decoder: 'decoder: the target attends to itself',
  cross: 'cross-attention: the target attends to the source',
};

/** The run for people. With a word: the text that it looks at as a heat strip and the words it attends to most; without: one line per word. */
export function twoTextReport(seen: SeenTwoTexts, colour: boolean): string {
  const { run, stack, view, matrix, word } = seen;
  const heads = matrix.headCount > 1 ? ` (${matrix.headCount} heads, ${view.combine})` : '';
  const lines = [
    `${visibleText(run.model.name)}, ${TITLES[stack]}, ${visibleText(view.label)}${heads}`,
    '',
    `source  ${shown(run.texts.source)}`,
    `target  ${shown(run.texts.target)}${run.written ? (run.written.ended ? '  (written by the model)' : '  (written by the model, stopped)') : ''}`,
    '',
    ...(word === null ? everyWord(seen) : oneWord(seen, word, colour)),
    ...(stack === 'encoder' ? [] : ['', READ]),
  ];
  return `${lines.join('\n')}\n`;
}

const READ = 'The row of a word of the target is what is looked at once the word has been read: when the next one is chosen.';

const LONGEST_LINE = 300;

function shown(text: string): string {
  const line = visibleText(text.replaceAll(/\s+/g, ' ').trim());
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} ...` : line;
}

function everyWord(seen: SeenTwoTexts): string[] {
  const { rows, columns } = seen;
  return rows.units.flatMap((unit, row) => {
    if (!standsInText(unit)) return [];
    const weights = rowOf(seen, row);
    const named = strongest(columns.units, weights, NAMED).map(
      index => `${visibleText(columns.units[index]!.label)} ${formatWeight(weights[index]!)}`,
    );
    return [`${visibleText(unit.label)} -> ${named.join(', ')}${specialNote(columns.units, weights)}`];
  });
}

function oneWord(seen: SeenTwoTexts, word: number, colour: boolean): string[] {
  const { rows, columns, stack } = seen;
  const weights = rowOf(seen, word);
  const scale = weightScale(columns.tokens.length);
  const { rows: from, columns: to } = STREAMS_OF[stack];
  const markOf = (index: number) => {
    const bucket = bucketOfWeight(weights[index]!, columns.units[index]!.tokens.length, scale);
    return bucket > 0 ? { bucket, note: formatShort(weights[index]!) } : null;
  };
  const listed = strongest(columns.units, weights, LISTED);
  const width = Math.max(0, ...listed.map(index => displayWidth(visibleText(columns.units[index]!.label))));
  return [
    `"${visibleText(rows.units[word]!.label)}" attends to:`,
    ...drawStrip(columns.text, columns.units, from === to ? word : null, markOf, colour),
    '',
    ...listed.map(index =>
      `  ${padToWidth(visibleText(columns.units[index]!.label), width, 'end')}  ${formatWeight(weights[index]!)}  ${'#'.repeat(Math.round(weights[index]! * BAR))}`.trimEnd(),
    ),
    ...[specialNote(columns.units, weights).replace('; ', '')].filter(Boolean),
  ];
}

function rowOf({ matrix, columns }: SeenTwoTexts, row: number): Float32Array {
  const { length } = columns.units;
  return matrix.values.subarray(row * length, (row + 1) * length);
}

/** Words of the text with any weight, the strongest first. */
function strongest(words: readonly Unit[], weights: Float32Array, count: number): number[] {
  const indices = [...words.keys()].filter(index => standsInText(words[index]!) && weights[index]! > 0);
  return indices.sort((a, b) => weights[b]! - weights[a]! || a - b).slice(0, count);
}

/** What goes to tokens that stand for no text, where that is seen in two decimals. */
function specialNote(words: readonly Unit[], weights: Float32Array): string {
  const share = words.reduce((sum, unit, index) => sum + (standsInText(unit) ? 0 : weights[index]!), 0);
  return share >= 0.005 ? `; special tokens ${formatWeight(share)}` : '';
}
