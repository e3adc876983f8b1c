import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText, nameInvalid } from '../../core/text/decodeText.ts';
import { accessing, FaultError } from '../../core/faults.ts';
import { formatBytes } from '../../onnx/fileFaults.ts';
import { findFile, readHead, type FolderFile } from './folderFiles.ts';
import { assertJsonFile } from './textSniff.ts';

/** The only names that are ever read in a model folder, besides the weight files that the model itself names. */
const MODEL_NAMES = ['onnx/model.onnx', 'model.onnx'] as const;
export const MODEL_FILES: readonly string[] = [...MODEL_NAMES, 'tokenizer.json', 'config.json', 'lenses.json'];

export interface ModelFolder {
  readonly directory: string;
  readonly model: FolderFile;
  readonly tokenizer: FolderFile;
  readonly config: FolderFile | null;
  readonly lenses: FolderFile | null;
}

/** Bytes that a JSON file of a folder may have: the largest real tokenizer.json has 35 MB, a config.json with the labels of a large classifier 1.5 MB. */
const LARGEST_TOKENIZER = 64 * 2 ** 20;
const LARGEST_SETTINGS = 4 * 2 ** 20;

/** @throws FaultError `model-missing` or `tokenizer-missing`: what is missing, and what is there instead */
export function findModelFolder(directory: string): ModelFolder {
  const model = findModelFile(directory);
  const tokenizer = findFile(directory, 'tokenizer.json');
  if (!tokenizer) throw missing('tokenizer-missing', 'The tokenizer is missing', 'tokenizer.json', directory);
  return { directory, model, tokenizer, config: findFile(directory, 'config.json'), lenses: findFile(directory, 'lenses.json') };
}

/** The model file alone. @throws FaultError `model-missing`, `file-unreadable` */
export function findModelFile(directory: string): FolderFile {
  const status = accessing('The model folder', () => statSync(directory, { throwIfNoEntry: false }));
  if (!status?.isDirectory()) {
    throw new FaultError({
      code: 'model-missing',
      title: 'The model folder was not found',
      cause: status ? 'What has this name is a file, not a folder.' : 'There is no folder of this name.',
      nextStep: 'Choose a folder with model.onnx and tokenizer.json, or use the built-in model.',
    });
  }
  for (const name of MODEL_NAMES) {
    const file = findFile(directory, name);
    if (file) return file;
  }
  throw missing('model-missing', 'The model file is missing', 'onnx/model.onnx or model.onnx', directory);
}

/** The content of a JSON file of the folder, as text. @throws FaultError `file-empty`, `file-html`, `file-lfs`, `file-corrupt` */
export function readJsonText(file: FolderFile): string {
  const largest = file.name === 'tokenizer.json' ? LARGEST_TOKENIZER : LARGEST_SETTINGS;
  if (file.size > largest) {
    throw new FaultError({
      code: 'file-corrupt',
      title: 'A file of the model is too large',
      cause: `${file.name} has ${formatBytes(file.size)}; more than ${formatBytes(largest)} is not read.`,
      nextStep: 'Check the file, or use the built-in model.',
    });
  }
  const bytes = readHead(file, file.size);
  assertJsonFile(file.name, bytes);
  const { text, encoding, invalid } = decodeText(bytes);
  if (!invalid) return text;
  throw new FaultError({
    code: 'file-corrupt',
    title: `A file of the model is not ${encoding}`,
    cause: `In ${file.name} the ${nameInvalid(invalid)} is no part of any character.`,
    nextStep: 'Save or copy the file again, or use the built-in model.',
  });
}

function missing(code: 'model-missing' | 'tokenizer-missing', title: string, wanted: string, directory: string): FaultError {
  const there = relatedNames(directory);
  return new FaultError({
    code,
    title,
    cause: `The folder has no ${wanted}; it has ${there.length > 0 ? there.join(', ') : 'no other model files'}.`,
    nextStep: 'Put the missing file into the folder under that name, or use the built-in model.',
  });
}

const RELATED = /\.(onnx|onnx_data|safetensors|bin|pt|pth|gguf|h5|model|json|txt)$/i;
const MOST_NAMES = 6;
const LONGEST_NAME = 40;

/** Names of files that look like parts of a model, so that a renamed or other file shows. */
function relatedNames(directory: string): string[] {
  const names = ['', 'onnx'].flatMap(folder => {
    const path = join(directory, folder);
    const names = accessing(`The folder ${folder}`.trim(), () =>
      folder && !statSync(path, { throwIfNoEntry: false })?.isDirectory() ? [] : readdirSync(path),
    );
    return names.map(name => (folder ? `${folder}/${name}` : name));
  });
  const related = names.filter(name => RELATED.test(name) && name.length <= LONGEST_NAME).sort();
  return related.length > MOST_NAMES ? [...related.slice(0, MOST_NAMES), `${related.length - MOST_NAMES} more`] : related;
}
