import { dirname, posix, relative, sep } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import { NO_EDITS } from '../../onnx/graph/edits.ts';
import { indexModel, type OnnxModel } from '../../onnx/graph/graph.ts';
import { inlineFunctions } from '../../onnx/rewrite/inlineFunctions.ts';
import { joinGraphs, sharedValues } from '../../onnx/rewrite/joinGraphs.ts';
import { writeModel } from '../../onnx/rewrite/writeModel.ts';
import { withModelSource } from './fileSource.ts';
import type { FolderFile } from './folderFiles.ts';

/** A model file to be read, and the one beside it that is part of it. */
export interface WholeFile {
  readonly file: FolderFile;
  /** Makes vectors of the ids of words for it. */
  readonly words: FolderFile | null;
}

/**
 * A model as one graph without functions: the file as it is, or a graph that is put together in memory, its weights in the files where they are.
 * @param model what was read of the file
 * @param words a file that may make what it reads; one that does not is left out
 * @throws FaultError `file-*`, `unsupported-model` for two graphs that do not fit together
 */
export function wholeFile(file: FolderFile, model: OnnxModel, words: FolderFile | null): WholeFile {
  const joined = words && withModelSource(words, source => sharedValues(indexModel(source), model).length > 0) ? words : null;
  if (joined === null && model.functions.length === 0) return { file, words: null };
  const own = skeletonOf(file, placeOf(file, file));
  if (joined === null) return { file: { ...file, content: own, size: own.length }, words: null };
  const place = placeOf(joined, file);
  // Where it says its weights are is told from its own folder.
  if (place.includes('/')) throw notJoined(file, joined, 'they are links to files in different folders');
  const content = joinGraphs(skeletonOf(joined, place), own);
  if ('obstacle' in content) throw notJoined(file, joined, content.obstacle);
  return { file: { ...file, content, size: content.length }, words: joined };
}

/** The graph of a file without functions, its large weights as references to where it lies. */
function skeletonOf(file: FolderFile, place: string): Uint8Array<ArrayBuffer> {
  return withModelSource(file, source => {
    const model = indexModel(source);
    const skeleton = writeModel(model, NO_EDITS, [], { model: place, data: location => location });
    return model.functions.length === 0 ? skeleton : inlineFunctions(skeleton);
  });
}

/** Where a file is found from the folder of another, as the weights of that are: by its link in a snapshot of the Hugging Face cache, else by itself. */
function placeOf(file: FolderFile, other: FolderFile): string {
  if (other.snapshot) return posix.relative(posix.dirname(other.name), file.name);
  return relative(dirname(other.path), file.path).split(sep).join('/');
}

function notJoined(file: FolderFile, words: FolderFile, obstacle: string): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The model is in several graphs',
    cause: `${file.name} reads vectors that ${words.name} makes of words, and the two cannot be put together: ${obstacle}.`,
    nextStep: 'Take both files from one export, use an export of the text model in one file (onnx/model.onnx), or the built-in model.',
  });
}
