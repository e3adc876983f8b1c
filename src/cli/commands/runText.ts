import { formatCount } from '../../core/describe/numbers.ts';
import { plainSentence } from '../../core/describe/sentence.ts';
import { languageNotice } from '../../core/describe/language.ts';
import { unknownWordsNotice } from '../../core/describe/unknown.ts';
import { FaultError } from '../../core/faults.ts';
import { isToldNothing } from '../../core/model/told.ts';
import { headsIn, type StackName } from '../../core/model/stack.ts';
import { allOccurrences } from '../../core/text/occurrences.ts';
import type { Span } from '../../core/text/span.ts';
import { sideOf, type GivenText, type Side, type TextPair } from '../../core/text/textPair.ts';
import type { Unit } from '../../core/text/token.ts';
import { wordAt } from '../../core/text/words.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { usageError, type ModelOptions, type RunCommand } from '../arguments/command.ts';
import type { Runner } from '../../engine/runner.ts';
import { identityOf, type ModelSummary, type RunRequest, type RunSummary } from '../../protocol/engineApi.ts';

/** Opens a model and passes on what a person should know about it. @throws FaultError */
export async function openModel(
  runner: Runner,
  {
    directory,
    variant,
    twoTexts = null,
  }: Pick<ModelOptions, 'variant'> & { readonly directory: string; readonly twoTexts?: StackName | null },
  warn: (message: string) => void,
): Promise<ModelSummary> {
  const model = await runner.open({ directory, ...(variant !== null && { variant }), ...(twoTexts && { twoTexts }) });
  if (variant === null && model.variants.length > 1)
    warn(`the folder has several variants of the model: ${model.variant} is used, of ${model.variants.join(', ')} (see --variant)`);
  for (const warning of model.warnings) warn(warning);
  return model;
}

/** Runs a text from its start, or around an offset, or two texts, with words put together, and passes on what a person should know about it. @throws FaultError */
export async function runText(
  runner: Runner,
  model: ModelSummary,
  { text, pair }: GivenText,
  around: number | null,
  warn: (message: string) => void,
  together: readonly Span[] = [],
  { chat = false, maxTokens = null, within = null, told = {} }: Partial<Pick<RunCommand, 'chat' | 'maxTokens' | 'within' | 'told'>> = {},
): Promise<RunSummary> {
  if (!isToldNothing(told) && !model.twoTexts)
    throw usageError('This model can be told nothing', 'A task and languages are for models that read one text and write another.');
  const fit = around === null ? 'start' : 'around';
  const summary = await runner.run({
    ...identityOf(model),
    text,
    fit,
    caret: around ?? 0,
    together,
    chat,
    ...(pair && { pair, ...(within && { within }) }),
    ...(!isToldNothing(told) && { told }),
    ...(maxTokens !== null && { maxTokens }),
  });
  warnOfRun(summary, model, fit, warn);
  return summary;
}

/** Says what was cut off, is unknown to the model, or cannot be trusted. */
export function warnOfRun(summary: RunSummary, model: ModelSummary, fit: RunRequest['fit'], warn: (message: string) => void): void {
  const { tokens, words, totalTokens } = sequenceOf(summary);
  const which = fit === 'start' ? 'the first ones' : 'the ones around the word';
  if (totalTokens > tokens.length)
    warn(`the model reads ${formatCount(tokens.length)} of ${formatCount(totalTokens)} tokens: ${which} were run`);
  const language = languageNotice(model, words, summary.pair && { texts: summary.pair, names: ['the first text', 'the second text'] });
  if (language !== '') warn(language);
  const unknown = plainSentence(unknownWordsNotice(words, tokens));
  if (unknown !== '') warn(unknown);
  for (const [layer, head] of summary.invalidHeads)
    warn(`layer ${layer}, head ${head} of ${headsIn(model.attention.heads, layer)} has invalid values`);
}

/** A word or phrase to look from, and all places where it stands: each is one word to the run. */
export interface WantedWord {
  readonly word: string;
  readonly spans: readonly Span[];
}

/** Nothing for no word. What goes over from one of two texts to the other is no place of it. */
export function wantedWord({ text, pair }: GivenText, word: string | null): WantedWord | null {
  if (word === null) return null;
  const spans = allOccurrences(text, word);
  return { word, spans: pair ? spans.filter(span => sideOf(pair, span) >= 0) : spans };
}

/** Which words may be meant: all, or those of one of two texts. */
export interface Among {
  readonly pair: TextPair;
  readonly side: Side;
}

/**
 * The first word of this very spelling, else of any spelling of it, else what holds it and is read as one token.
 * @param words of a run with the spans of the wanted word together
 * @throws FaultError `usage`
 */
export function findWord(wanted: WantedWord, text: string, words: readonly Unit[], among: Among | null = null): number {
  if (!among) return findIn(wanted, text, words);
  const { pair, side } = among;
  const own = words.flatMap((unit, index) => (sideOf(pair, unit) === side ? [index] : []));
  const spans = wanted.spans.filter(span => sideOf(pair, span) === side);
  const found = findIn(
    { word: wanted.word, spans },
    text,
    own.map(index => words[index]!),
  );
  return own[found]!;
}

function findIn({ word, spans }: WantedWord, text: string, words: readonly Unit[]): number {
  // Special tokens around the text have a name, and no place in it.
  const named = words.findIndex(unit => unit.label === word);
  if (named >= 0) return named;
  const places = spans.map(span => ({ span, unit: wordAt(words, span.start) })).filter(({ unit }) => unit >= 0);
  const isSame = ({ span }: { readonly span: Span }): boolean => text.slice(span.start, span.end) === word.trim();
  const isWhole = ({ span, unit }: (typeof places)[number]): boolean => words[unit]!.start === span.start && words[unit]!.end === span.end;
  const found = places.find(isWhole) ?? places.find(isSame) ?? places[0];
  if (found) return found.unit;
  if (spans.length === 0) throw wordMissing('No word of the text is written like the one that was asked for.');
  throw wordMissing(
    'The model did not read the word that was asked for: its tokenizer drops it, or it stands beyond what the model can read.',
  );
}

export function wordMissing(cause: string): FaultError {
  return new FaultError({
    code: 'usage',
    title: 'The word is not in the text',
    cause,
    nextStep: 'Give a word, or several in a row, as they stand in the text.',
  });
}

/** `--back` in a model whose first text does not see the second. */
export function seesNoSecond(): FaultError {
  return usageError('--back does not go with this model', 'It reads from left to right: the first text does not see the second.');
}
