import { dirname, relative, sep } from 'node:path';
import type { WeightPlaces } from '../../onnx/rewrite/storedTensors.ts';
import type { FolderFile } from './folderFiles.ts';

/** The folder that ONNX Runtime is told, and what it finds the weights by from there. */
export interface RuntimePlaces extends WeightPlaces {
  /** Absolute, links followed: the runtime refuses whatever leads out of it. */
  readonly folder: string;
}

/**
 * ONNX Runtime opens the files of weights by itself, below one folder: the one of the model file, or in a snapshot of the Hugging Face cache,
 * where every file is a link to a blob, the innermost folder that holds all of them.
 */
export function weightPlaces(model: FolderFile, dataFiles: readonly FolderFile[]): RuntimePlaces {
  const paths = [model, ...dataFiles].map(file => file.path);
  let folder = dirname(model.path);
  while (!paths.every(path => path.startsWith(folder.endsWith(sep) ? folder : folder + sep))) folder = dirname(folder);
  const nameOf = (path: string): string => relative(folder, path).split(sep).join('/');
  const names = new Map(dataFiles.map(file => [file.name, nameOf(file.path)]));
  return { folder, model: model.content ? null : nameOf(model.path), data: location => names.get(location) ?? location };
}
