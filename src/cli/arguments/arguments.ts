import { listed } from '../../core/describe/counted.ts';
import { SEE_HELP, usageError, type Command, type InspectCommand } from './command.ts';
import { didYouMean } from './didYouMean.ts';
import { groundArguments } from './groundArguments.ts';
import { checkOptions, choiceOption, readOptions, type OptionValues } from './options.ts';
import { runArguments } from './runArguments.ts';
import { isOfTwoTexts, twoTextArguments } from './twoTextArguments.ts';
import {
  compareArguments,
  embedArguments,
  headsArguments,
  influenceArguments,
  neighboursArguments,
  tokensArguments,
} from './vectorArguments.ts';

const COMMANDS = ['run', 'tokens', 'embed', 'neighbours', 'compare', 'influence', 'heads', 'ground', 'inspect'] as const;

/** The arguments behind the program's name, as a command. @throws FaultError `usage` */
export function parseArguments(args: readonly string[]): Command {
  const { values, positionals } = readOptions(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [name, ...rest] = positionals;
  switch (name as (typeof COMMANDS)[number] | undefined) {
    case 'run':
      return isOfTwoTexts(values) ? twoTextArguments(values, rest) : runArguments(values, rest);
    case 'embed':
      return embedArguments(values, rest);
    case 'tokens':
      return tokensArguments(values, rest);
    case 'neighbours':
      return neighboursArguments(values, rest);
    case 'compare':
      return compareArguments(values, rest);
    case 'influence':
      return influenceArguments(values, rest);
    case 'heads':
      return headsArguments(values, rest);
    case 'ground':
      return groundArguments(values, rest);
    case 'inspect':
      return inspectArguments(values, rest);
    case undefined:
      throw usageError('Nothing to do', 'No command was given.');
    default:
      throw usageError('Unknown command', `The commands are ${listed(COMMANDS, 'and')}.`, `${didYouMean(name!, COMMANDS)}${SEE_HELP}`);
  }
}

function inspectArguments(values: OptionValues, rest: readonly string[]): InspectCommand {
  checkOptions(values, 'inspect', ['variant', 'measure', 'format']);
  const [directory] = rest;
  if (directory === undefined || rest.length > 1) throw usageError('No folder to inspect', 'inspect takes exactly one model folder.');
  const format = choiceOption(values.format ?? 'text', 'format', ['text', 'json'] as const);
  return { kind: 'inspect', directory, variant: values.variant ?? null, measure: values.measure ?? false, format };
}
