import path from 'node:path';
import * as vscode from 'vscode';
import type { COMMANDS } from '../../contributions/ids.ts';
import { commandLineOf } from '../../core/export/commandLine.ts';
import { provenanceLine } from '../../core/export/provenance.ts';
import { sentenceOf } from '../../core/export/sentence.ts';
import { captionOf, cellText } from '../../core/export/tables.ts';
import type { Taken } from '../../core/export/taken.ts';
import type { TableFormat } from '../../core/export/writeTable.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { fileNameOf } from '../../core/text/fileName.ts';
import { indexIn, TEXT } from '../../core/text/unitRef.ts';
import { nameOfPicture, PICTURES, type PictureKind } from '../../draw/files/picture.ts';
import { PRINT_THEME } from '../../draw/files/printTheme.ts';
import type { MenuPlace, TableKind, TakeAway } from '../../session/takeAway.ts';
import { pngWithText } from '../files/pngText.ts';
import { saveFile, saveWritten } from '../files/saveFile.ts';
import type { Parts } from '../services.ts';
import { explored, noWord, refusal } from './preconditions.ts';
import { pickOne } from './pickOne.ts';
import { SHOW_PANEL } from './refusal.ts';

/** How long the status bar says that something was copied. */
const SAID_MILLISECONDS = 2000;

/** A file to be saved: what it is called behind the document's name, what kind it is, and how it is made. */
interface FileKind {
  readonly name: string;
  readonly extension: string;
  readonly filter: string;
  readonly make: (() => Promise<string | readonly Uint8Array[]>) | { readonly write: (temporary: string) => Promise<void> };
}

interface TakeItem extends vscode.QuickPickItem {
  readonly run?: () => Promise<unknown>;
}

type TakeCommands =
  | 'export' | 'copySentence' | 'copyCell' | 'copyRowMarkdown' | 'copyRowTsv' | 'copyTableLatex' | 'copyCommandLine' | 'copyPicture' | 'savePicture' | 'savePicturePng' | 'saveRow'; // prettier-ignore

/** What takes away what is shown: one list with all of it, and what the menu of a picture has of it. */
export function takeAwayHandlers(parts: Parts): Record<TakeCommands & keyof typeof COMMANDS, () => Promise<unknown>> {
  const { takeAway, explorer } = parts;
  const withTaken = (use: (taken: Taken, at: MenuPlace | null) => Promise<unknown>) => async () => {
    explored(explorer);
    const at = takeAway.takeMenu();
    return use((await takeAway.shown(at))!, at);
  };
  const copyTable = (kind: TableKind, format: TableFormat) =>
    withTaken(async taken => copy(await tableOf(takeAway, taken, kind, format), 'Table'));
  return {
    export: withTaken(taken => pickExport(parts, taken)),
    copySentence: withTaken(async taken => copy(sentenceOf(taken) ?? needsWord(), 'Sentence')),
    copyCell: withTaken(async (taken, at) => copy(textOfCell(taken, at), 'Cell')),
    copyRowMarkdown: copyTable('row', 'markdown'),
    copyRowTsv: copyTable('row', 'tsv'),
    copyTableLatex: copyTable('matrix', 'latex'),
    copyCommandLine: withTaken(taken => copyLine(parts, taken)),
    copyPicture: withTaken((taken, at) => copyPicture(parts, taken, at?.picture ?? 'words')),
    savePicturePng: withTaken((taken, at) => save(parts, photograph(parts, taken, at?.picture ?? 'words'))),
    savePicture: withTaken((taken, at) => save(parts, picture(takeAway, taken, at?.picture ?? 'words'))),
    saveRow: withTaken(taken => save(parts, table(takeAway, taken, 'row'))),
  };
}

