import * as vscode from 'vscode';
import type { COMMANDS } from '../../contributions/ids.ts';
import { isAnswer, TABLE_FORMATS, VIEW_PICTURES, type PictureKind, type TableKind, type Take } from '../../core/export/kinds.ts';
import { captionOf } from '../../core/export/tables.ts';
import type { Taken } from '../../core/export/taken.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { nameOfPicture } from '../../draw/files/picture.ts';
import type { MenuPlace } from '../../session/takeAway.ts';
import type { Parts } from '../services.ts';
import { explored, refusal } from './preconditions.ts';
import { pickOne } from './pickOne.ts';
import { SHOW_PANEL } from './refusal.ts';
import { copy, lineOf, sentenceFor, take } from './takeItems.ts';

type TakeCommands =
  | 'export' | 'copySentence' | 'copyCell' | 'copyRowMarkdown' | 'copyRowTsv' | 'copyTableMarkdown' | 'copyTableTsv' | 'copyTableLatex'
  | 'copyCommandLine' | 'copyPicture' | 'savePicture' | 'savePicturePng' | 'saveRow' | 'saveTable'; // prettier-ignore

/** What takes away what is shown: one list with all of it, and what the menu of a picture has of it. */
export function takeAwayHandlers(parts: Parts): Record<TakeCommands & keyof typeof COMMANDS, () => Promise<unknown>> {
  const { takeAway, explorer } = parts;
  const withTaken = (use: (taken: Taken, at: MenuPlace | null) => Promise<unknown>) => async () => {
    explored(explorer);
    const at = takeAway.takeMenu();
    return use((await takeAway.shown(at))!, at);
  };
  const takes = (as: Take['as'], of: Take['of'] = null) => withTaken(taken => take(parts, taken, { of, as }));
  /** Of the picture that the menu was opened on. */
  const takesPicture = (as: Take['as']) => withTaken((taken, at) => take(parts, taken, { of: at?.picture ?? 'words', as }));
  const takesTable = (as: Take['as']) => withTaken((taken, at) => take(parts, taken, { of: tableOfPicture(at?.picture ?? 'words'), as }));
  return {
    export: withTaken(taken => pickExport(parts, taken)),
    copySentence: takes('sentence'),
    copyCell: withTaken(async (taken, at) => copy((at && takeAway.cell(taken, at)) ?? noCell(), 'Cell')),
    copyRowMarkdown: takes('markdown', 'row'),
    copyRowTsv: takes('tsv', 'row'),
    copyTableMarkdown: takesTable('markdown'),
    copyTableTsv: takesTable('tsv'),
    copyTableLatex: takesTable('latex'),
    copyCommandLine: withTaken((taken, at) => take(parts, taken, { of: at?.picture === 'ground' ? 'ground' : null, as: 'line' })),
    copyPicture: takesPicture('picture'),
    savePicturePng: takesPicture('png'),
    savePicture: takesPicture('svg'),
    saveRow: takes('csv', 'row'),
    saveTable: takesTable('csv'),
  };
}

/** The numbers of a picture. */
function tableOfPicture(picture: PictureKind): TableKind {
  if (isAnswer(picture)) return picture;
  return picture === 'heads' ? 'heads' : picture === 'text' ? 'row' : 'matrix';
}

function noCell(): never {
  throw refusal('No cell is pointed at', 'The menu was not opened on a cell.', 'Right-click a cell of the picture.', SHOW_PANEL);
}

interface TakeItem extends vscode.QuickPickItem {
  readonly run?: () => Promise<unknown>;
}

async function pickExport(parts: Parts, taken: Taken): Promise<void> {
  const { takeAway } = parts;
  const { source } = taken.word;
  const word = source === null ? null : escapeIcons(taken.labels[source]!);
  const sentence = sentenceFor(parts, taken);
  const answers = takeAway.answers(taken);
  const separator = (label: string): TakeItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  /** What is done with it is typed, too. */
  const item =
    (description: 'copy' | 'save') =>
    (label: string, as: Take['as'], of: Take['of'] = null): TakeItem => ({ label, description, run: () => take(parts, taken, { of, as }) });
  const [copied, saved] = [item('copy'), item('save')];
  const tables: readonly (readonly [TableKind, string])[] = [
    ...(word === null ? [] : ([['row', `Row of “${word}”`], ['heads', `Heads of “${word}”`]] as const)), // prettier-ignore
    ['matrix', 'Every Word'],
    ...answers.map(kind => [kind, nameOfPicture(kind)] as const),
  ];
  const pictures: readonly PictureKind[] = [...VIEW_PICTURES, ...answers];
  const isPrint = takeAway.colours === 'print';
  const chosen = await pickOne<TakeItem>({
    title: `Take it away: ${captionOf(taken, source)}${taken.isEdited ? ', text as it was' : ''}`,
    current: undefined,
    placeholder: 'Each file carries model, heads, direction, level and the hash of the text.',
    items: [
      separator('copy'),
      ...(sentence === null ? [] : [{ ...copied('Sentence', 'sentence'), detail: escapeIcons(sentence) }]),
      ...tables.flatMap(([kind, name]) => TABLE_FORMATS.map(format => copied(`${name} as ${FORMAT_NAMES[format]}`, format, kind))),
      { ...copied('Command Line', 'line'), detail: escapeIcons(inShort(lineOf(parts, taken).line)) },
      separator('save'),
      ...pictures.map(kind => saved(`${nameOfPicture(kind)} as SVG…`, 'svg', kind)),
      ...pictures.map(kind => saved(`${nameOfPicture(kind)} as PNG…`, 'png', kind)),
      saved('Page with All Heads as HTML…', 'html'),
      ...tables.map(([kind, name]) => saved(`${name} as CSV…`, 'csv', kind)),
      saved('Run as JSON…', 'json'),
      saved('All Heads as NPZ…', 'npz'),
      saved('All Heads for BertViz…', 'bertviz'),
      saved('All Heads for CircuitsVis…', 'circuitsvis'),
      separator('colours'),
      {
        label: isPrint ? 'Use the Colours of the Theme' : 'Use Colours for Print',
        detail: isPrint ? 'Pictures and pages are coloured for paper now.' : 'Pictures and pages have the colours of your theme now.',
        run: async () => {
          takeAway.colours = isPrint ? 'theme' : 'print';
          await pickExport(parts, taken);
        },
      },
    ],
  });
  await chosen?.run?.();
}

const FORMAT_NAMES = { markdown: 'Markdown', tsv: 'TSV', latex: 'LaTeX' } as const;

/** Of a long line its beginning: it is shown in one. */
function inShort(line: string): string {
  const one = line.replaceAll(/\s+/g, ' ');
  return one.length <= 200 ? one : `${one.slice(0, 199)}…`;
}
