import { lensesOfHead } from '../attention/linking.ts';
import { isTelling, type RankedHead } from '../attention/ranking.ts';
import { verbOf } from '../describe/attention.ts';
import { NOT_READ } from '../describe/sample.ts';
import { formatWeight } from '../describe/numbers.ts';
import { farFrom } from '../state/axes.ts';
import { cellOf, hasRow, headOfRow, valueIn, type UnitMatrix } from '../state/unitMatrix.ts';
import { visibleText } from '../text/visibleText.ts';
import { provenanceLine } from './provenance.ts';
import { nameOfHeads, type Taken } from './taken.ts';
import { type TakenPair } from './takenPair.ts';

/** A text, a number, or null where there is none: a word that is not seen has no weight of 0. */
export type Cell = string | number | null;

export interface Column {
  readonly name: string;
  readonly isNumber: boolean;
  /** How its numbers are written for people, where they are no weights. */
  readonly write?: (value: number) => string;
}

/** What is shown as a table; how numbers and words are written is up to the format. */
export interface ExportTable {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Where the numbers are from, in one line. */
  readonly source: string;
}

export const words = (name: string): Column => ({ name, isNumber: false });
export const numbers = (name: string, write?: Column['write']): Column => ({ name, isNumber: true, ...(write && { write }) });

/** `“it” attends to: Reference, L3 H1` */
export function captionOf({ heads, model, direction, labels, word, pair }: Taken, unit: number | null): string {
  const verb = verbOf(heads.selection.kind, direction);
  const what =
    unit === null
      ? `What each word${ofPair(pair, 'of')} ${verbOf(heads.selection.kind, 'to')}${ofPair(pair, 'in')}`
      : `What “${labels[unit]!}” ${verb}`;
  return `${what}: ${visibleText(nameOfHeads(heads, model, unit === null ? null : word.head))}`;
}

function ofPair(pair: TakenPair | null, which: 'of' | 'in'): string {
  if (!pair) return '';
  if (which === 'in' && pair.within) return ' in it';
  return which === 'of' ? ` of the ${pair.names[pair.looking]}` : ` in the ${pair.names[1 - pair.looking]!}`;
}

/** The word that is looked from: its weight to, or from, every word shown (of two texts, of the other one), in the order of the text. Null without a word, and while its row is not here. */
export function rowTable(taken: Taken): ExportTable | null {
  const { word, visibility, direction, labels, matrix } = taken;
  const { source, weights } = word;
  if (source === null || weights === null) return null;
  // What a word is given, each other one gives it through a head of its own.
  const hasHeads = direction === 'by' && matrix.rowHeads !== undefined;
  const rows = farFrom(source, word, matrix).map((unit): Cell[] => {
    const cell = cellOf(source, unit, direction);
    const isKnown = visibility.sees(...cell) && !word.unread.has(unit);
    const weight = isKnown ? weights[unit]! : null;
    const times = weight === null ? null : weight / visibility.shareOf(...cell);
    return [labels[unit]!, weight, times, ...(hasHeads ? [headIn(matrix, unit)] : []), noteOf(taken, unit)];
  });
  return {
    caption: captionOf(taken, source),
    columns: [words('Word'), numbers('Weight'), numbers('× even share'), ...(hasHeads ? [words('Head')] : []), words('Note')],
    rows,
    source: provenanceLine(taken, word.head),
  };
}

function headIn(matrix: UnitMatrix, row: number): string {
  const head = headOfRow(matrix, row);
  return head ? `L${head[0]} H${head[1]}` : '';
}

function noteOf({ word: { source, unseen, unread, hidden } }: Taken, unit: number): string {
  if (unit === source) return 'itself';
  if (unseen.has(unit)) return 'not seen';
  if (unread.has(unit)) return NOT_READ;
  return hidden.has(unit) ? 'sink, hidden' : '';
}

/** Every word shown to every other: rows attend, columns are attended to, whatever the direction. */
export function matrixTable(taken: Taken): ExportTable {
  const { matrix, visibility, labels, rowUnits, columnUnits } = taken;
  const rows = rowUnits.map((row): Cell[] => [
    labels[row]!,
    ...columnUnits.map(column => (visibility.sees(row, column) ? valueIn(matrix, row, column) : null)),
  ]);
  return {
    caption: captionOf(taken, null),
    columns: [words('from / to'), ...columnUnits.map(unit => numbers(labels[unit]!))],
    rows,
    source: provenanceLine(taken),
  };
}

/** `it → France 0.59`: a cell as the screen says it. */
export function cellText({ labels, matrix, visibility }: Taken, [from, to]: readonly [from: number, to: number]): string {
  const value = !visibility.sees(from, to) ? 'not seen' : hasRow(matrix, from) ? formatWeight(valueIn(matrix, from, to)) : NOT_READ;
  return `${labels[from]!} → ${labels[to]!} ${value}`;
}

function rankedBy({ pair }: Pick<Taken, 'pair'>): string {
  if (!pair) return 'strongest word but for the word itself, neighbours, punctuation and special tokens';
  return pair.within
    ? 'strongest word of its own text but for the word itself, neighbours and punctuation'
    : 'strongest word of the other text but for punctuation';
}

/** All heads for the word, the strongest first, with the smallest lens that looks through each. @param ranking as `rankHeadsForUnit` sorts it */
export function headsTable(taken: Taken, ranking: { readonly unit: number; readonly entries: readonly RankedHead[] }): ExportTable {
  const { labels, model, direction } = taken;
  const named = (unit: number): string | null => (unit >= 0 ? labels[unit]! : null);
  const rows = ranking.entries.map((entry): Cell[] => [
    `L${entry.layer} H${entry.head}`,
    visibleText(lensesOfHead(model.lenses, [entry.layer, entry.head])[0]?.name ?? ''),
    ...(isTelling(entry) ? [named(entry.unit), entry.value] : [null, null]),
    ...(entry.topUnit >= 0 ? [named(entry.topUnit), entry.topValue] : [null, null]),
  ]);
  return {
    caption: `Heads for “${labels[ranking.unit]!}”, ${verbOf('head', direction)}: ${rankedBy(taken)}, then of all`,
    columns: [words('Head'), words('Lens'), words('Word'), numbers('Weight'), words('Of all'), numbers('Weight of all')],
    rows,
    source: provenanceLine(taken),
  };
}
