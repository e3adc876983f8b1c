import { formatCount } from '../../core/describe/numbers.ts';
import { FaultError } from '../../core/faults.ts';
import { isInsidePair } from '../../core/text/surrogates.ts';
import { NO_SPAN } from '../../core/text/span.ts';
import type { Token } from '../../core/text/token.ts';
import type { Told } from '../../core/model/told.ts';
import type { TwoTextRequest } from '../../protocol/twoTexts.ts';
import { NONE, type Encoding } from '../../tokenizer/encoding.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { checkIds } from '../runs/tokenChecks.ts';
import { inLanguage, languageId, shortened } from './languages.ts';
import type { TwoTextModel } from './model.ts';

/** The source as the model reads it: what a task puts before it are special tokens without a span. */
export function encodeSource(
  { tokenizers, writing, languages }: TwoTextModel,
  { source, task, sourceLanguage }: Pick<TwoTextRequest, 'source' | keyof Told>,
): Encoding {
  const prefix = task === undefined ? '' : prefixOf(writing.tasks, task);
  const encoding = behindPrefix(tokenizers.source, prefix, source);
  return sourceLanguage === undefined ? encoding : { ...encoding, tokens: inLanguage(encoding.tokens, languages, sourceLanguage) };
}

/** The same of a source that is read whole. @throws FaultError `usage` where it is too long, `vocabulary-mismatch` */
export function encodeWholeSource(model: TwoTextModel, request: Pick<TwoTextRequest, 'source' | keyof Told>): readonly Token[] {
  const { tokens } = encodeSource(model, request);
  const { source: most } = model.summary.contextLength;
  if (tokens.length > most)
    throw new FaultError({
      code: 'usage',
      title: 'The first text is too long',
      cause: `It has ${formatCount(tokens.length)} tokens, and the encoder of this model reads ${formatCount(most)}.`,
      nextStep: `Choose less of it${whatFits(request.source, tokens, most)}.`,
    });
  checkIds(tokens, { vocabularySize: model.encoder.fed.graph.tables.word.rows });
  return tokens;
}

function behindPrefix(tokenizer: Tokenizer, prefix: string, text: string): Encoding {
  if (prefix === '') return tokenizer.encode(text);
  const encoding = tokenizer.encode(prefix + text);
  const from = prefix.length;
  const isOfText = (token: Token): boolean => token.end > from;
  return {
    ...encoding,
    tokens: encoding.tokens.map(token => {
      if (isOfText(token)) return { ...token, start: Math.max(0, token.start - from), end: token.end - from };
      return { ...token, special: true, ...NO_SPAN };
    }),
    wordIds: encoding.wordIds.map((word, index) => (isOfText(encoding.tokens[index]!) ? word : NONE)),
    sequenceIds: encoding.sequenceIds.map((sequence, index) => (isOfText(encoding.tokens[index]!) ? sequence : NONE)),
  };
}

function prefixOf(tasks: TwoTextModel['writing']['tasks'], wanted: string): string {
  const found = tasks.find(({ name }) => name === wanted);
  if (found) return found.prefix;
  const names = tasks.map(({ name }) => name);
  throw new FaultError({
    code: 'usage',
    title: 'The model has no such task',
    cause: names.length === 0 ? 'Its config.json names none (task_specific_params).' : `Its tasks are ${shortened(names)}.`,
    nextStep:
      names.length === 0
        ? 'Write what is wanted before the text itself.'
        : 'Give one of these names, or choose another (Choose Task or Language\u2026).',
  });
}

/** The tokens that every target begins with. */
export function beginningOf({ tokenizers, writing, languages }: TwoTextModel, { targetLanguage }: Told): Token[] {
  const second = targetLanguage === undefined ? writing.secondId : languageId(languages, targetLanguage);
  const names = tokenizers.target.entries();
  const ids = second === null ? [writing.startId] : [writing.startId, second];
  return ids.map(id => ({ id, text: names.get(id)?.token ?? `${id}`, special: true, unknown: false, ...NO_SPAN }));
}

/** What a person calls the second of both texts: on the command line it is the target. */
export type CalledSecond = 'target' | 'second text';

/** The target without special tokens. @throws FaultError `empty-text` */
export function encodeTarget({ tokenizers }: TwoTextModel, text: string, called: CalledSecond = 'target'): readonly Token[] {
  const { tokens } = tokenizers.target.encodeAsWritten(text);
  if (text.trim() !== '' && tokens.some(token => token.end > token.start)) return tokens;
  throw new FaultError({
    code: 'empty-text',
    title: `The ${called} holds nothing the model can read`,
    cause: text.trim() === '' ? 'It has no characters but white space.' : 'The tokenizer drops all of its characters.',
    nextStep:
      called === 'target'
        ? 'Give a target with at least one word, or let the model write one: --generate 40.'
        : 'Choose one with at least one word, or let the model write it (Explore Two Texts\u2026, Let the Model Write It).',
  });
}

/**
 * Whether a target fits with what it begins with.
 * @param tokens without those that it begins with
 * @throws FaultError `usage`
 */
export function checkLength(
  begin: number,
  { text, tokens }: { readonly text: string; readonly tokens: readonly Token[] },
  most: number,
  called: CalledSecond = 'target',
): void {
  const count = begin + tokens.length;
  if (count <= most) return;
  throw new FaultError({
    code: 'usage',
    title: `The ${called} is too long`,
    cause: `It has ${formatCount(count)} tokens with those that it begins with, and the decoder of this model reads ${formatCount(most)}. Cut, its last words would be missing.`,
    nextStep: `${called === 'target' ? 'Give a shorter target' : 'Choose less of it'}${whatFits(text, tokens, most - begin)}.`,
  });
}

/** The end of a sentence. @param most tokens, those without a span included */
function whatFits(text: string, tokens: readonly Token[], most: number): string {
  const own = tokens.filter(({ start, end }) => start >= 0 && end > start);
  const last = own[most - (tokens.length - own.length) - 1];
  if (!last) return '';
  const from = Math.max(0, last.end - LONGEST_END);
  const end = text
    .slice(isInsidePair(text, from) ? from + 1 : from, last.end)
    .replace(/\s+/gu, ' ')
    .trim();
  return `: the first ${formatCount(last.end)} of its ${formatCount(text.length)} characters fit, up to \u201c${end}\u201d`;
}

const LONGEST_END = 24;
