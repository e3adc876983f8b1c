import { TABLES, VIEW_PICTURES } from '../../core/export/kinds.ts';
import { COLOURS } from '../../draw/files/palettes.ts';
import { INITIAL_STATE } from '../../core/state/viewState.ts';
import { usageError, type Showing } from './command.ts';
import { choiceOption, countOption, type OptionName, type OptionValues } from './options.ts';
import { isTaken, RUN_FORMATS, type RunFormat } from './runFormats.ts';

/** Options that say how something is shown. */
export const SHOWING_OPTIONS = [
  'by',
  'sub-words',
  'hide-special',
  'sinks',
  'nth',
  'picture',
  'table',
  'colours',
] as const satisfies readonly OptionName[];

/** @throws FaultError `usage` for an option whose format has no use for it */
export function showingOf(values: OptionValues, format: RunFormat): Showing {
  const { kind } = RUN_FORMATS[format];
  const extra = SHOWING_OPTIONS.find(name => values[name] !== undefined);
  if (extra !== undefined && !isTaken(format))
    throw usageError(
      `--${extra} does not go with ${format}`,
      'It says how a table, a picture or a page shows the run: csv, tsv, markdown, latex, svg, html.',
    );
  if (values.picture !== undefined && kind !== 'picture') throw usageError('--picture needs svg', 'Only a picture is one of several.');
  if (values.table !== undefined && kind !== 'table') throw usageError('--table needs a table', 'Tables are csv, tsv, markdown and latex.');
  if (values.colours !== undefined && kind !== 'picture' && kind !== 'page')
    throw usageError('--colours needs svg or html', 'Only a picture and a page have colours.');
  if (values.nth !== undefined && values.word === undefined)
    throw usageError('--nth needs --word', 'It says at which of its places the word is.');
  const table = values.table === undefined ? null : choiceOption(values.table, 'table', TABLES);
  if ((table === 'row' || table === 'heads') && values.word === undefined)
    throw usageError(`--table ${table} needs --word`, 'It is of one word.');
  const sinks = values.sinks === undefined ? null : choiceOption(values.sinks, 'sinks', ['hide', 'show'] as const);
  return {
    state: {
      direction: values.by === true ? 'by' : INITIAL_STATE.direction,
      level: values['sub-words'] === true ? 'pieces' : INITIAL_STATE.level,
      hideSpecial: values['hide-special'] ?? INITIAL_STATE.hideSpecial,
      scale: INITIAL_STATE.scale,
      hideSink: sinks === null ? INITIAL_STATE.hideSink : sinks === 'hide',
    },
    nth: countOption(values.nth, 'nth', 2) ?? 1,
    picture: values.picture === undefined ? 'words' : choiceOption(values.picture, 'picture', VIEW_PICTURES),
    table,
    colours: values.colours === undefined ? 'print' : choiceOption(values.colours, 'colours', COLOURS),
  };
}
