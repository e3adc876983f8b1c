import path from 'node:path';
import * as vscode from 'vscode';
import type { PictureKind, SavedAs, TableKind, Take } from '../../core/export/kinds.ts';
import { lackForLibrary } from '../../core/export/libraries.ts';
import { provenanceLine } from '../../core/export/provenance.ts';
import type { Taken } from '../../core/export/taken.ts';
import type { TableFormat } from '../../core/export/writeTable.ts';
import { fileNameOf } from '../../core/text/fileName.ts';
import { TEXT, unitRef } from '../../core/text/unitRef.ts';
import { paletteIn } from '../../draw/files/palettes.ts';
import { sourceOfPicture } from '../../draw/files/picture.ts';
import type { Palette } from '../../draw/theme.ts';
import { pngWithText } from '../files/pngText.ts';
import { saveFile, saveWritten } from '../files/saveFile.ts';
import type { Parts } from '../services.ts';
import { explored, noWord, refusal } from './preconditions.ts';
import { commandButton, Refusal, SHOW_PANEL } from './refusal.ts';

/** How long the status bar says that something was copied or saved. */
export const SAID_MILLISECONDS = 2000;

/** A file to be saved: what it is called behind the document's name, what kind it is, and how it is made. */
interface FileKind {
  readonly name: string;
  readonly extension: string;
  readonly filter: string;
  readonly make: (() => Promise<string | readonly Uint8Array[]>) | { readonly write: (temporary: string) => Promise<void> };
}

export async function save(parts: Parts, taken: Taken, { of, as }: { readonly of: Take['of']; readonly as: SavedAs }): Promise<boolean> {
  const { target } = explored(parts.explorer);
  const lack = as === 'bertviz' || as === 'circuitsvis' ? lackForLibrary(taken, as) : null;
  if (lack) throw new Refusal(lack, commandButton('One Text', 'oneText'));
  const { name, extension, filter, make } = fileOf(parts, taken, of, as);
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
  if (!chosen) return false;
  if (typeof make === 'object') await saveWritten(chosen, make.write);
  else {
    const made = await make();
    await saveFile(chosen, typeof made === 'string' ? Buffer.from(made, 'utf8') : Buffer.concat(made));
  }
  vscode.window.setStatusBarMessage(`${fileNameOf(chosen.path)} saved`, SAID_MILLISECONDS);
  return true;
}

function fileOf(parts: Parts, taken: Taken, of: Take['of'], as: SavedAs): FileKind {
  const { takeAway } = parts;
  const picture = (of ?? 'words') as PictureKind;
  const named = (name: string) => name.replaceAll(/([A-Z])/g, letter => `-${letter.toLowerCase()}`);
  const table = (of ?? 'row') as TableKind;
  switch (as) {
    case 'svg':
      return { name: FILE_NAMES[picture] ?? named(picture), extension: as, filter: 'SVG', make: () => svg(parts, taken, picture) };
    case 'png':
      return {
        name: FILE_NAMES[picture] ?? named(picture),
        extension: as,
        filter: 'PNG',
        make: async () => [pngWithText(await painted(parts, taken, picture, false), sourceOfPicture(picture, taken))],
      };
    case 'csv':
      return {
        name: table === 'matrix' ? 'every-word' : named(table),
        extension: as,
        filter: 'CSV',
        make: () => tableOf(parts, taken, table, 'csv'),
      };
    case 'html':
      return { name: 'heads', extension: as, filter: 'HTML', make: async () => takeAway.page(taken, (await paletteOf(parts)).heat) };
    case 'json':
      return { name: 'run', extension: as, filter: 'JSON', make: () => takeAway.json(taken) };
    case 'npz':
      return { name: 'heads', extension: as, filter: 'NumPy', make: { write: file => takeAway.tensors(taken, file) } };
    case 'bertviz':
    case 'circuitsvis':
      return { name: as, extension: 'json', filter: 'JSON', make: () => takeAway.library(taken, as) };
  }
}

const FILE_NAMES: { readonly [kind in PictureKind]?: string } = { words: 'every-word', heads: 'all-heads' };

async function svg(parts: Parts, taken: Taken, kind: PictureKind): Promise<string> {
  return (await parts.takeAway.picture(taken, kind, await paletteOf(parts))) ?? notThere();
}

/** As the panel has them; while it is not in sight, those of VS Code's own theme of that kind. */
async function paletteOf({ takeAway, panel }: Parts): Promise<Palette> {
  if (takeAway.colours === 'print') return paletteIn('print');
  const { kind } = vscode.window.activeColorTheme;
  const isDark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
  return (await panel.palette()) ?? paletteIn(isDark ? 'dark' : 'light');
}

/** @param copies the page hands it to the clipboard itself */
export async function painted({ panel, takeAway }: Parts, taken: Taken, picture: PictureKind, copies: boolean): Promise<Uint8Array> {
  // The panel paints what it shows: a dialogue may have stood open since.
  const now = await takeAway.shown();
  if (!now || provenanceLine(now) !== provenanceLine(taken))
    throw refusal('Something else is shown by now', 'The panel paints what it shows.', 'Save the picture again.', SHOW_PANEL);
  const source = taken.word.source === null ? null : unitRef(TEXT, taken.word.source);
  const row = taken.matrix.read ?? null;
  const png = await panel.paint({ picture, text: taken.text, source, row, colours: takeAway.colours, copies });
  if (png) return png;
  throw panel.isVisible
    ? refusal(
        copies ? 'The picture could not be copied' : 'The picture could not be painted',
        copies ? 'The clipboard takes pictures only while the panel has the focus.' : 'It is not on the page that is open.',
        copies ? 'Right-click the picture, or save it.' : 'Open the page that shows it and try again.',
        SHOW_PANEL,
      )
    : refusal(
        'The panel is not in sight',
        'It is what paints this picture.',
        'Show the panel and try again, or save the picture as SVG.',
        SHOW_PANEL,
      );
}

export async function tableOf({ takeAway }: Parts, taken: Taken, kind: TableKind, format: TableFormat): Promise<string> {
  const table = await takeAway.table(taken, kind, format);
  if (table !== null) return table;
  if (taken.word.source === null) throw noWord();
  return notThere();
}

function notThere(): never {
  throw refusal(
    'It is not here any more',
    'What was shown was changed, or is not complete yet.',
    'Open the page that shows it and try again.',
    SHOW_PANEL,
  );
}