async function pickExport(parts: Parts, taken: Taken): Promise<void> {
  const { takeAway } = parts;
  const { source } = taken.word;
  const word = source === null ? null : escapeIcons(taken.labels[source]!);
  const sentence = sentenceOf(taken);
  const line = lineOf(parts, taken);
  const separator = (label: string): TakeItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const copyItems = (kind: TableKind, name: string): TakeItem[] =>
    (['markdown', 'tsv', 'latex'] as const).map(format => ({
      label: `${name} as ${FORMAT_NAMES[format]}`,
      run: async () => copy(await tableOf(takeAway, taken, kind, format), 'Table'),
    }));
  const saveItem = (label: string, kind: FileKind): TakeItem => ({ label, run: () => save(parts, kind) });
  const chosen = await pickOne<TakeItem>({
    title: `Take it away: ${captionOf(taken, source)}${taken.isEdited ? ', text as it was' : ''}`,
    current: undefined,
    placeholder: 'Each file carries model, heads, direction, level and the hash of the text.',
    items: [
      separator('copy'),
      ...(sentence === null ? [] : [{ label: 'Sentence', detail: escapeIcons(sentence), run: async () => copy(sentence, 'Sentence') }]),
      ...(word === null ? [] : [...copyItems('row', `Row of “${word}”`), ...copyItems('heads', `Heads of “${word}”`)]),
      ...copyItems('matrix', 'Every Word'),
      { label: 'Command Line', detail: escapeIcons(inShort(line.line)), run: () => copyLine(parts, taken) },
      separator('save'),
      ...PICTURES.map(kind => saveItem(`${nameOfPicture(kind)} as SVG…`, picture(takeAway, taken, kind))),
      ...PICTURES.map(kind => saveItem(`${nameOfPicture(kind)} as PNG…`, photograph(parts, taken, kind))),
      saveItem('Page with All Heads as HTML…', page(takeAway, taken)),
      ...(word === null
        ? []
        : [
            saveItem(`Row of “${word}” as CSV…`, table(takeAway, taken, 'row')),
            saveItem(`Heads of “${word}” as CSV…`, table(takeAway, taken, 'heads')),
          ]),
      saveItem('Every Word as CSV…', table(takeAway, taken, 'matrix')),
      saveItem('Run as JSON…', { name: 'run', extension: 'json', filter: 'JSON', make: () => takeAway.json(taken) }),
      saveItem('All Heads as NPZ…', {
        name: 'heads',
        extension: 'npz',
        filter: 'NumPy',
        make: { write: file => takeAway.tensors(taken, file) },
      }),
      saveItem('All Heads for BertViz…', {
        name: 'bertviz',
        extension: 'json',
        filter: 'JSON',
        make: () => takeAway.library(taken, 'bertviz'),
      }),
      saveItem('All Heads for CircuitsVis…', {
        name: 'circuitsvis',
        extension: 'json',
        filter: 'JSON',
        make: () => takeAway.library(taken, 'circuitsvis'),
      }),
    ],
  });
  await chosen?.run?.();
}

const FORMAT_NAMES = { markdown: 'Markdown', tsv: 'TSV', latex: 'LaTeX', csv: 'CSV' } as const satisfies Record<TableFormat, string>;

const FILE_NAMES = { words: 'every-word', heads: 'all-heads', text: 'text' } as const satisfies Record<PictureKind, string>;

const picture = (takeAway: TakeAway, taken: Taken, kind: PictureKind): FileKind => ({
  name: FILE_NAMES[kind],
  extension: 'svg',
  filter: 'SVG',
  make: () => takeAway.picture(taken, kind, PRINT_THEME),
});

/** In the theme's colours, painted by the panel. */
const photograph = (parts: Parts, taken: Taken, kind: PictureKind): FileKind => ({
  name: FILE_NAMES[kind],
  extension: 'png',
  filter: 'PNG',
  make: async () => [pngWithText(await painted(parts, taken, kind, false), provenanceLine(taken))],
});

async function copyPicture(parts: Parts, taken: Taken, kind: PictureKind): Promise<void> {
  await painted(parts, taken, kind, true);
  vscode.window.setStatusBarMessage('Picture copied', SAID_MILLISECONDS);
}

