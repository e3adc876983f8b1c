import { formatCount } from '../../core/describe/numbers.ts';
import { STACK_NAMES } from '../../core/model/stack.ts';
import { usageError, type Input, type TargetInput, type TwoTextCommand } from './command.ts';
import { checkOptions, choiceOption, countOption, type OptionName, type OptionValues } from './options.ts';
import { inputOf, viewOf } from './runArguments.ts';
import { givenTarget, TOLD_OPTIONS, toldOf } from './target.ts';

const OWN_OPTIONS = ['generate', 'kind'] as const satisfies readonly OptionName[];

const OPTIONS = [
  'text', 'file', 'batch', 'model', 'variant', 'target', ...TOLD_OPTIONS, ...OWN_OPTIONS, 'layer', 'head', 'mean', 'word', 'max-tokens', 'format', 'output',
] as const satisfies readonly OptionName[]; // prettier-ignore

/** Tokens that a model may be asked to write: more than any decoder of its kind reads. */
const MOST_WRITTEN = 100_000;

/** Whether `run` asks for what only an encoder-decoder has: a target goes with every kind of model. */
export function isOfTwoTexts(values: OptionValues): boolean {
  return [...OWN_OPTIONS, ...(values.target === undefined ? TOLD_OPTIONS : [])].some(name => values[name] !== undefined);
}

/** @throws FaultError `usage` */
export function twoTextArguments(values: OptionValues, rest: readonly string[]): TwoTextCommand {
  checkOptions(values, 'run of two texts', OPTIONS);
  const input = inputOf(values, rest);
  const batch = input.kind === 'batch';
  const format = choiceOption(values.format ?? (batch ? 'npz' : 'text'), 'format', ['text', 'json', 'npz'] as const);
  if (batch && format === 'text') throw usageError('A batch cannot be drawn', '--batch writes one file per text, as json or npz.');
  if (batch && values.output === undefined)
    throw usageError('No folder for the batch', '--batch needs --output with the folder to write to.');
  if (format === 'npz' && (values.word !== undefined || values.kind !== undefined))
    throw usageError(
      `--${values.word === undefined ? 'kind' : 'word'} does not go with npz`,
      'npz always holds all words, heads and kinds of attention.',
    );
  return {
    kind: 'two-texts',
    model: values.model ?? null,
    variant: values.variant ?? null,
    input,
    target: targetOf(values, input),
    stack: choiceOption(values.kind ?? 'cross', 'kind', STACK_NAMES),
    view: viewOf(values),
    word: values.word ?? null,
    maxTokens: countOption(values['max-tokens'], 'max-tokens', 512),
    told: toldOf(values),
    format,
    output: values.output ?? null,
  };
}

function targetOf({ target, generate }: OptionValues, input: Input): TargetInput | null {
  if (target !== undefined && generate !== undefined)
    throw usageError('Two targets', 'The target is given with --target, or written by the model with --generate.');
  if (generate !== undefined) {
    const most = /^\d{1,9}$/.test(generate) ? Number(generate) : 0;
    if (most > 0 && most <= MOST_WRITTEN) return { kind: 'written', most };
    throw usageError(
      '--generate is not a number',
      `It takes the most tokens to write, 1 to ${formatCount(MOST_WRITTEN)}, as in --generate 40.`,
    );
  }
  if (target !== undefined) return givenTarget(target);
  if (input.kind === 'batch') return null;
  throw usageError('No target', 'Attention between two texts needs the second one: --target TEXT, --target @FILE, or --generate N.');
}
