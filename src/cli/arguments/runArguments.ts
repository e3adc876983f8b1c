import { parseReplacement, type Replacement } from '../../core/text/replaceWord.ts';
import { usageError, type Input, type RunCommand, type ViewChoice } from './command.ts';
import { isTaken, RUN_FORMATS, type RunFormat } from './runFormats.ts';
import { showingOf, SHOWING_OPTIONS } from './showing.ts';
import { givenTarget, TOLD_OPTIONS, toldOf } from './target.ts';
import { WITHIN } from '../../core/text/textPair.ts';
import { checkOptions, choiceOption, indexOption, singleInput, countOption, type OptionName, type OptionValues } from './options.ts';

const RUN_OPTIONS = [
  'text', 'file', 'batch', 'model', 'variant', 'lens', 'layer', 'head', 'mean', 'rollout', 'word', 'row', 'replace', 'max-tokens', 'hidden', 'chat', 'target', ...TOLD_OPTIONS, 'back', 'within', 'format', 'output',
  ...SHOWING_OPTIONS,
] as const satisfies readonly OptionName[]; // prettier-ignore

/** @throws FaultError `usage` */
export function runArguments(values: OptionValues, rest: readonly string[]): RunCommand {
  checkOptions(values, 'run', RUN_OPTIONS);
  const input = inputOf(values, rest);
  const batch = input.kind === 'batch';
  const format = choiceOption(values.format ?? (batch ? 'npz' : 'text'), 'format', Object.keys(RUN_FORMATS) as RunFormat[]);
  const replace = values.replace === undefined ? null : replacementOf(values.replace);
  if (batch && format === 'text') throw usageError('A batch cannot be drawn', '--batch writes one file per text, in any other format.');
  if (batch && values.output === undefined)
    throw usageError('No folder for the batch', '--batch needs --output with the folder to write to.');
  if (batch && replace) throw usageError('--replace does not go with --batch', 'A word is replaced in one text.');
  if (values.word !== undefined && format === 'npz')
    throw usageError('--word does not go with npz', 'npz always holds all words and heads.');
  if (replace && values['max-tokens'] !== undefined)
    throw usageError('--max-tokens does not go with --replace', 'The two texts are read as far as the model can.');
  if (values.row !== undefined && (values.word !== undefined || format === 'npz' || batch || replace))
    throw usageError(
      '--row is not alone',
      '--row asks for the attention of one word of one text; it takes no --word, --replace, --batch or npz beside it.',
    );
  if (replace && isTaken(format))
    throw usageError(`--replace does not go with ${format}`, 'Both texts beside each other are text, json or npz.');
  if (values.row !== undefined && isTaken(format))
    throw usageError(`--row does not go with ${format}`, 'A row is shown as text or json; with --word it is a table.');
  checkPair(values, format);
  if (values.hidden && format !== 'npz') throw usageError('--hidden needs npz', 'Hidden states are written with --format npz only.');
  return {
    kind: 'run',
    model: values.model ?? null,
    variant: values.variant ?? null,
    input,
    view: viewOf(values),
    word: values.row ?? values.word ?? null,
    rowOnly: values.row !== undefined,
    maxTokens: countOption(values['max-tokens'], 'max-tokens', 512),
    replace,
    hidden: values.hidden ?? false,
    chat: values.chat ?? false,
    target: values.target === undefined ? null : givenTarget(values.target),
    told: toldOf(values),
    back: values.back ?? false,
    within: values.within === undefined ? null : choiceOption(values.within, 'within', WITHIN),
    showing: showingOf(values, format),
    format,
    output: values.output ?? null,
  };
}

/** Options that are of one text. */
const OF_ONE_TEXT = ['replace', 'row', 'chat'] as const;

/** @throws FaultError `usage` for what does not go with two texts, or needs them */
function checkPair(values: OptionValues, format: RunFormat): void {
  const extra = OF_ONE_TEXT.find(name => values[name] !== undefined);
  if (values.target !== undefined && extra !== undefined)
    throw usageError(`--${extra} does not go with --target`, 'It is of one text, and with a target there are two.');
  if (values.within !== undefined && values.target === undefined)
    throw usageError('--within needs --target', 'It says that of two texts what stays within is looked at.');
  if (values.within !== undefined && format === 'npz')
    throw usageError('--within does not go with npz', 'npz always holds all that words of both texts give each other.');
  if (values.back === true && values.within !== undefined && (values.within !== 'each' || values.word === undefined))
    throw usageError('--back does not go with --within', 'It says of which of two texts a word is: with --within each and --word.');
  if (values.back === true && values.target === undefined)
    throw usageError('--back needs --target', 'It says that the first of two texts looks at the second.');
  if (values.back === true && (format === 'json' || format === 'npz'))
    throw usageError(`--back does not go with ${format}`, `${format} always has both directions.`);
}

export function inputOf(values: OptionValues, rest: readonly string[]): Input {
  if (values.batch === undefined) return singleInput(values, rest, 'run');
  if (values.text !== undefined || values.file !== undefined || rest.length > 0)
    throw usageError('More than one text', 'Give exactly one of --text, --file, --batch, or - for standard input.');
  return { kind: 'batch', file: values.batch };
}

function replacementOf(argument: string): Replacement {
  const replacement = parseReplacement(argument);
  if (replacement) return replacement;
  throw usageError(
    '--replace is not understood',
    'It takes a word of the text, an equals sign and what stands there instead, as in --replace cat=dog.',
    'To hide a word, replace it by [MASK].',
  );
}

export function viewOf(values: OptionValues): ViewChoice {
  const layer = indexOption(values.layer, 'layer');
  const head = indexOption(values.head, 'head');
  const { lens, mean = false, rollout = false } = values;
  const ways = [lens !== undefined, rollout, layer !== null && !rollout, mean && layer === null].filter(Boolean).length;
  if (ways > 1 || (head !== null && (layer === null || mean)) || (rollout && (mean || head !== null))) {
    throw usageError(
      'The heads are not clear',
      'Give --lens ID, or --layer L with --head H, or --mean (with --layer L: of that layer), or --rollout (with --layer L: up to that layer).',
    );
  }
  if (lens !== undefined) return { kind: 'lens', id: lens };
  if (rollout) return { kind: 'rollout', layer };
  if (layer !== null) return head === null ? { kind: 'layer', layer } : { kind: 'head', layer, head };
  return mean ? { kind: 'all' } : { kind: 'default' };
}
