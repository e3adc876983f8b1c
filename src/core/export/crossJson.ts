import { evenHeads } from '../model/stack.ts';
import { isToldNothing } from '../model/told.ts';
import { movedBack } from '../text/span.ts';
import type { TextPair } from '../text/textPair.ts';
import { sequenceOf } from '../text/tokenSequence.ts';
import { exactNumber, toJson } from './json.ts';
import { jsonReport, SCHEMA, viewData, type RunJson } from './runJson.ts';
import { textsOfPair } from './takenPair.ts';

/** What was run as data: docs/run-schema.json says what each field is. */
export function dataOfRun(report: RunJson): Uint8Array[] {
  const { pair } = report.summary;
  return pair && report.model.attention.kind === 'cross' ? crossJson(report, pair) : jsonReport(report);
}

/** A source and its target as data: what has the name of a field of one text is that of the source, and `attention` is what the target's words give it. */
function crossJson({ text, model, summary, view, matrix, word }: RunJson, pair: TextPair): Uint8Array[] {
  const { tokens, words, segments } = sequenceOf(summary);
  const [source, target] = textsOfPair(text, pair);
  const [first, second] = pair;
  const sourceTokens = segments!.indexOf(1);
  const sourceWords = words.findIndex(({ tokens: [token] }) => token! >= sourceTokens);
  const rows = words.slice(sourceWords);
  const heads = model.attention.heads;
  const table = (values: Float32Array) =>
    rows.map((_, row) => {
      const at = (sourceWords + row) * words.length;
      return Array.from(values.subarray(at, at + sourceWords), exactNumber);
    });
  const attention = table(matrix.values);
  return toJson({
    schema: SCHEMA,
    model: {
      name: model.name,
      variant: model.variant,
      layers: heads.length,
      heads: evenHeads(heads) ?? heads,
      contextLength: model.contextLength,
      ...(model.targetLength !== undefined && { targetLength: model.targetLength }),
      about: model.about,
      warnings: model.warnings,
    },
    view: viewData(view, matrix),
    kind: 'cross',
    ...(summary.told && !isToldNothing(summary.told) && { told: summary.told }),
    text: source,
    shown: { start: 0, end: source.length, tokens: sourceTokens, totalTokens: sourceTokens },
    invalidHeads: summary.invalidHeads,
    tokens: tokens.slice(0, sourceTokens).map(token => movedBack(token, first.start)),
    words: words.slice(0, sourceWords).map(unit => movedBack(unit, first.start)),
    target: {
      text: target,
      tokens: tokens.slice(sourceTokens).map(token => movedBack(token, second.start)),
      words: rows.map(unit => ({ ...movedBack(unit, second.start), tokens: unit.tokens.map(token => token - sourceTokens) })),
    },
    sinks: matrix.sinks.filter(({ unit }) => unit < sourceWords).map(({ unit, share }) => ({ word: unit, share })),
    attention,
    ...(matrix.rowHeads && { heads: matrix.rowHeads.slice(sourceWords) }),
    ...(matrix.low.length > 0 && { low: table(matrix.low), high: table(matrix.high) }),
    ...(word !== null && word >= sourceWords && { word: { index: word - sourceWords, attends: attention[word - sourceWords]! } }),
  });
}
