import { evenHeads } from '../../core/model/stack.ts';
import { rowsIn } from '../../core/state/unitMatrix.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { exactNumber, exactRows, toJson } from '../../core/export/json.ts';
import type { ReplacedRun, RunReport, SeenText } from './run.ts';

/** Version of docs/run-schema.json. */
export const SCHEMA = 'attention-lens-run-1';

/** The run as data: docs/run-schema.json says what each field is. */
export function jsonReport(report: RunReport): Uint8Array[] {
  const { model, view, matrix, word, replaced } = report;
  const own = seenText(report);
  return toJson({
    schema: SCHEMA,
    model: {
      name: model.name,
      variant: model.variant,
      layers: model.layers,
      heads: evenHeads(model.attention.heads) ?? model.attention.heads,
      contextLength: model.contextLength,
      ownContext: model.ownContext,
      about: model.about,
      warnings: model.warnings,
    },
    view: { label: view.label, lens: view.lens, selection: view.selection, combine: view.combine, headCount: matrix.headCount },
    ...own,
    ...(word === null ? {} : { word: { index: word, attends: own.attention[rowsIn(matrix).indexOf(word)]! } }),
    ...(replaced ? { replaced: replacedText(replaced) } : {}),
  });
}

function seenText({ text, summary, matrix }: SeenText) {
  const { tokens, words, shownStart, shownEnd, totalTokens } = sequenceOf(summary);
  const rows = (values: Float32Array): (number | null)[][] => exactRows(values, rowsIn(matrix).length);
  return {
    text,
    shown: { start: shownStart, end: shownEnd, tokens: tokens.length, totalTokens },
    invalidHeads: summary.invalidHeads,
    tokens,
    words,
    sinks: matrix.sinks.map(({ unit, share }) => ({ word: unit, share })),
    ...(matrix.sampled ? { rows: matrix.sampled } : {}),
    attention: rows(matrix.values),
    ...(matrix.rowHeads ? { heads: matrix.rowHeads } : {}),
    ...(matrix.low.length > 0 ? { low: rows(matrix.low), high: rows(matrix.high) } : {}),
  };
}

function replacedText(replaced: ReplacedRun) {
  const { word, replacement, span, pairs, cosines } = replaced;
  return {
    from: word,
    to: replacement,
    start: span.start,
    end: span.end,
    ...seenText(replaced),
    pairs,
    cosines: cosines.map(values => Array.from(values, exactNumber)),
  };
}
