import type { RunReport } from './textReport.ts';

/** Version of docs/run-schema.json. */
export const SCHEMA = 'attention-lens-run-1';

/** The run as data: docs/run-schema.json says what each field is. */
export function jsonReport({ text, model, summary, view, matrix, word }: RunReport): string {
  const rows = (values: Float32Array): (number | null)[][] =>
    Array.from({ length: matrix.size }, (_, row) => Array.from(values.subarray(row * matrix.size, (row + 1) * matrix.size), exactNumber));
  const report = {
    schema: SCHEMA,
    model: {
      name: model.name,
      layers: model.layers,
      heads: model.heads,
      contextLength: model.contextLength,
      about: model.about,
      warnings: model.warnings,
    },
    view: { label: view.label, lens: view.lens, selection: view.selection, combine: view.combine, headCount: matrix.headCount },
    text,
    shown: { start: summary.shownStart, end: summary.shownEnd, tokens: summary.tokens.length, totalTokens: summary.totalTokens },
    invalidHeads: summary.invalidHeads,
    tokens: summary.tokens,
    words: summary.words,
    attention: rows(matrix.values),
    ...(matrix.low.length > 0 ? { low: rows(matrix.low), high: rows(matrix.high) } : {}),
    ...(word === null ? {} : { word: { index: word, attends: rows(matrix.values)[word]! } }),
  };
  return `${escapeUnseen(JSON.stringify(report))}\n`;
}

/** JSON escapes the controls below U+0020 only; the others, and characters that turn the direction of a line, must not reach a terminal either. */
function escapeUnseen(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A float32 in seven decimal digits, or in nine, which always read back as the same float32; null for what JSON cannot hold. */
function exactNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  const short = Number(value.toPrecision(7));
  return Math.fround(short) === value ? short : Number(value.toPrecision(9));
}
