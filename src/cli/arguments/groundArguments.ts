import { usageError, type GroundCommand, type SingleInput } from './command.ts';
import { answerFormat, checkOptions, type OptionValues } from './options.ts';

/** @throws FaultError `usage` */
export function groundArguments(values: OptionValues, rest: readonly string[]): GroundCommand {
  checkOptions(values, 'ground', ['source', 'answer', 'question', 'remove', 'plain', 'model', 'variant', 'format', 'output']);
  if (rest.length > 0) throw usageError('An argument too many', 'ground takes its texts from --source and --answer.');
  const [source, answer] = [inputOf(values.source, 'source'), inputOf(values.answer, 'answer')];
  if (source.kind === 'stdin' && answer.kind === 'stdin')
    throw usageError('Standard input is named twice', 'The source and the answer are two texts.', 'Give a file for one of them.');
  return {
    kind: 'ground',
    source,
    answer,
    question: values.question ?? '',
    remove: values.remove ?? false,
    plain: values.plain ?? false,
    model: values.model ?? null,
    variant: values.variant ?? null,
    output: values.output ?? null,
    format: answerFormat(values),
  };
}

function inputOf(file: string | undefined, name: 'source' | 'answer'): SingleInput {
  if (file === undefined)
    throw usageError(
      `No ${name}`,
      'ground reads an answer beside what it was made from.',
      `Give the ${name} with --${name} FILE, or --${name} - for standard input.`,
    );
  return file === '-' ? { kind: 'stdin' } : { kind: 'file', file };
}
