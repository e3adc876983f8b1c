import { explanationOf, formatShort, formatWeight, plainSentence, statementOf } from '../core/describe.ts';
import type { Unit } from '../core/token.ts';
import { deriveWordView, type WordView } from '../core/viewModel.ts';
import { INITIAL_STATE } from '../core/viewState.ts';
import { visibleText } from '../core/visibleText.ts';
import type { MatrixSlice, ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import type { ChosenView } from './view.ts';

/** One run through one view, as the reports read it. */
export interface RunReport {
  readonly text: string;
  readonly model: ModelSummary;
  readonly summary: RunSummary;
  readonly view: ChosenView;
  readonly matrix: MatrixSlice;
  /** Index of the word to look from, or null for all. */
  readonly word: number | null;
}

/** How many words the list under the strip names. */
const LISTED = 8;
/** Characters of the bar of a weight of 1. */
const BAR = 40;

/** The run for people. With a word: the text as a heat strip and the words it attends to most; without: one line per word. */
export function textReport(report: RunReport, colour: boolean): string {
  const { model, view, matrix, word } = report;
  const title = `${visibleText(model.name)}, ${visibleText(view.label)}${matrix.headCount > 1 ? ` (${matrix.headCount} heads, ${view.combine})` : ''}`;
  const body = word === null ? everyWord(report) : oneWord(report, word, colour);
  return `${[title, '', ...body].join('\n')}\n`;
}

function oneWord({ text, summary, view, matrix }: RunReport, word: number, colour: boolean): string[] {
  const wordView = viewOfWord(summary, matrix, word);
  const listed = wordView.order.slice(0, LISTED).filter(index => wordView.weights![index]! > 0);
  const width = Math.max(0, ...listed.map(index => visibleText(summary.words[index]!.label).length));
  return [
    ...heatStrip(text, summary.words, wordView, colour).split('\n'),
    '',
    plainSentence(statementOf(summary.words, wordView, 'to', false)),
    explanationOf('to', matrix.headCount, view.combine),
    '',
    ...listed.map(index => {
      const weight = wordView.weights![index]!;
      const label = visibleText(summary.words[index]!.label).padEnd(width);
      return `  ${label}  ${formatWeight(weight)}  ${'#'.repeat(Math.round(weight * BAR))}`.trimEnd();
    }),
  ];
}

function everyWord({ summary, matrix }: RunReport): string[] {
  return summary.words.flatMap((unit, index) => {
    if (unit.special) return [];
    const { order, weights } = viewOfWord(summary, matrix, index);
    const strongest = order.slice(0, 3).map(other => `${visibleText(summary.words[other]!.label)} ${formatWeight(weights![other]!)}`);
    return [`${visibleText(unit.label)} -> ${strongest.join(', ')}`];
  });
}

function viewOfWord(summary: RunSummary, matrix: MatrixSlice, word: number): WordView {
  return deriveWordView(summary.words, summary.tokens.length, matrix, { ...INITIAL_STATE, pinned: word });
}

/** The words in their order with their heat; the word looked from stands in >angle brackets<, or underlined. Line breaks stay, other gaps become a space. */
function heatStrip(text: string, words: readonly Unit[], view: WordView, colour: boolean): string {
  let strip = '';
  let end = -1;
  for (const [index, unit] of words.entries()) {
    if (unit.special) continue;
    const gap = end < 0 ? '' : text.slice(end, unit.start);
    strip += gap.includes('\n') ? '\n' : gap === '' ? '' : ' ';
    const label = visibleText(unit.label);
    const bucket = view.buckets[index]!;
    if (colour) strip += index === view.source ? underline(label) : heat(label, bucket);
    else if (index === view.source) strip += `>${label}<`;
    else strip += bucket > 0 ? `[${label} ${formatShort(view.weights![index]!)}]` : label;
    end = unit.end;
  }
  return strip;
}

/** Backgrounds for the buckets 1 to 8 out of the 256 terminal colours, pale yellow to strong orange; the text on them is black. */
const HEAT_COLOURS = [230, 229, 228, 222, 221, 215, 214, 208] as const;
const ESCAPE = '\u001b[';

function heat(label: string, bucket: number): string {
  return bucket === 0 ? label : `${ESCAPE}48;5;${HEAT_COLOURS[bucket - 1]!};38;5;16m${label}${ESCAPE}0m`;
}

function underline(label: string): string {
  return `${ESCAPE}1;4m${label}${ESCAPE}0m`;
}
