import { twoTextsJson } from '../../core/export/crossJson.ts';
import { exactRows } from '../../core/export/json.ts';
import type { SeenTwoTexts } from './twoTexts.ts';

/** The run of two texts as data, which has both kinds of self-attention, too: docs/run-schema.json says what each field is. */
export function twoTextJson({ run, stack, view, rows, matrix, sinks, invalidHeads, word }: SeenTwoTexts): Uint8Array[] {
  const { model, source, target, texts, written } = run;
  const { tokens, words, shownStart, shownEnd, totalTokens } = source;
  const table = (values: Float32Array) => exactRows(values, rows.units.length);
  return twoTextsJson({
    model: {
      name: model.name,
      variant: model.variant,
      contextLength: model.contextLength.source,
      targetLength: model.contextLength.target,
      about: '',
      warnings: model.warnings,
    },
    heads: model.stacks[stack].heads,
    view: { label: view.label, lens: null, selection: view.selection, combine: view.combine },
    headCount: matrix.headCount,
    kind: stack,
    source: { text: texts.source, shown: { start: shownStart, end: shownEnd, tokens: tokens.length, totalTokens }, tokens, words },
    target: { text: texts.target, tokens: target.tokens, words: target.words, ...(written && { written }) },
    invalidHeads,
    sinks,
    attention: table(matrix.values),
    ...(matrix.low.length > 0 && { low: table(matrix.low), high: table(matrix.high) }),
    word,
  });
}
