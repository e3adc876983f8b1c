import { givenTarget, TOLD_OPTIONS, toldOf } from './target.ts';
import {
  usageError,
  type CompareCommand,
  type EmbedCommand,
  type HeadsCommand,
  type InfluenceCommand,
  type ModelOptions,
  type NeighboursCommand,
  type TokensCommand,
} from './command.ts';
import { answerFormat, checkOptions, choiceOption, indexOption, singleInput, wordOption, type OptionValues } from './options.ts';

/** @throws FaultError `usage` */
export function embedArguments(values: OptionValues, rest: readonly string[]): EmbedCommand {
  checkOptions(values, 'embed', ['text', 'file', 'model', 'variant', 'format', 'output']);
  return {
    kind: 'embed',
    ...placesOf(values),
    input: singleInput(values, rest, 'embed'),
    format: choiceOption(values.format ?? 'text', 'format', ['text', 'json', 'npz'] as const),
  };
}

/** @throws FaultError `usage` */
export function tokensArguments(values: OptionValues, rest: readonly string[]): TokensCommand {
  checkOptions(values, 'tokens', ['text', 'file', 'model', 'format', 'output']);
  return {
    kind: 'tokens',
    model: values.model ?? null,
    output: values.output ?? null,
    input: singleInput(values, rest, 'tokens'),
    format: choiceOption(values.format ?? 'text', 'format', ['text', 'json', 'npz'] as const),
  };
}

/** @throws FaultError `usage` */
export function neighboursArguments(values: OptionValues, rest: readonly string[]): NeighboursCommand {
  checkOptions(values, 'neighbours', ['top', 'model', 'variant', 'format', 'output']);
  const [word] = rest;
  if (word === undefined || word.trim() === '' || rest.length > 1) {
    throw usageError('No word', 'neighbours takes exactly one word, as in neighbours king.');
  }
  return { kind: 'neighbours', ...placesOf(values), word, top: topOf(values.top), format: answerFormat(values) };
}

/** @throws FaultError `usage` */
export function compareArguments(values: OptionValues, rest: readonly string[]): CompareCommand {
  checkOptions(values, 'compare', ['word', 'text', 'file', 'context', 'model', 'variant', 'format', 'output']);
  return {
    kind: 'compare',
    ...placesOf(values),
    input: singleInput(values, rest, 'compare'),
    word: wordOption(values.word, 'compare'),
    context: choiceOption(values.context ?? 'text', 'context', ['text', 'sentence'] as const),
    format: answerFormat(values),
  };
}

/** @throws FaultError `usage` */
export function influenceArguments(values: OptionValues, rest: readonly string[]): InfluenceCommand {
  checkOptions(values, 'influence', ['word', 'text', 'file', 'layer', 'mode', 'model', 'variant', 'format', 'output']);
  return {
    kind: 'influence',
    ...placesOf(values),
    input: singleInput(values, rest, 'influence'),
    word: wordOption(values.word, 'influence'),
    state: indexOption(values.layer, 'layer'),
    mode: values.mode === undefined ? null : choiceOption(values.mode, 'mode', ['mask', 'omit'] as const),
    format: answerFormat(values),
  };
}

/** @throws FaultError `usage` */
export function headsArguments(values: OptionValues, rest: readonly string[]): HeadsCommand {
  checkOptions(values, 'heads', ['from', 'to', 'top', 'target', ...TOLD_OPTIONS, 'text', 'file', 'model', 'variant', 'format', 'output']);
  const [from, to] = [values.from?.trim(), values.to?.trim()];
  if (!from || !to)
    throw usageError('Two words are needed', 'heads takes a word to look from and one to look at, as in --from it --to France.');
  return {
    kind: 'heads',
    ...placesOf(values),
    input: singleInput(values, rest, 'heads'),
    target: values.target === undefined ? null : givenTarget(values.target),
    told: toldOf(values),
    from,
    to,
    top: topOf(values.top),
    format: answerFormat(values),
  };
}

function placesOf({ model, variant, output }: OptionValues): ModelOptions & { readonly output: string | null } {
  return { model: model ?? null, variant: variant ?? null, output: output ?? null };
}

const DEFAULT_TOP = 10;

/** Neighbours in one list: further down a cosine says nothing. */
const MOST_NEIGHBOURS = 1000;

function topOf(value: string | undefined): number {
  if (value === undefined) return DEFAULT_TOP;
  const top = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (top >= 1 && top <= MOST_NEIGHBOURS) return top;
  throw usageError('--top is out of range', `It takes a whole number from 1 to ${MOST_NEIGHBOURS}.`);
}
