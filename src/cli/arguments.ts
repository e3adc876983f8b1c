import { parseArgs } from 'node:util';
import { FaultError } from '../core/errors.ts';

export type Format = 'text' | 'json' | 'npz';

export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'stdin' }
  | { readonly kind: 'batch'; readonly file: string };

/** Which heads to look through; 'default' is the model's default lens. Numbers are checked against the model later. */
export type ViewChoice =
  | { readonly kind: 'default' }
  | { readonly kind: 'lens'; readonly id: string }
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'all' };

export interface RunCommand {
  readonly kind: 'run';
  /** Null: the built-in model. */
  readonly model: string | null;
  readonly input: Input;
  readonly view: ViewChoice;
  readonly word: string | null;
  readonly hidden: boolean;
  readonly format: Format;
  /** A file, or for a batch a folder; null: standard output. */
  readonly output: string | null;
}

export interface InspectCommand {
  readonly kind: 'inspect';
  readonly directory: string;
  readonly format: 'text' | 'json';
}

export type Command = RunCommand | InspectCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

export function usageError(title: string, cause: string, nextStep = 'See attention-lens --help.'): FaultError {
  return new FaultError({ code: 'usage', title, cause, nextStep });
}

const OPTIONS = {
  model: { type: 'string' },
  text: { type: 'string' },
  file: { type: 'string' },
  batch: { type: 'string' },
  lens: { type: 'string' },
  layer: { type: 'string' },
  head: { type: 'string' },
  mean: { type: 'boolean' },
  word: { type: 'string' },
  hidden: { type: 'boolean' },
  format: { type: 'string' },
  output: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** The arguments behind the program's name, as a command. @throws FaultError `usage` */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [name, ...rest] = positionals;
  switch (name) {
    case 'run':
      return runCommand(values, rest);
    case 'inspect':
      return inspectCommand(values, rest);
    case undefined:
      throw usageError('Nothing to do', 'No command was given.');
    default:
      throw usageError('Unknown command', 'There are two commands: run and inspect.');
  }
}

type Parsed = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw usageError('The arguments are not understood', `${message.split(/[\n.]/)[0]!.trim()}.`);
  }
}

function runCommand(values: Parsed['values'], rest: readonly string[]): RunCommand {
  const input = inputOf(values, rest);
  const format = oneOf(values.format ?? (input.kind === 'batch' ? 'npz' : 'text'), ['text', 'json', 'npz'] as const);
  const batch = input.kind === 'batch';
  if (batch && format === 'text') throw usageError('A batch cannot be drawn', '--batch writes one file per text, as json or npz.');
  if (batch && values.output === undefined)
    throw usageError('No folder for the batch', '--batch needs --output with the folder to write to.');
  if (values.word !== undefined && format === 'npz')
    throw usageError('--word does not go with npz', 'npz always holds all words and heads.');
  if (values.hidden && format !== 'npz') throw usageError('--hidden needs npz', 'Hidden states are written with --format npz only.');
  return {
    kind: 'run',
    model: values.model ?? null,
    input,
    view: viewOf(values),
    word: values.word ?? null,
    hidden: values.hidden ?? false,
    format,
    output: values.output ?? null,
  };
}

function inspectCommand(values: Parsed['values'], rest: readonly string[]): InspectCommand {
  const extra = Object.keys(values).filter(name => name !== 'format');
  if (extra.length > 0) throw usageError(`--${extra[0]!} does not go with inspect`, 'inspect takes a folder and --format.');
  const [directory] = rest;
  if (directory === undefined || rest.length > 1) throw usageError('No folder to inspect', 'inspect takes exactly one model folder.');
  return { kind: 'inspect', directory, format: oneOf(values.format ?? 'text', ['text', 'json'] as const) };
}

function inputOf(values: Parsed['values'], rest: readonly string[]): Input {
  if (rest.some(argument => argument !== '-')) {
    throw usageError('An argument too many', 'run takes its text from --text, --file, --batch, or - for standard input.');
  }
  const given: Input[] = [];
  if (values.text !== undefined) given.push({ kind: 'text', text: values.text });
  if (values.file !== undefined) given.push({ kind: 'file', file: values.file });
  if (values.batch !== undefined) given.push({ kind: 'batch', file: values.batch });
  for (const _ of rest) given.push({ kind: 'stdin' });
  const [input] = given;
  if (!input || given.length > 1) {
    throw usageError(input ? 'More than one text' : 'No text', 'Give exactly one of --text, --file, --batch, or - for standard input.');
  }
  return input;
}

function viewOf(values: Parsed['values']): ViewChoice {
  const layer = count(values.layer, 'layer');
  const head = count(values.head, 'head');
  const chosen = [values.lens !== undefined, layer !== null, values.mean === true && layer === null].filter(Boolean).length;
  if (chosen > 1 || (head !== null && (layer === null || values.mean))) {
    throw usageError('The heads are not clear', 'Give --lens ID, or --layer L with --head H, or --mean (with --layer L: of that layer).');
  }
  if (values.lens !== undefined) return { kind: 'lens', id: values.lens };
  if (layer !== null) return head === null ? { kind: 'layer', layer } : { kind: 'head', layer, head };
  return values.mean ? { kind: 'all' } : { kind: 'default' };
}

function count(value: string | undefined, name: string): number | null {
  if (value === undefined) return null;
  if (!/^\d{1,6}$/.test(value)) throw usageError(`--${name} is not a number`, `Layers and heads are counted from 0, as in --${name} 3.`);
  return Number(value);
}

function oneOf<T extends string>(value: string, allowed: readonly T[]): T {
  const found = allowed.find(candidate => candidate === value);
  if (found === undefined) throw usageError('Unknown format', `--format takes ${allowed.join(', ')}.`);
  return found;
}
