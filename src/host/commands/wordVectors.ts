import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { toFault } from '../../core/faults.ts';
import { escapeIcons } from '../../core/text/escape.ts';
import { faultOfSystemError } from '../../core/systemFaults.ts';
import { showUnseen } from '../../core/text/visibleText.ts';
import { readSetting, writeSetting } from '../settings.ts';
import { commandButton, MANAGE_TRUST, Refusal } from './refusal.ts';

/** Endings under which word vectors are passed on. */
const VECTOR_FILE = /\.(bin|txt|vec)$/i;
/** A folder of vectors has a few files; one with more is some other folder. */
const MOST_FILES = 200;

/** The chosen file of word vectors: from user settings only, and only in a trusted workspace; a workspace can never choose one. */
export function wordVectorFile(): string | null {
  const file = readSetting('wordVectors');
  return file !== '' && vscode.workspace.isTrusted ? file : null;
}

/** Asks for a folder, then, when it holds several files, which one. */
export async function chooseWordVectors(): Promise<boolean> {
  if (!vscode.workspace.isTrusted)
    throw new Refusal(
      {
        code: 'untrusted',
        title: 'Word vectors need a trusted workspace',
        cause: 'In Restricted Mode no file outside the extension is read.',
        nextStep: 'Trust this workspace, or go on with the word embeddings of the model.',
      },
      MANAGE_TRUST,
    );
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    openLabel: 'Use Word Vectors',
    title: 'Folder with word vectors: word2vec (.bin, .txt), GloVe (.txt) or fastText (.vec)',
  });
  const folder = chosen?.[0];
  if (!folder || !vscode.workspace.isTrusted) return false;
  const name = await pickFile(folder);
  if (name === undefined) return false;
  await writeSetting('wordVectors', join(folder.fsPath, name));
  return true;
}

/** False when no file was chosen. */
export async function clearWordVectors(): Promise<boolean> {
  if (readSetting('wordVectors') === '') return false;
  await writeSetting('wordVectors', undefined);
  return true;
}

async function pickFile(folder: vscode.Uri): Promise<string | undefined> {
  const names =
    folder.scheme === 'file'
      ? readFolder(folder.fsPath)
          .filter(entry => entry.isFile() && VECTOR_FILE.test(entry.name))
          .slice(0, MOST_FILES)
          .map(entry => entry.name)
      : [];
  if (names.length === 0)
    throw new Refusal(
      {
        code: 'usage',
        title: 'No word vectors in this folder',
        cause: 'It has no file that ends in .bin, .txt or .vec, or it does not lie on a disk of this machine.',
        nextStep: 'Choose a folder with word2vec, GloVe or fastText vectors.',
      },
      commandButton('Choose Another Folder\u2026', 'chooseWordVectors'),
    );
  if (names.length === 1) return names[0];
  const items = names.map(name => ({ label: escapeIcons(showUnseen(name)), name }));
  return (await vscode.window.showQuickPick(items, { title: 'Choose Word Vectors' }))?.name;
}

function readFolder(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw new Refusal(
      faultOfSystemError(error, 'The folder') ?? toFault(error),
      commandButton('Choose Another Folder\u2026', 'chooseWordVectors'),
    );
  }
}
