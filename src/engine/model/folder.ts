import { statSync } from 'node:fs';
import { decodeText, nameInvalid } from '../../core/text/decodeText.ts';
import { accessing, FaultError } from '../../core/faults.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import { findFile, readHead, type FolderFile } from './folderFiles.ts';
import { filesChanged } from './fingerprint.ts';
import { isObject, parseObject } from './json.ts';
import { noFolder, noTokenizer } from './missingFiles.ts';
import { fileOf, findVariants, variantNamed, type ModelFiles } from './modelFiles.ts';
import { assertJsonFile, assertTextFile } from './textSniff.ts';
import { TOKENIZER_SETTINGS, type TokenizerSettingsName } from '../../tokenizer/vocabularyFiles/index.ts';

/** The only names that are ever read in a model folder, besides the model files (`modelNames.ts`) and the weights that they name. */
export const SETTING_FILES: readonly string[] = [
  'tokenizer.json',
  'config.json',
  'genai_config.json',
  'generation_config.json',
  'target_tokenizer.json',
  'lenses.json',
  'tokenizer_config.json',
  'chat_template.jinja',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'special_tokens_map.json',
  'added_tokens.json',
];

/** What stands in for a tokenizer.json: a vocabulary, and the settings that say how it is used. */
export interface VocabularyFolder {
  readonly vocabulary: { readonly 'vocab.txt': FolderFile } | { readonly 'vocab.json': FolderFile; readonly 'merges.txt': FolderFile };
  readonly settings: Readonly<Record<TokenizerSettingsName, FolderFile | null>>;
}

/** What a folder has besides the model itself. */
export interface ModelFolder {
  readonly directory: string;
  /** Its tokenizer.json, or what stands in for it. */
  readonly tokenizer: FolderFile | VocabularyFolder;
  readonly config: FolderFile | null;
  /** Of onnxruntime-genai: names the model file, and sizes that no graph says. */
  readonly genai: FolderFile | null;
  readonly lenses: FolderFile | null;
  readonly tokenizerConfig: FolderFile | null;
  readonly chatTemplate: FolderFile | null;
}

/** Bytes that a text file of a folder may have: the largest real tokenizer.json has 35 MB, a config.json with the labels of a large classifier 1.5 MB. */
const LARGEST_TOKENIZER = 64 * 2 ** 20;
const LARGEST_SETTINGS = 4 * 2 ** 20;
/** The files that hold a vocabulary. */
const LARGE_FILES: readonly string[] = ['tokenizer.json', 'target_tokenizer.json', 'vocab.txt', 'vocab.json', 'merges.txt'];

/** @throws FaultError `tokenizer-missing`: what is missing, and what is there instead */
export function findModelFolder(directory: string): ModelFolder {
  const tokenizer = findFile(directory, 'tokenizer.json') ?? findVocabulary(directory);
  if (!tokenizer) throw noTokenizer(directory);
  return {
    directory,
    tokenizer,
    config: findFile(directory, 'config.json'),
    genai: findFile(directory, 'genai_config.json'),
    lenses: findFile(directory, 'lenses.json'),
    tokenizerConfig: findFile(directory, 'tokenizer_config.json'),
    chatTemplate: findFile(directory, 'chat_template.jinja'),
  };
}

function findVocabulary(directory: string): VocabularyFolder | null {
  const [words, entries, merges] = ['vocab.txt', 'vocab.json', 'merges.txt'].map(name => findFile(directory, name));
  const vocabulary = entries && merges ? { 'vocab.json': entries, 'merges.txt': merges } : words ? { 'vocab.txt': words } : null;
  if (!vocabulary) return null;
  const settings = Object.fromEntries(TOKENIZER_SETTINGS.map(name => [name, findFile(directory, name)]));
  return { vocabulary, settings: settings as VocabularyFolder['settings'] };
}

/** Its model files. @throws FaultError `model-missing`, `file-unreadable` */
export function modelFiles(directory: string): ModelFiles {
  const status = accessing('The model folder', () => statSync(directory, { throwIfNoEntry: false }));
  if (!status?.isDirectory()) throw noFolder(status !== undefined);
  return findVariants(directory, namedModels(directory));
}

/** One model file alone: that of a variant, or the first. @throws FaultError `model-missing`, `file-unreadable` */
export function findModelFile(directory: string, variant?: string): FolderFile {
  const { variants } = modelFiles(directory);
  return fileOf(variant === undefined ? variants[0]! : variantNamed(variants, variant));
}

/** Names of model files in the settings: of onnxruntime-genai (`model.decoder.filename`) and of transformers.js (`model_file_name`). A damaged file names none. */
function namedModels(directory: string): string[] {
  const inside = (file: string, ...keys: readonly string[]): unknown => {
    const found = findFile(directory, file);
    let value: unknown = found && found.size <= LARGEST_SETTINGS ? parseObject(new TextDecoder().decode(readWhole(found))) : null;
    for (const key of keys) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : null;
    return value;
  };
  const names = [
    inside('genai_config.json', 'model', 'decoder', 'filename'),
    inside('config.json', 'transformers.js_config', 'model_file_name'),
  ];
  return names.filter(name => typeof name === 'string');
}

/** @throws FaultError when the file is shorter than it was when it was found */
function readWhole(file: FolderFile): Uint8Array {
  const bytes = readHead(file, file.size);
  if (bytes.length < file.size) throw filesChanged();
  return bytes;
}

/** The content of a file that a model opens without; null when it is not there, too large or no text. */
export function readIfText(file: FolderFile | null): string | null {
  if (!file || file.size > LARGEST_SETTINGS) return null;
  const { text, invalid } = decodeText(readWhole(file));
  return invalid ? null : text;
}

/** The content of a JSON file of the folder, as text. @throws FaultError `file-empty`, `file-html`, `file-lfs`, `file-corrupt` */
export function readJsonText(file: FolderFile): string {
  return readChecked(file, assertJsonFile);
}

/** The content of a plain text file of the folder. @throws as {@link readJsonText} */
export function readPlainText(file: FolderFile): string {
  return readChecked(file, assertTextFile);
}

function readChecked(file: FolderFile, check: (name: string, bytes: Uint8Array) => void): string {
  const largest = LARGE_FILES.includes(file.name) ? LARGEST_TOKENIZER : LARGEST_SETTINGS;
  if (file.size > largest) {
    throw new FaultError({
      code: 'file-corrupt',
      title: 'A file of the model is too large',
      cause: `${file.name} has ${formatBytes(file.size)}; more than ${formatBytes(largest)} is not read.`,
      nextStep: 'Check the file, or use the built-in model.',
    });
  }
  const bytes = readWhole(file);
  check(file.name, bytes);
  const { text, encoding, invalid } = decodeText(bytes);
  if (!invalid) return text;
  throw new FaultError({
    code: 'file-corrupt',
    title: `A file of the model is not ${encoding}`,
    cause: `In ${file.name} the ${nameInvalid(invalid)} is no part of any character.`,
    nextStep: 'Save or copy the file again, or use the built-in model.',
  });
}
