import { alignUnits } from '../core/alignUnits.ts';
import { nullIfUnavailable } from '../core/errors.ts';
import { firstOccurrence } from '../core/occurrences.ts';
import { MASK, noMaskToken, replaceSpan, type Replacement } from '../core/replaceWord.ts';
import type { Span } from '../core/span.ts';
import type { Runner } from '../engine/runner.ts';
import type { ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import type { ReplacedText } from './runReport.ts';
import { runText, wordMissing } from './runText.ts';
import type { ChosenView } from './view.ts';

/** A text with a word replaced, before it is run. */
export interface Variant extends Replacement {
  readonly text: string;
  /** Of the word in the original, and of what stands there instead. */
  readonly span: Span;
  readonly newSpan: Span;
}

/**
 * Replaces the first occurrence of the word (see `firstOccurrence`); `[MASK]` becomes the model's own mask token.
 * @throws FaultError `usage` when the word is not in the text, `unavailable` without a mask token
 */
export function replaceWord(
  text: string,
  { word, replacement }: Replacement,
  { maskToken }: ModelSummary,
  warn: (message: string) => void,
): Variant {
  const found = firstOccurrence(text, word);
  if (!found) throw wordMissing('No word of the text is written like the one before the equals sign of --replace.');
  const { span, total } = found;
  if (total > 1) warn(`the word to replace stands in the text ${total} times: the first one is replaced`);
  const standIn = replacement === MASK ? maskToken : replacement;
  if (standIn === null) throw noMaskToken('Replace the word by another word.');
  const changed = replaceSpan(text, span, standIn);
  return { word, replacement: standIn, text: changed.text, span, newSpan: changed.span };
}

/** A comparison with a word that the model did not read would show no difference. @throws FaultError `usage` */
export function checkIsRead({ span }: Variant, { tokens, totalTokens, shownEnd }: RunSummary): void {
  if (totalTokens > tokens.length && span.start >= shownEnd)
    throw wordMissing('The word before the equals sign of --replace stands beyond what the model can read.');
}

/** Runs the variant and puts it beside the original. */
export async function runVariant(
  runner: Runner,
  model: ModelSummary,
  view: ChosenView,
  original: RunSummary,
  variant: Variant,
  warn: (message: string) => void,
): Promise<ReplacedText> {
  const { text, word, replacement, span, newSpan } = variant;
  const summary = await runText(runner, model, text, null, message => {
    warn(`with the word replaced: ${message}`);
  });
  const pairs = alignUnits(original.words, summary.words, span, newSpan);
  const { selection, combine } = view;
  const matrix = await runner.matrix({ runId: summary.runId, level: 'words', selection, combine });
  return { text, word, replacement, span, pairs, summary, matrix, cosines: await cosinesOf(runner, original, summary, pairs) };
}

async function cosinesOf(
  runner: Runner,
  original: RunSummary,
  summary: RunSummary,
  pairs: ReplacedText['pairs'],
): Promise<readonly Float32Array[]> {
  const both = pairs.filter(([unit, other]) => unit >= 0 && other >= 0);
  // Attention can be compared without vectors.
  const drift = await nullIfUnavailable(runner.drift({ runId: original.runId, otherRunId: summary.runId, level: 'words', pairs: both }));
  return (drift?.states ?? []).map(cosines => {
    let next = 0;
    return Float32Array.from(pairs, ([unit, other]) => (unit >= 0 && other >= 0 ? cosines[next++]! : NaN));
  });
}
