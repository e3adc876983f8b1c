import { evenHeads } from '../../core/model/stack.ts';
import { exactRows, toJson } from '../../core/export/json.ts';
import { SCHEMA } from '../../core/export/runJson.ts';
import type { SeenTwoTexts } from './twoTexts.ts';

/** The run of two texts as data: docs/run-schema.json says what each field is. What has the name of a field of one text is that of the source. */
export function twoTextJson({ run, stack, view, rows, matrix, sinks, invalidHeads, word }: SeenTwoTexts): Uint8Array[] {
  const { model, source, target, texts, written } = run;
  const { heads } = model.stacks[stack];
  const table = (values: Float32Array): (number | null)[][] => exactRows(values, rows.units.length);
  const attention = table(matrix.values);
  return toJson({
    schema: SCHEMA,
    model: {
      name: model.name,
      variant: model.variant,
      layers: heads.length,
      heads: evenHeads(heads) ?? heads,
      contextLength: model.contextLength.source,
      targetLength: model.contextLength.target,
      about: '',
      warnings: model.warnings,
    },
    view: { label: view.label, lens: null, selection: view.selection, combine: view.combine, headCount: matrix.headCount },
    kind: stack,
    text: texts.source,
    shown: { start: source.shownStart, end: source.shownEnd, tokens: source.tokens.length, totalTokens: source.totalTokens },
    invalidHeads,
    tokens: source.tokens,
    words: source.words,
    target: { text: texts.target, tokens: target.tokens, words: target.words, ...(written ? { written } : {}) },
    sinks: sinks.map(({ unit, share }) => ({ word: unit, share })),
    attention,
    ...(matrix.low.length > 0 ? { low: table(matrix.low), high: table(matrix.high) } : {}),
    ...(word === null ? {} : { word: { index: word, attends: attention[word]! } }),
  });
}
