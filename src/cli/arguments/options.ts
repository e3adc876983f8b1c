import { parseArgs } from 'node:util';
import { SEE_HELP, usageError, type AnswerFormat, type SingleInput } from './command.ts';
import { didYouMean } from './didYouMean.ts';

const OPTIONS = {
  model: { type: 'string' },
  variant: { type: 'string' },
  measure: { type: 'boolean' },
  text: { type: 'string' },
  file: { type: 'string' },
  batch: { type: 'string' },
  lens: { type: 'string' },
  layer: { type: 'string' },
  head: { type: 'string' },
  mean: { type: 'boolean' },
  rollout: { type: 'boolean' },
  word: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  row: { type: 'string' },
  source: { type: 'string' },
  answer: { type: 'string' },
  question: { type: 'string' },
  remove: { type: 'boolean' },
  plain: { type: 'boolean' },
  nth: { type: 'string' },
  by: { type: 'boolean' },
  back: { type: 'boolean' },
  within: { type: 'string' },
  'sub-words': { type: 'boolean' },
  'hide-special': { type: 'boolean' },
  sinks: { type: 'string' },
  picture: { type: 'string' },
  table: { type: 'string' },
  colours: { type: 'string' },
  'max-tokens': { type: 'string' },
  replace: { type: 'string' },
  target: { type: 'string' },
  generate: { type: 'string' },
  kind: { type: 'string' },
  task: { type: 'string' },
  'source-language': { type: 'string' },
  'target-language': { type: 'string' },
  hidden: { type: 'boolean' },
  chat: { type: 'boolean' },
  context: { type: 'string' },
  mode: { type: 'string' },
  top: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string' },
  'time-limit': { type: 'string' },
  'memory-limit': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

export type OptionName = keyof typeof OPTIONS;

export type OptionValues = ReturnType<typeof readOptions>['values'];

/** @throws FaultError `usage` for an option that is in no command, that lacks its value, or that is given twice */
export function readOptions(args: readonly string[]) {
  const { values, positionals, tokens } = parse(joinHyphenValues(args));
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (given.has(token.name)) throw usageError(`--${token.name} is given twice`, 'Each option goes once.');
    given.add(token.name);
  }
  const empty = (['file', 'batch', 'source', 'answer', 'model', 'variant', 'output'] as const).find(name => values[name] === '');
  if (empty !== undefined) throw usageError(`--${empty} is empty`, 'It takes the name of a file or folder.');
  return { values, positionals };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    const [message, code] = error instanceof Error ? [error.message, (error as NodeJS.ErrnoException).code] : [String(error), ''];
    const nextStep =
      code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
        ? 'A value that starts with a hyphen is written --text=-x.'
        : `${code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? meantOption(args, message) : ''}${SEE_HELP}`;
    throw usageError('The arguments are not understood', `${message.split(/[\n.]/)[0]!.trim()}.`, nextStep);
  }
}

/** @param message of the parser, which quotes the option; of `-text` it quotes `-t` */
function meantOption(args: readonly string[], message: string): string {
  const [, quoted = ''] = /'(--?[^']*)'/.exec(message) ?? [];
  const written = quoted.startsWith('--') ? quoted : (args.find(argument => argument.startsWith(quoted)) ?? quoted);
  return didYouMean(written.replace(/^--?/, '').split('=')[0]!, Object.keys(OPTIONS), '--');
}

/** What could be an option that was meant, or mistyped: `-x`, `--word`, `--word=it`. */
const LIKE_OPTION = /^--?[A-Za-z][\w-]*(=|$)/;

/** A value such as `- item` or `-5` cannot be an option, so it needs no equals sign. */
function joinHyphenValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index]!;
    if (argument === '--') return [...joined, ...args.slice(index)];
    const next = args[index + 1];
    const takesValue = argument.startsWith('--') && OPTIONS[argument.slice(2) as OptionName]?.type === 'string';
    if (takesValue && next?.startsWith('-') && next !== '-' && next !== '--' && !LIKE_OPTION.test(next)) {
      joined.push(`${argument}=${next}`);
      index++;
    } else joined.push(argument);
  }
  return joined;
}

/** Options of every command. */
const LIMITS: readonly OptionName[] = ['time-limit', 'memory-limit'];

/** @throws FaultError `usage` when an option belongs to another command */
export function checkOptions(values: OptionValues, command: string, allowed: readonly OptionName[]): void {
  const extra = (Object.keys(values) as OptionName[]).find(name => !allowed.includes(name) && !LIMITS.includes(name));
  if (extra === undefined) return;
  throw usageError(`--${extra} does not go with ${command}`, `${command} takes ${allowed.map(name => `--${name}`).join(', ')}.`);
}

/** The one text a command is about. @throws FaultError `usage` */
export function singleInput(values: OptionValues, rest: readonly string[], command: string): SingleInput {
  if (rest.some(argument => argument !== '-')) {
    throw usageError('An argument too many', `${command} takes its text from --text, --file, or - for standard input.`);
  }
  const given: SingleInput[] = rest.map(() => ({ kind: 'stdin' }));
  if (values.text !== undefined) given.push({ kind: 'text', text: values.text });
  if (values.file !== undefined) given.push({ kind: 'file', file: values.file });
  const [input] = given;
  if (!input || given.length > 1) {
    throw usageError(input ? 'More than one text' : 'No text', 'Give exactly one of --text, --file, or - for standard input.');
  }
  return input;
}

/** A number of a layer, a head or a hidden state; null when it was not given. */
export function indexOption(value: string | undefined, name: 'layer' | 'head'): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,6}$/.test(value)) throw usageError(`--${name} is not a number`, `Layers and heads are counted from 0, as in --${name} 3.`);
  return Number(value);
}

/** How many there are, from 1 on; null when it was not given. @param example of the option's number */
export function countOption(value: string | undefined, name: 'max-tokens' | 'nth', example: number): number | null {
  if (value === undefined) return null;
  const count = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (count === 0) throw usageError(`--${name} is not a number`, `It takes a whole number from 1, as in --${name} ${example}.`);
  return count;
}

/** One of a few words. */
export function choiceOption<T extends string>(value: string, name: OptionName, allowed: readonly T[]): T {
  const found = allowed.find(candidate => candidate === value);
  if (found === undefined)
    throw usageError(`--${name} is not understood`, `It takes ${allowed.join(', ')}.`, `${didYouMean(value, allowed)}${SEE_HELP}`);
  return found;
}

/** A word that a command cannot do without. */
export function wordOption(word: string | undefined, command: string): string {
  if (word === undefined || word.trim() === '') throw usageError('No word', `${command} is about one word, given with --word.`);
  return word;
}

const ANSWER_FORMATS = ['text', 'json', 'csv', 'tsv', 'markdown', 'latex'] as const satisfies readonly AnswerFormat[];

/** How an answer is written. @throws FaultError `usage` */
export function answerFormat(values: OptionValues): AnswerFormat {
  return choiceOption(values.format ?? 'text', 'format', ANSWER_FORMATS);
}
