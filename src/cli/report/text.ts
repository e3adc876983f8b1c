import { nameOfModel } from '../../core/describe/model.ts';
import { formatCount, formatShort, formatWeight } from '../../core/describe/numbers.ts';
import { plainSentence } from '../../core/describe/sentence.ts';
import { explanationOf, explanationOfRollout, statementOf } from '../../core/describe/attention.ts';
import { paintNote } from '../../core/describe/legend.ts';
import { displayWidth, padToWidth } from '../../core/text/displayWidth.ts';
import { weightScale } from '../../core/scale.ts';
import { standsInText } from '../../core/text/token.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { sinkStatement } from '../../core/describe/sinks.ts';
import { deriveWordView, visibilityIn, type WordView } from '../../core/state/viewModel.ts';
import { hidesSink, INITIAL_STATE } from '../../core/state/viewState.ts';
import { namesOfTexts, whoLooks } from '../../core/export/takenPair.ts';
import { sideOf } from '../../core/text/textPair.ts';
import { visibleText } from '../../core/text/visibleText.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { changesOfEveryWord, changesOfWord } from './change.ts';
import type { RunReport, SeenText } from './run.ts';
import { drawStrip } from './strip.ts';

/** How many words the list under the strip names. */
const LISTED = 8;
/** Characters of the bar of a weight of 1. */
const BAR = 40;

/** The run for people. With a word: the text as a heat strip and the words it attends to most; without: one line per word. */
export function textReport(report: RunReport, colour: boolean): string {
  const { model, view, matrix, word } = report;
  const isCombined = matrix.headCount > 1 && view.selection.kind !== 'rollout';
  const title = `${visibleText(nameOfModel(model))}, ${visibleText(view.label)}${isCombined ? ` (${formatCount(matrix.headCount)} heads, ${view.combine})` : ''}`;
  const body = word === null ? everyWord(report) : oneWord(report, word, colour);
  return `${[title, ...whoLooksIn(report), '', ...body].join('\n')}\n`;
}

/** Of two texts which is shown to look. */
function whoLooksIn({ model, looking, summary: { within } }: RunReport): string[] {
  return looking === null ? [] : [whoLooks({ names: namesOfTexts(model), looking, within: within ?? null })];
}

function oneWord(report: RunReport, word: number, colour: boolean): string[] {
  const { summary, view, matrix, replaced, model } = report;
  const { words, tokens } = sequenceOf(summary);
  const wordView = viewOfWord(report, word);
  const other = replaced?.pairs.find(([unit]) => unit === word)?.[1] ?? -1;
  return [
    ...heatStrip(report, wordView, colour),
    ...(replaced && other >= 0 ? heatStrip(replaced, viewOfWord(replaced, other), colour) : []),
    '',
    ...(view.selection.kind === 'rollout'
      ? [explanationOfRollout('to', `after layer ${view.selection.layer}`)]
      : [
          plainSentence(statementOf(words, wordView, 'to', false, view.selection.kind, model.lenses)),
          explanationOf('to', matrix.headCount, view.combine),
        ]),
    ...sinkLine(report),
    ...scaleOf(tokens.length, matrix.causal),
    '',
    ...(replaced ? changesOfWord(report, replaced, word) : strongest(report, wordView)),
  ];
}

/** What has no mark and no place in the list because nearly every word attends to it. */
function sinkLine({ summary, matrix }: SeenText): string[] {
  const { words, tokens } = sequenceOf(summary);
  const visibility = visibilityIn(matrix, words, tokens.length, INITIAL_STATE);
  const said = plainSentence(sinkStatement(words, matrix, visibility, hidesSink(INITIAL_STATE, matrix)));
  return said === '' ? [] : [said];
}

/** What the marks of the strip count, in texts in which they do not count weights. */
function scaleOf(tokens: number, causal: boolean): string[] {
  const scale = weightScale(tokens);
  return scale.inShares ? [`Marks: ${paintNote(scale, causal)}`] : [];
}

function strongest({ summary }: SeenText, { order, weights }: WordView): string[] {
  const { words } = sequenceOf(summary);
  const listed = order.slice(0, LISTED).filter(index => weights![index]! > 0);
  const width = Math.max(0, ...listed.map(index => displayWidth(visibleText(words[index]!.label))));
  return listed.map(index => {
    const weight = weights![index]!;
    return `  ${padToWidth(visibleText(words[index]!.label), width, 'end')}  ${formatWeight(weight)}  ${'#'.repeat(Math.round(weight * BAR))}`.trimEnd();
  });
}

function everyWord(report: RunReport): string[] {
  const { summary, replaced, looking } = report;
  if (replaced) return changesOfEveryWord(report, replaced);
  const { words } = sequenceOf(summary);
  return words.flatMap((unit, index) => {
    if (!standsInText(unit) || (summary.pair && sideOf(summary.pair, unit) !== looking)) return [];
    const { order, weights, head } = viewOfWord(report, index);
    const named = order.slice(0, 3).map(other => `${visibleText(words[other]!.label)} ${formatWeight(weights![other]!)}`);
    const through = head ? `  (L${head[0]} H${head[1]})` : '';
    return [`${visibleText(unit.label)} -> ${named.join(', ')}${through}`];
  });
}

function viewOfWord({ summary, matrix }: SeenText, word: number): WordView {
  const { words, tokens } = sequenceOf(summary);
  return deriveWordView(words, tokens.length, matrix, { ...INITIAL_STATE, pinned: unitRef(TEXT, word) });
}

function heatStrip({ text, summary }: SeenText, { source, buckets, weights }: WordView, colour: boolean): string[] {
  const markOf = (index: number) => (buckets[index]! > 0 ? { bucket: buckets[index]!, note: formatShort(weights![index]!) } : null);
  return drawStrip(text, sequenceOf(summary).words, source, markOf, colour);
}
