import {
  attentionReading,
  compareVariant,
  type ComparedPair,
  type SideReading,
  type VariantComparison,
} from '../../core/attention/whatIf.ts';
import { nameOfState } from '../../core/describe/heat.ts';
import { formatSigned, formatWeight } from '../../core/describe/numbers.ts';
import { plainSentence } from '../../core/describe/sentence.ts';
import { changeStatement } from '../../core/describe/whatIf.ts';
import { middleState } from '../../core/state/viewState.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { INITIAL_STATE } from '../../core/state/viewState.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { ReplacedRun, RunReport, SeenText } from './run.ts';
import { drawTable } from '../../core/describe/table.ts';

/** Rows of the table of one word. */
const LISTED = 8;

/** A change that would be written as 0.00 is not listed. */
const SMALLEST = 0.005;

/** What one word attends to in the text and in the text with a word replaced: the largest changes. */
export function changesOfWord(report: RunReport, replaced: ReplacedRun, word: number): string[] {
  const comparison = compare(report, replaced, word);
  const { words } = sequenceOf(report.summary);
  if (comparison.otherSource === null)
    return [title(replaced), plainSentence(changeStatement(comparison, words, sequenceOf(replaced.summary).words, word, 'to'))];
  const listed = comparison.pairs
    .filter(({ change }) => !(size(change) < SMALLEST))
    .toSorted((a, b) => size(b.change) - size(a.change))
    .slice(0, LISTED);
  if (listed.length === 0) return [title(replaced), 'No weight changed by 0.01 or more.', ...similarity(replaced, word)];
  return [
    title(replaced),
    ...drawTable(
      ['', 'before', 'after', 'change'],
      listed.map(pair => [
        nameOfPair(report, replaced, pair),
        pair.unit < 0 ? '-' : formatWeight(pair.value),
        pair.other < 0 ? '-' : formatWeight(pair.otherValue),
        signed(pair.change),
      ]),
    ),
    ...similarity(replaced, word),
  ];
}

/** For every word with a counterpart: the change of attention that is largest, and how far its vector moved. */
export function changesOfEveryWord(report: RunReport, replaced: ReplacedRun): string[] {
  const { pairs, cosines } = replaced;
  const state = middleState(cosines.length - 1);
  const rows = pairs.flatMap(([unit, other], index) => {
    if (unit < 0 || other < 0 || sequenceOf(report.summary).words[unit]!.start < 0) return [];
    const compared = compare(report, replaced, unit).pairs;
    const most = compared.reduce((largest, next) => (size(next.change) > size(largest.change) ? next : largest));
    const [before, after] = [most.unit < 0 ? 0 : most.value, most.other < 0 ? 0 : most.otherValue].map(formatWeight);
    const largest = `${nameOfPair(report, replaced, most)} ${before} to ${after} (${signed(most.change)})`;
    const cosine = cosines.length > 0 ? [formatSigned(cosines[state]![index]!)] : [];
    return [[nameOfPair(report, replaced, { unit, other }), largest, ...cosine]];
  });
  const header = ['', 'largest change of attention', ...(cosines.length > 0 ? [`cosine ${nameOfState(state, cosines.length - 1)}`] : [])];
  return [`Before: ${oneLine(report.text)}`, `After:  ${oneLine(replaced.text)}`, title(replaced), '', ...drawTable(header, rows)];
}

/** What one word attends to in both texts, pair by pair. */
function compare(report: SeenText, replaced: ReplacedRun, word: number): VariantComparison {
  return compareVariant('attention', readingOf(report), readingOf(replaced), replaced.pairs, word, null);
}

function readingOf({ summary, matrix }: SeenText): SideReading {
  const { words, tokens } = sequenceOf(summary);
  return attentionReading(words, tokens.length, matrix, INITIAL_STATE);
}

function title({ word, replacement }: ReplacedRun): string {
  return `With "${visibleText(word)}" replaced by "${visibleText(replacement)}":`;
}

function oneLine(text: string): string {
  return visibleText(text.replace(/\s+/g, ' ').trim());
}

/** What is not a number comes first: it should be seen. */
const size = (change: number): number => (Number.isNaN(change) ? Infinity : Math.abs(change));

/** Always two decimals: a change of less than half of 0.01 is not listed. */
const signed = (change: number): string => {
  const digits = Number.isFinite(change) ? change.toFixed(2) : formatWeight(change);
  return change > 0 ? `+${digits}` : digits;
};

function nameOfPair({ summary }: SeenText, { summary: other }: SeenText, pair: Pick<ComparedPair, 'unit' | 'other'>): string {
  const labels = [sequenceOf(summary).words[pair.unit], sequenceOf(other).words[pair.other]].flatMap(word =>
    word ? [visibleText(word.label)] : [],
  );
  return [...new Set(labels)].join(' -> ');
}

function similarity({ pairs, cosines }: ReplacedRun, word: number): string[] {
  const index = pairs.findIndex(([unit]) => unit === word);
  if (cosines.length === 0) return [];
  const values = cosines.map((state, number) => `${nameOfState(number, cosines.length - 1)} ${formatSigned(state[index]!)}`);
  return ['', `Cosine of its vector before and after: ${values.join(', ')}.`];
}
