import { plainSentence } from '../core/describe.ts';
import { unknownWordsNotice } from '../core/describeUnknown.ts';
import { FaultError } from '../core/errors.ts';
import { findOccurrences, foldSpelling } from '../core/occurrences.ts';
import type { Unit } from '../core/token.ts';
import type { Runner } from '../engine/runner.ts';
import type { ModelSummary, RunSummary } from '../protocol/engineApi.ts';
import type { CallContext } from '../protocol/rpc.ts';

/** Ctrl+C ends the whole process, so no call needs to look out for it. */
export const TO_THE_END: CallContext = { cancelled: false };

/** Opens a model and passes on what a person should know about it. @throws FaultError */
export async function openModel(runner: Runner, directory: string, warn: (message: string) => void): Promise<ModelSummary> {
  const model = await runner.open({ directory });
  for (const warning of model.warnings) warn(warning);
  return model;
}

/** Runs a text from its start, or around an offset, with the tokens masked that are named, and says what was cut off, is unknown to the model, or cannot be trusted. @throws FaultError */
export async function runText(
  runner: Runner,
  { directory, heads }: ModelSummary,
  text: string,
  around: number | null,
  warn: (message: string) => void,
  masked: readonly number[] = [],
): Promise<RunSummary> {
  const summary = await runner.run({ directory, text, fit: around === null ? 'start' : 'around', caret: around ?? 0, masked });
  const { tokens, words, totalTokens, invalidHeads } = summary;
  const which = around === null ? 'the first ones' : 'the ones around the word';
  if (totalTokens > tokens.length) warn(`the model reads ${tokens.length} of ${totalTokens} tokens: ${which} were run`);
  const unknown = plainSentence(unknownWordsNotice(words, tokens));
  if (unknown !== '') warn(unknown);
  for (const [layer, head] of invalidHeads) warn(`layer ${layer}, head ${head} of ${heads} has invalid values`);
  return summary;
}

/** The first word of this very spelling, else of any spelling of it, else within what the model read as one unknown token. @throws FaultError `usage` */
export function findWord(word: string, words: readonly Unit[]): number {
  const exact = words.findIndex(unit => unit.label === word);
  if (exact >= 0) return exact;
  const wanted = foldSpelling(word);
  const similar = words.findIndex(unit => foldSpelling(unit.label) === wanted);
  if (similar >= 0) return similar;
  const within = words.findIndex(unit => unit.unknown !== 'none' && findOccurrences(unit.label, word).total > 0);
  if (within >= 0) return within;
  throw wordMissing('No word of the text that was run is written like the one after --word.');
}

export function wordMissing(cause: string): FaultError {
  return new FaultError({
    code: 'usage',
    title: 'The word is not in the text',
    cause,
    nextStep: 'Give one word as it stands in the text.',
  });
}
