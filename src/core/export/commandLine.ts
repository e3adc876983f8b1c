import { sideOf } from '../text/textPair.ts';
import type { Unit } from '../text/token.ts';
import type { Taken } from './taken.ts';
import { textsOfPair } from './takenPair.ts';

export type Shell = 'posix' | 'powershell';

/** What of the command line is not of the text. */
export interface CommandLine {
  /** What starts it, e.g. `attention-lens`, or `node` and the path of a script. */
  readonly program: readonly string[];
  /** A format that both `run` and `heads` have. */
  readonly format: string;
  /** The ends of two words that are looked at together; null: one word, or none. */
  readonly pair: Pair | null;
  readonly isBuiltIn: boolean;
}

/** Two ends of a link, by the units of each. */
export interface Pair {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A longer text is no argument on every system: it is read from a file that a person saves it to. */
const LONGEST_ARGUMENT = 8000;

/** What neither shell passes on in an argument, and what a terminal that it is pasted into takes for keys (Ctrl+C, the end of what is pasted). */
const NOT_AN_ARGUMENT = /[^\P{Cc}\t\n\r]|\p{Cs}/u;

/** Files that a person saves to what is too long for the line, or no argument. */
export const TEXT_FILES = { text: 'text.txt', target: 'target.txt', source: 'source.txt', answer: 'answer.txt' } as const;

/** A call of the command line, and the files that it reads texts from. */
export interface Call {
  readonly line: string;
  readonly files: readonly (keyof typeof TEXT_FILES)[];
}

/** The call of the command line that gives these very numbers, of the part of the text that the model read. */
export function commandLineOf(taken: Taken, { program, format, pair, isBuiltIn }: CommandLine, shell: Shell): Call {
  const { model, sequence, text, chat } = taken;
  const [read, target] = taken.pair ? textsOfPair(text, taken.pair.spans) : [text.slice(sequence.shownStart, sequence.shownEnd)];
  const fromFile = isNoArgument(read);
  // It would be taken for the name of a file.
  const targetFromFile = target !== undefined && (isNoArgument(target) || target.startsWith('@'));
  const ends = pair && endsByName(taken, pair);
  const args = [
    ...program,
    ends ? 'heads' : 'run',
    ...modelOptions(model, isBuiltIn),
    ...(ends
      ? [`--from=${ends[0].label}`, `--to=${ends[1].label}`]
      : [...headOptions(taken), ...wordOptions(taken), ...stateOptions(taken), ...(chat ? ['--chat'] : [])]),
    '--format',
    format,
    ...toldOptions(taken),
    ...(target === undefined ? [] : [`--target=${targetFromFile ? `@${TEXT_FILES.target}` : target}`]),
    ...(fromFile ? ['-'] : [`--text=${read}`]),
  ];
  const command = written(args, shell);
  const files: Call['files'] = [...(fromFile ? (['text'] as const) : []), ...(targetFromFile ? (['target'] as const) : [])];
  if (!fromFile) return { line: command, files };
  const { text: file } = TEXT_FILES;
  return { line: shell === 'posix' ? `${command} < ${file}` : `Get-Content -Raw -Encoding utf8 ${file} | ${command}`, files };
}

/** The call that says what an answer rests on, of two texts that were read one behind the other: it reads each from a file. @param removed sentences were left out */
export function groundLineOf(
  { model }: Taken,
  { program, format, isBuiltIn }: Omit<CommandLine, 'pair'>,
  removed: boolean,
  shell: Shell,
): Call {
  const { source, answer } = TEXT_FILES;
  const args = [
    'ground',
    ...modelOptions(model, isBuiltIn),
    '--plain',
    ...(removed ? ['--remove'] : []),
    '--source',
    source,
    '--answer',
    answer,
  ];
  return { line: written([...program, ...args, '--format', format], shell), files: ['source', 'answer'] };
}

function modelOptions({ directory, variants, variant }: Taken['model'], isBuiltIn: boolean): string[] {
  return [...(isBuiltIn ? [] : ['--model', directory]), ...(variants.length > 1 ? ['--variant', variant] : [])];
}

function written([program, ...args]: readonly string[], shell: Shell): string {
  const quote = shell === 'posix' ? quotePosix : quotePowerShell;
  return [shell === 'powershell' && program!.includes(' ') ? `& ${quote(program!)}` : quote(program!), ...args.map(quote)].join(' ');
}

function toldOptions({ pair }: Taken): string[] {
  const { task, sourceLanguage, targetLanguage } = pair?.told ?? {};
  return [
    ...(task === undefined ? [] : [`--task=${task}`]),
    ...(sourceLanguage === undefined ? [] : [`--source-language=${sourceLanguage}`]),
    ...(targetLanguage === undefined ? [] : [`--target-language=${targetLanguage}`]),
  ];
}

function isNoArgument(text: string): boolean {
  return text.length > LONGEST_ARGUMENT || NOT_AN_ARGUMENT.test(text);
}

/** Both ends, where `heads` of the command line finds each by what it is called: one whole word, the first that is written so; of two texts a word of each. */
function endsByName({ units, level, chat, pair }: Taken, { from, to }: Pair): readonly [Unit, Unit] | null {
  const sideIn = (unit: Unit) => (pair ? sideOf(pair.spans, unit) : 0);
  const firstIn = (side: number, label: string) => units.findIndex(unit => unit.label === label && sideIn(unit) === side);
  const named = [from, to].map(end => {
    const [first, ...others] = end;
    const unit = others.length === 0 && first !== undefined ? units[first] : undefined;
    return unit && firstIn(sideIn(unit), unit.label) === first ? unit : null;
  });
  if (pair && named[0] && named[1]) {
    // It looks for them in the second text and the first, and only then the other way round.
    const isTurned = sideIn(named[0]) === 0;
    const isOther = isTurned && firstIn(1, named[0].label) >= 0 && firstIn(0, named[1].label) >= 0;
    if (sideIn(named[0]) === sideIn(named[1]) || isOther) return null;
  }
  return level === 'words' && !chat && named[0] && named[1] ? [named[0], named[1]] : null;
}

function headOptions({ heads: { lens, selection } }: Taken): string[] {
  if (lens !== null) return [`--lens=${lens}`];
  switch (selection.kind) {
    case 'heads': {
      const [layer, head] = selection.heads[0]!;
      return ['--layer', String(layer), '--head', String(head)];
    }
    case 'layer':
      return ['--layer', String(selection.layer)];
    case 'all':
      return ['--mean'];
    case 'rollout':
      return ['--rollout', '--layer', String(selection.layer)];
  }
}

/** A word that is written like an earlier one is named with its place among those. */
function wordOptions({ word: { source }, units, pair }: Taken): string[] {
  if (source === null) return [];
  const { label } = units[source]!;
  const isOfIts = (unit: Unit) => !pair || sideOf(pair.spans, unit) === sideOf(pair.spans, units[source]!);
  const place = units.slice(0, source + 1).filter(unit => unit.label === label && isOfIts(unit)).length;
  return [`--word=${label}`, ...(place > 1 ? ['--nth', String(place)] : [])];
}

function stateOptions({ direction, level, hideSpecial, hideSink, sinkHidden, pair, word }: Taken): string[] {
  return [
    ...(pair?.within ? ['--within', pair.within] : []),
    ...(pair?.looking === 0 && pair.within !== 'first' ? ['--back'] : []),
    // Of two texts without a word there is no other way than that of the one that looks.
    ...(direction === 'by' && !(pair && !pair.within && word.source === null) ? ['--by'] : []),
    ...(level === 'pieces' ? ['--sub-words'] : []),
    ...(hideSpecial && !pair ? ['--hide-special'] : []),
    ...(hideSink !== null && sinkHidden !== null ? ['--sinks', sinkHidden ? 'hide' : 'show'] : []),
  ];
}

const PLAIN = /^[\w./:=@%+,-]+$/;

/** Of what a POSIX shell leaves as it is nothing is quoted; within single quotes all but a single quote is. */
export function quotePosix(argument: string): string {
  return PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** PowerShell takes typographic quotes for plain ones. A comma and an at sign mean something there; a double quote is passed on as it is from version 7.3 on. */
export function quotePowerShell(argument: string): string {
  return PLAIN.test(argument) && !/[@,%]/.test(argument) ? argument : `'${argument.replaceAll(/['‘’‚‛]/g, quote => quote + quote)}'`;
}
