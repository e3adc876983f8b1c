import type { UnitPair } from '../../core/text/alignUnits.ts';
import { nameOfState } from '../../core/describe/heat.ts';
import { formatWeight } from '../../core/describe/attention.ts';
import { cellIndex } from '../../core/state/viewModel.ts';
import { middleState } from '../../core/state/viewState.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import type { ReplacedRun, RunReport, SeenText } from './run.ts';
import { drawTable } from './table.ts';

/** Rows of the table of one word. */
const LISTED = 8;

/** A change that would be written as 0.00 is not listed. */
const SMALLEST = 0.005;

/** What one word attends to in the text and in the text with a word replaced: the largest changes. */
export function changesOfWord(report: RunReport, replaced: ReplacedRun, word: number, other: number): string[] {
  if (other < 0) return [title(replaced), 'The word looked from has no counterpart there.'];
  const rows = replaced.pairs.map(pair => ({ pair, ...changeOf(report, replaced, [word, other], pair) }));
  const listed = rows
    .filter(row => !(size(row.change) < SMALLEST))
    .sort((a, b) => size(b.change) - size(a.change))
    .slice(0, LISTED);
  if (listed.length === 0) return [title(replaced), 'No weight changed by 0.01 or more.', ...similarity(replaced, [word, other])];
  return [
    title(replaced),
    ...drawTable(
      ['', 'before', 'after', 'change'],
      listed.map(({ pair, before, after, change }) => [
        nameOfPair(report, replaced, pair),
        before === null ? '-' : formatWeight(before),
        after === null ? '-' : formatWeight(after),
        signed(change),
      ]),
    ),
    ...similarity(replaced, [word, other]),
  ];
}

/** For every word with a counterpart: the change of attention that is largest, and how far its vector moved. */
export function changesOfEveryWord(report: RunReport, replaced: ReplacedRun): string[] {
  const { pairs, cosines } = replaced;
  const state = middleState(cosines.length - 1);
  const rows = pairs.flatMap((own, index) => {
    const [unit, other] = own;
    if (unit < 0 || other < 0 || report.summary.words[unit]!.start < 0) return [];
    const changes = pairs.map(pair => ({ pair, ...changeOf(report, replaced, own, pair) }));
    const { pair, before, after, change } = changes.reduce((most, next) => (size(next.change) > size(most.change) ? next : most));
    const largest = `${nameOfPair(report, replaced, pair)} ${formatWeight(before ?? 0)} to ${formatWeight(after ?? 0)} (${signed(change)})`;
    const cosine = cosines.length > 0 ? [formatWeight(cosines[state]![index]!)] : [];
    return [[nameOfPair(report, replaced, own), largest, ...cosine]];
  });
  const header = ['', 'largest change of attention', ...(cosines.length > 0 ? [`cosine ${nameOfState(state, cosines.length - 1)}`] : [])];
  return [`Before: ${oneLine(report.text)}`, `After:  ${oneLine(replaced.text)}`, title(replaced), '', ...drawTable(header, rows)];
}

function title({ word, replacement }: ReplacedRun): string {
  return `With "${visibleText(word)}" replaced by "${visibleText(replacement)}":`;
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim());
}

interface Change {
  /** Null: there is no such word. */
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number;
}

/** Attention from one pair of words to another, before and after. */
function changeOf(report: SeenText, replaced: SeenText, [from, newFrom]: UnitPair, [to, newTo]: UnitPair): Change {
  const before = to < 0 ? null : report.matrix.values[cellIndex(report.matrix, from, to)]!;
  const after = newTo < 0 ? null : replaced.matrix.values[cellIndex(replaced.matrix, newFrom, newTo)]!;
  return { before, after, change: (after ?? 0) - (before ?? 0) };
}

/** What is not a number comes first: it should be seen. */
const size = (change: number): number => (Number.isNaN(change) ? Infinity : Math.abs(change));

/** Always two decimals: a change of less than half of 0.01 is not listed. */
const signed = (change: number): string => {
  const digits = Number.isFinite(change) ? change.toFixed(2) : formatWeight(change);
  return change > 0 ? `+${digits}` : digits;
};

function nameOfPair({ summary }: SeenText, { summary: other }: SeenText, [unit, counterpart]: UnitPair): string {
  const labels = [summary.words[unit], other.words[counterpart]].flatMap(word => (word ? [visibleText(word.label)] : []));
  return [...new Set(labels)].join(' -> ');
}

function similarity({ pairs, cosines }: ReplacedRun, [word]: UnitPair): string[] {
  const index = pairs.findIndex(([unit]) => unit === word);
  if (cosines.length === 0) return [];
  const values = cosines.map((state, number) => `${nameOfState(number, cosines.length - 1)} ${formatWeight(state[index]!)}`);
  return ['', `Cosine of its vector before and after: ${values.join(', ')}.`];
}
