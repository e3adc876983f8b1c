import { alignUnits, type UnitPair } from '../../core/text/alignUnits.ts';
import { nullIfUnavailable } from '../../core/faults.ts';
import { MaskedText } from '../../core/text/maskedText.ts';
import { firstOccurrence } from '../../core/text/occurrences.ts';
import { lackOf } from '../../core/model/capability.ts';
import { MASK, replaceSpan, type Replacement } from '../../core/text/replaceWord.ts';
import { overlapLength, type Span } from '../../core/text/span.ts';
import type { Runner } from '../../engine/runner.ts';
import type { ModelSummary, RunSummary } from '../../protocol/engineApi.ts';
import type { ReplacedRun, OtherText } from '../report/run.ts';
import { runText, wantedWord, wordMissing } from './runText.ts';
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
  { maskToken }: ModelSummary,
  warn: (message: string) => void,
): LocatedReplacement {
  const found = firstOccurrence(text, word);
  if (!found) throw wordMissing('No word of the text is written like the one before the equals sign of --replace.');
  const { span, total } = found;
  if (total > 1) warn(`the word to replace stands in the text ${total} times: the first one is replaced`);
  if (replacement !== MASK) return { word, span, replacement };
  if (maskToken === null) throw lackOf('mask-token', 'Replace the word by another word.');
  return { word, span, replacement: null };
}

/** A comparison with a word that the model did not read would show no difference. @throws FaultError `usage` */
export function checkIsRead({ span }: LocatedReplacement, { tokens, totalTokens, shownEnd }: RunSummary): void {
  if (totalTokens > tokens.length && span.start >= shownEnd)
    throw wordMissing('The word before the equals sign of --replace stands beyond what the model can read.');
}

/** Runs the text with the word replaced, or masked as for influence. @param from the word to look from, one word there too. @throws FaultError `usage` when the tokenizer drops a word to mask */
export async function runOther(
  runner: Runner,
  model: ModelSummary,
  text: string,
  original: RunSummary,
  { word, span, replacement }: LocatedReplacement,
  from: string | null,
  warn: (message: string) => void,
): Promise<OtherText> {
  const warnOfOther = (message: string): void => {
    warn(`with the word replaced: ${message}`);
  };
  if (replacement !== null) {
    const changed = replaceSpan(text, span, replacement);
    const summary = await runText(runner, model, changed.text, null, warnOfOther, {
      together: wantedWord(changed.text, from)?.spans ?? [],
    });
    const pairs = alignUnits(original.words, summary.words, span, changed.span);
    return { text: changed.text, word, replacement, summary, pairs };
  }
  const units = original.words.filter(unit => overlapLength(unit, span) > 0);
  const masked = units.flatMap(unit => unit.tokens);
  if (masked.length === 0) throw wordMissing('The tokenizer of the model drops the word before the equals sign of --replace.');
  const written = new MaskedText(text, original.tokens, masked, model.maskToken!);
  // Of all that was masked, which is more than the word where an unknown token covers more.
  const { start, end } = written.span({ start: Math.min(span.start, units[0]!.start), end: Math.max(span.end, units.at(-1)!.end) });
  const summary = await runText(runner, model, text, null, warnOfOther, { masked, together: wantedWord(text, from)?.spans ?? [] });
  const pairs = original.words.map((_, index): UnitPair => [index, index]);
  return { text: written.text, word, replacement: written.text.slice(start, end), summary, pairs };
}

/** Runs the text with the word replaced and puts it beside the original. */
export async function runReplaced(
  runner: Runner,
  model: ModelSummary,
  view: ChosenView,
  text: string,
  original: RunSummary,
  wanted: LocatedReplacement,
  from: string | null,
  warn: (message: string) => void,
): Promise<ReplacedRun> {
  const other = await runOther(runner, model, text, original, wanted, from, warn);
  const { summary, pairs } = other;
  const { selection, combine } = view;
  const matrix = await runner.matrix({ runId: summary.runId, level: 'words', selection, combine });
  return { ...other, span: wanted.span, matrix, cosines: await cosinesOf(runner, original, summary, pairs) };
}

async function cosinesOf(
  runner: Runner,
  original: RunSummary,
  summary: RunSummary,
  pairs: ReplacedRun['pairs'],
): Promise<readonly Float32Array[]> {
  const both = pairs.filter(([unit, other]) => unit >= 0 && other >= 0);
  // Attention can be compared without vectors.
  const drift = await nullIfUnavailable(runner.drift({ runId: original.runId, otherRunId: summary.runId, level: 'words', pairs: both }));
  return (drift?.states ?? []).map(cosines => {
    let next = 0;
    return Float32Array.from(pairs, ([unit, other]) => (unit >= 0 && other >= 0 ? cosines[next++]! : NaN));
  });
}
