import { oneText } from '../../core/text/textPair.ts';
import { formatCount } from '../../core/describe/numbers.ts';
import { spreadOverPairs } from '../../core/text/alignUnits.ts';
import { MaskedText } from '../../core/text/maskedText.ts';
import { firstOccurrence } from '../../core/text/occurrences.ts';
import { need } from '../../core/model/capability.ts';
import { MASK, type Replacement } from '../../core/text/replaceWord.ts';
import { overlapLength, type Span } from '../../core/text/span.ts';
import { changedText, type TextChange } from '../../core/text/textChange.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import type { Runner } from '../../engine/runner.ts';
import type { ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import type { VariantRun } from '../../protocol/variantApi.ts';
import type { ReplacedRun } from '../report/run.ts';
import { wantedWord, wordMissing } from './runText.ts';
import type { ChosenView } from '../arguments/view.ts';

/** A word of the text, and what shall stand there instead. */
export interface LocatedReplacement {
  readonly word: string;
  readonly span: Span;
  /** Null: the model's mask token, once for each token of the word. */
  readonly replacement: string | null;
}

/**
 * Finds the first occurrence of the word (see `firstOccurrence`).
 * @throws FaultError `usage` when the word is not in the text, `unavailable` without a mask token
 */
export function locateReplacement(
  text: string,
  { word, replacement }: Replacement,
  model: ModelSummary,
  warn: (message: string) => void,
): LocatedReplacement {
  const found = firstOccurrence(text, word);
  if (!found) throw wordMissing('No word of the text is written like the one before the equals sign of --replace.');
  const { span, total } = found;
  if (total > 1) warn(`the word to replace stands in the text ${formatCount(total)} times: the first one is replaced`);
  if (replacement !== MASK) return { word, span, replacement };
  need(model, 'mask-token', 'Replace the word by another word.');
  return { word, span, replacement: null };
}

/** A comparison with a word that the model did not read would show no difference. @throws FaultError `usage` */
export function checkIsRead({ span }: LocatedReplacement, summary: RunSummary): void {
  const { tokens, totalTokens, shownEnd } = sequenceOf(summary);
  if (totalTokens > tokens.length && span.start >= shownEnd)
    throw wordMissing('The word before the equals sign of --replace stands beyond what the model can read.');
}

/** The text with the word replaced, as the engine is asked for it and as people are told. */
export interface Replacing extends Replacement {
  readonly request: VariantRun;
  /** What is read instead of the text; of a word that is masked, with the mask tokens written out. */
  readonly text: string;
}

/**
 * What to ask for so that the word is replaced, or masked as for influence.
 * @param from the word to look from, one word there too
 * @throws FaultError `usage` when the tokenizer drops a word to mask
 */
export function replacing(
  text: string,
  summary: RunSummary,
  { word, span, replacement }: LocatedReplacement,
  maskToken: string | null,
  from: string | null,
): Replacing {
  const { words, tokens } = sequenceOf(summary);
  const request = { runId: summary.runId, level: 'words', text, fit: 'start', caret: 0 } as const;
  const together = (read: string): readonly Span[] => wantedWord(oneText(read), from)?.spans ?? [];
  if (replacement !== null) {
    const change: TextChange = { kind: 'replace', span, replacement };
    const { text: changed } = changedText(text, 0, change);
    return { request: { ...request, change, together: together(changed) }, word, replacement, text: changed };
  }
  const units = words.filter(unit => overlapLength(unit, span) > 0);
  const masked = units.flatMap(unit => unit.tokens);
  if (masked.length === 0) throw wordMissing('The tokenizer of the model drops the word before the equals sign of --replace.');
  const written = new MaskedText(text, tokens, masked, maskToken!);
  // Of all that was masked, which is more than the word where an unknown token covers more.
  const { start, end } = written.span({ start: Math.min(span.start, units[0]!.start), end: Math.max(span.end, units.at(-1)!.end) });
  const change: TextChange = { kind: 'mask', tokens: masked };
  const masks = written.text.slice(start, end);
  return { request: { ...request, change, together: together(text) }, word, replacement: masks, text: written.text };
}

/** Runs the text with the word replaced and puts it beside the original. */
export async function runReplaced(
  runner: Runner,
  { selection, combine }: ChosenView,
  { request, ...read }: Replacing,
  { span }: LocatedReplacement,
): Promise<ReplacedRun> {
  // Its cosines are not reported.
  const { summary, pairs, matrix, drift } = await runner.variant({ ...request, selection, combine, state: null });
  const cosines = (drift?.states ?? []).map(values => spreadOverPairs(values, pairs));
  return { ...read, span, summary, pairs, matrix, cosines };
}
