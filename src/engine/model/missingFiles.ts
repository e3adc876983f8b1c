import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { accessing, FaultError } from '../../core/faults.ts';

/** Weights that other programs read. */
const OTHER_WEIGHTS: readonly (readonly [RegExp, string])[] = [
  [/\.safetensors$/i, 'Safetensors'],
  [/^(pytorch_model.*\.bin|.*\.pth?)$/i, 'PyTorch'],
  [/\.gguf$/i, 'llama.cpp'],
  [/\.(h5|msgpack|ot)$/i, 'another library'],
];

/** @param isFile something else has its name */
export function noFolder(isFile: boolean): FaultError {
  return new FaultError({
    code: 'model-missing',
    title: 'The model folder was not found',
    cause: isFile ? 'What has this name is a file, not a folder.' : 'There is no folder of this name.',
    nextStep: 'Choose a folder with model.onnx and tokenizer.json, or use the built-in model.',
  });
}

/** No file of a folder is a model that could be opened: what there is instead, and what to get. */
export function noModelFile(directory: string): FaultError {
  const names = relatedNames(directory);
  const other = OTHER_WEIGHTS.find(([pattern]) => names.some(name => pattern.test(name)));
  const inside = names.some(isOnnx) || other ? [] : foldersWithModel(directory);
  const has = inside.length > 0 ? `the folders in it do: ${shortened(inside)}` : `it has ${listed(names)}`;
  return new FaultError({
    code: 'model-missing',
    title: other ? 'The model is not in the ONNX format' : 'The model file is missing',
    cause: other
      ? `The folder has no onnx/model.onnx or model.onnx; ${has}: weights for ${other[1]}, which have no graph to read attention from.`
      : `The folder has no onnx/model.onnx or model.onnx; ${has}.`,
    nextStep: other
      ? 'Get the ONNX files of this model (the folder onnx of its repository, or a repository whose name ends in -ONNX), or export it: optimum-cli export onnx.'
      : inside.length > 0
        ? `Choose the folder ${inside.length === 1 ? inside[0]! : 'of one model'}, or use the built-in model.`
        : 'Put the missing file into the folder under that name, or use the built-in model.',
  });
}

export function noTokenizer(directory: string): FaultError {
  const names = relatedNames(directory);
  const isSentencePiece = names.some(name => /(^|\/)((tokenizer|spiece|sentencepiece[\w.]*)\.model|(source|target)\.spm)$/i.test(name));
  return new FaultError({
    code: 'tokenizer-missing',
    title: 'The tokenizer is missing',
    cause: `The folder has no tokenizer.json${isSentencePiece ? '' : `, and ${lackOf(names)}`}; it has ${listed(names)}.`,
    nextStep: isSentencePiece
      ? 'A SentencePiece file alone is not read: save the tokenizer as tokenizer.json with AutoTokenizer.from_pretrained(...).save_pretrained(...), or use the built-in model.'
      : 'Put tokenizer.json, or the files of the vocabulary with tokenizer_config.json, into the folder under these names, or use the built-in model.',
  });
}

/** What of a vocabulary, which can stand in for a tokenizer.json, is not there. */
function lackOf(names: readonly string[]): string {
  const [first, second] = ['vocab.json', 'merges.txt'].sort((a, b) => Number(names.includes(b)) - Number(names.includes(a)));
  return names.includes(first!) ? `${first} but no ${second}` : 'no vocab.txt, or vocab.json with merges.txt, to take its place';
}

const RELATED = /\.(onnx|onnx_data|safetensors|bin|pt|pth|gguf|h5|msgpack|ot|model|spm|json|txt)$/i;
const MOST_NAMES = 6;
const LONGEST_NAME = 40;

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'no other model files';
  return shortened(names);
}

function shortened(names: readonly string[]): string {
  return (names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `${names.length - MOST_NAMES} more`] : names).join(', ');
}

/** Folders one step down that have a model file: whoever takes the folder around them means one of them. */
function foldersWithModel(directory: string): string[] {
  const filesIn = (path: string) => {
    try {
      return readdirSync(path);
    } catch {
      return []; // a file, or not for us to read
    }
  };
  const names = filesIn(directory).sort().slice(0, MOST_FOLDERS);
  return names.filter(name => name !== 'onnx' && ['', 'onnx'].some(inner => filesIn(join(directory, name, inner)).some(isOnnx)));
}

const MOST_FOLDERS = 200;
const isOnnx = (name: string): boolean => /\.onnx$/i.test(name);

/** Names of files that look like parts of a model, so that a renamed or other file shows; weights first. */
function relatedNames(directory: string): string[] {
  const names = ['', 'onnx'].flatMap(folder => {
    const path = join(directory, folder);
    const names = accessing(`The folder ${folder}`.trim(), () =>
      folder && !statSync(path, { throwIfNoEntry: false })?.isDirectory() ? [] : readdirSync(path),
    );
    return names.map(name => (folder ? `${folder}/${name}` : name));
  });
  const isText = (name: string): number => Number(/\.(json|txt)$/i.test(name));
  return names.filter(name => RELATED.test(name) && name.length <= LONGEST_NAME).sort((a, b) => isText(a) - isText(b) || (a < b ? -1 : 1));
}
