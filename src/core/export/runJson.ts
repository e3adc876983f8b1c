import type { Combine, HeadRef, HeadSelection, Lens } from '../attention/lens.ts';
import { evenHeads, type AttentionStack } from '../model/stack.ts';
import { rowsIn, type UnitMatrix } from '../state/unitMatrix.ts';
import type { UnitPair } from '../text/alignUnits.ts';
import type { Told } from '../model/told.ts';
import type { Span } from '../text/span.ts';
import type { TextPair, Within } from '../text/textPair.ts';
import { sequenceOf, type TokenSequence } from '../text/tokenSequence.ts';
import { exactNumber, exactRows, toJson } from './json.ts';
import type { TakenHeads } from './taken.ts';

/** Version of docs/run-schema.json. */
export const SCHEMA = 'attention-lens-run-1';

/** One text, run once and seen through one view. */
export interface RunText {
  readonly text: string;
  readonly summary: {
    readonly sequences: readonly TokenSequence[];
    readonly invalidHeads: readonly HeadRef[];
    readonly pair?: TextPair;
    readonly within?: Within;
    readonly told?: Told;
  };
  /** Of its words. */
  readonly matrix: UnitMatrix;
}

/** The text with one word replaced, see the command line. */
export interface ReplacedText extends RunText {
  readonly word: string;
  readonly replacement: string;
  readonly span: Span;
  readonly pairs: readonly UnitPair[];
  readonly cosines: readonly Float32Array[];
}

export interface RunJson extends RunText {
  readonly model: {
    readonly name: string;
    readonly variant: string;
    readonly layers: number;
    readonly attention: AttentionStack;
    readonly contextLength: number;
    readonly ownContext: number | null;
    readonly targetLength?: number;
    readonly about: string;
    readonly warnings: readonly string[];
  };
  readonly view: {
    readonly label: string;
    readonly lens: string | null;
    readonly selection: HeadSelection;
    readonly combine: Combine;
  };
  /** Index of the word to look from, or null for all. */
  readonly word: number | null;
  readonly replaced: ReplacedText | null;
}

/** What is looked through, as reports of the command line name it. */
export function labelOfHeads({ lens, selection }: TakenHeads, lenses: readonly Lens[]): string {
  const named = lens === null ? undefined : lenses.find(({ id }) => id === lens);
  if (named) return `"${named.name}"`;
  switch (selection.kind) {
    case 'heads':
      return selection.heads.map(([layer, head]) => `layer ${layer}, head ${head}`).join('; ');
    case 'layer':
      return `layer ${selection.layer}, mean of its heads`;
    case 'all':
      return 'mean of all heads';
    case 'rollout':
      return `rollout up to layer ${selection.layer}`;
  }
}

/** How it is looked through, as data. */
export function viewData({ label, lens, selection, combine }: RunJson['view'], { headCount }: Pick<UnitMatrix, 'headCount'>) {
  return { label, lens, selection, combine, headCount };
}

/** The run as data: docs/run-schema.json says what each field is. */
export function jsonReport(report: RunJson): Uint8Array[] {
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
    view: viewData(view, matrix),
    ...own,
    ...(word === null ? {} : { word: { index: word, attends: own.attention[rowsIn(matrix).indexOf(word)]! } }),
    ...(replaced ? { replaced: replacedText(replaced) } : {}),
  });
}

function seenText({ text, summary, matrix }: RunText) {
  const { tokens, words, shownStart, shownEnd, totalTokens } = sequenceOf(summary);
  const rows = (values: Float32Array): (number | null)[][] => exactRows(values, rowsIn(matrix).length);
  return {
    text,
    ...(summary.pair && { texts: summary.pair }),
    ...(summary.within && { within: summary.within }),
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

function replacedText(replaced: ReplacedText) {
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
