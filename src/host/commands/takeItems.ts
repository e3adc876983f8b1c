import * as vscode from 'vscode';
import { isSaved, type CopiedAs, type PictureKind, type TableKind, type Take } from '../../core/export/kinds.ts';
import { linkStatement } from '../../core/describe/links.ts';
import { plainSentence } from '../../core/describe/sentence.ts';
import { listed } from '../../core/describe/counted.ts';
import { commandLineOf, groundLineOf, TEXT_FILES } from '../../core/export/commandLine.ts';
import { sentenceOf } from '../../core/export/sentence.ts';
import type { Taken } from '../../core/export/taken.ts';
import type { Parts } from '../services.ts';
import { noWord } from './preconditions.ts';
import { painted, save, SAID_MILLISECONDS, tableOf } from './takeFiles.ts';

/** Copies or saves one thing; false where the person left the dialogue. @throws FaultError */
export async function take(parts: Parts, taken: Taken, { of, as }: Take): Promise<boolean> {
  if (isSaved(as)) return save(parts, taken, { of, as });
  await copyAs(parts, taken, of, as);
  return true;
}

async function copyAs(parts: Parts, taken: Taken, of: Take['of'], as: CopiedAs): Promise<void> {
  switch (as) {
    case 'sentence':
      return copy(sentenceFor(parts, taken) ?? needsWord(), 'Sentence');
    case 'line': {
      const { line, files } = of === 'ground' ? groundLine(parts, taken) : lineOf(parts, taken);
      return copy(
        line,
        files.length > 0
          ? `Command line, which reads ${listed(
              files.map(name => TEXT_FILES[name]),
              'and',
            )},`
          : 'Command line',
      );
    }
    case 'picture':
      await painted(parts, taken, (of ?? 'words') as PictureKind, true);
      vscode.window.setStatusBarMessage('Picture copied', SAID_MILLISECONDS);
      return;
    case 'markdown':
    case 'tsv':
    case 'latex':
      return copy(await tableOf(parts, taken, (of ?? 'row') as TableKind, as), 'Table');
  }
}

/** What the panel says, of two words where two are looked at; null where there is no word. */
export function sentenceFor({ takeAway }: Parts, taken: Taken): string | null {
  const link = takeAway.link(taken);
  return link ? plainSentence(linkStatement(link)) : sentenceOf(taken);
}

/** The call of the command line that gives these very numbers. */
export function lineOf(parts: Parts, taken: Taken) {
  return commandLineOf(taken, { ...commandLine(parts, taken), pair: parts.takeAway.link(taken) }, SHELL);
}

/** The same of an answer on its source, checked by removal where that was done. */
function groundLine(parts: Parts, taken: Taken) {
  // The command line leaves all of them out: of a part of them it would give more than the panel shows.
  const isChecked = parts.explorer.parts.latest('removals')?.left === 0;
  return groundLineOf(taken, commandLine(parts, taken), isChecked, SHELL);
}

const SHELL = process.platform === 'win32' ? 'powershell' : 'posix';

function commandLine({ models, extension }: Parts, { model }: Taken) {
  const program = ['node', vscode.Uri.joinPath(extension, 'dist', 'cli.mjs').fsPath];
  return { program, format: 'csv', isBuiltIn: models.isBuiltInAt(model.directory) };
}

export async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`${what} copied`, SAID_MILLISECONDS);
}

function needsWord(): never {
  throw noWord();
}