async function painted({ panel, takeAway }: Parts, taken: Taken, kind: PictureKind, copies: boolean): Promise<Uint8Array> {
  // The panel paints what it shows: a dialogue may have stood open since.
  const now = await takeAway.shown();
  if (!now || provenanceLine(now) !== provenanceLine(taken))
    throw refusal('Something else is shown by now', 'The panel paints what it shows.', 'Save the picture again.', SHOW_PANEL);
  const png = await panel.paint(kind, taken.text, copies);
  if (png) return png;
  throw panel.isVisible
    ? refusal(
        copies ? 'The picture could not be copied' : 'The picture could not be painted',
        copies ? 'The clipboard takes pictures only while the panel has the focus.' : 'It is not on the page that is open.',
        copies ? 'Right-click the picture, or save it.' : 'Open the Attention page and try again.',
        SHOW_PANEL,
      )
    : refusal(
        'The panel is not in sight',
        'It is what paints this picture.',
        'Show the panel and try again, or save the picture as SVG.',
        SHOW_PANEL,
      );
}

const page = (takeAway: TakeAway, taken: Taken): FileKind => ({
  name: 'heads',
  extension: 'html',
  filter: 'HTML',
  make: () => takeAway.page(taken, PRINT_THEME),
});

const table = (takeAway: TakeAway, taken: Taken, kind: TableKind): FileKind => ({
  name: { row: 'row', matrix: 'every-word', heads: 'heads' }[kind],
  extension: 'csv',
  filter: 'CSV',
  make: () => tableOf(takeAway, taken, kind, 'csv'),
});

async function tableOf(takeAway: TakeAway, taken: Taken, kind: TableKind, format: TableFormat): Promise<string> {
  return (await takeAway.table(taken, kind, format)) ?? needsWord();
}

function needsWord(): never {
  throw noWord();
}

function textOfCell(taken: Taken, at: MenuPlace | null): string {
  const [from, to] = (at?.cell ?? []).map(unit => indexIn(TEXT, unit));
  if (typeof from === 'number' && typeof to === 'number') return cellText(taken, [from, to]);
  throw refusal('No cell is pointed at', 'The menu was not opened on a cell.', 'Right-click a cell of the matrix.', SHOW_PANEL);
}

function lineOf({ models, extension }: Parts, taken: Taken) {
  const program = ['node', vscode.Uri.joinPath(extension, 'dist', 'cli.mjs').fsPath];
  return commandLineOf(
    taken,
    { program, format: 'csv', isBuiltIn: models.isBuiltInAt(taken.model.directory) },
    process.platform === 'win32' ? 'powershell' : 'posix',
  );
}

async function copyLine(parts: Parts, taken: Taken): Promise<void> {
  const { line, fromFile } = lineOf(parts, taken);
  await copy(line, fromFile ? 'Command line, which reads the text from text.txt,' : 'Command line');
}

/** Of a long line its beginning: it is shown in one. */
function inShort(line: string): string {
  const one = line.replaceAll(/\s+/g, ' ');
  return one.length <= 200 ? one : `${one.slice(0, 199)}…`;
}

async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`${what} copied`, SAID_MILLISECONDS);
}

async function save({ explorer }: Parts, { name, extension, filter, make }: FileKind): Promise<void> {
  const { target } = explored(explorer);
  const document = vscode.Uri.parse(target.uri, true);
  const base = path.parse(decodeURIComponent(fileNameOf(document.path))).name || 'text';
  const folder = document.scheme === 'file' ? vscode.Uri.joinPath(document, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  const fileName = `${base}-${name}.${extension}`;
  const chosen = await vscode.window.showSaveDialog({
    filters: { [filter]: [extension] },
    title: 'Save What Is Shown',
    saveLabel: 'Save',
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, fileName) }),
  });
  if (!chosen) return;
  if (typeof make === 'object') await saveWritten(chosen, make.write);
  else {
    const made = await make();
    await saveFile(chosen, typeof made === 'string' ? Buffer.from(made, 'utf8') : Buffer.concat(made));
  }
  vscode.window.setStatusBarMessage(`${fileNameOf(chosen.path)} saved`, SAID_MILLISECONDS);
}
