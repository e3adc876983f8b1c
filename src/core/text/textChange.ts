import { alignUnits, type UnitPair } from './alignUnits.ts';
import { offsetAfter, replaceSpan } from './replaceWord.ts';
import type { Span } from './span.ts';
import type { Unit } from './token.ts';

/** A word of a text replaced by something else, or its tokens masked, so that every other token keeps its place. */
export type TextChange =
  | { readonly kind: 'replace'; readonly span: Span; readonly replacement: string }
  | { readonly kind: 'mask'; readonly tokens: readonly number[] };

/** What to run for the changed text. `caret` is an offset in the text. */
export function changedText(
  text: string,
  caret: number,
  change: TextChange,
): { readonly text: string; readonly caret: number; readonly masked: readonly number[] } {
  if (change.kind === 'mask') return { text, caret, masked: change.tokens };
  const { text: changed, span } = replaceSpan(text, change.span, change.replacement);
  return { text: changed, caret: offsetAfter(caret, change.span, span), masked: [] };
}

/** Which units of a text and of the changed text stand for each other: masked, each unit for itself. */
export function counterparts(units: readonly Unit[], others: readonly Unit[], change: TextChange): UnitPair[] {
  if (change.kind === 'mask') return units.map((_, index): UnitPair => [index, index]);
  const { span, replacement } = change;
  return alignUnits(units, others, span, { start: span.start, end: span.start + replacement.length });
}
