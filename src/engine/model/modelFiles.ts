import { FaultError } from '../../core/faults.ts';
import type { Fault } from '../../core/fault.ts';
import { findFile, type FolderFile } from './folderFiles.ts';
import { noModelFile } from './missingFiles.ts';
import { feedingNames, isDecoder, isEncoder, modelNames, namedVariant, type FeedingGraph, type ModelName } from './modelNames.ts';

/** One of the files of a folder that each hold the whole model, in another precision or for another use. */
export interface ModelVariant extends ModelName {
  /** What it is called: its file's name without `.onnx`, or, where two have the same, its path. */
  readonly name: string;
  /** Why it cannot be read, instead of the file, when its name leads nowhere that may be read. */
  readonly file: FolderFile | Fault;
}

/** A file of a folder that makes what its models read. */
export interface FeedingFile extends Pick<ModelVariant, 'path' | 'form' | 'file'> {
  readonly graph: FeedingGraph;
}

/** The decoder of an encoder-decoder, which is part of a model. */
export type DecoderFile = Pick<ModelVariant, 'path' | 'graph' | 'form' | 'file'>;

/** The model files of a folder. */
export interface ModelFiles {
  /** In the order in which they are taken; at least one. */
  readonly variants: readonly ModelVariant[];
  /** The decoders that belong to an encoder, which is a model of its own; they are not. */
  readonly decoders: readonly DecoderFile[];
  /** Graphs that make what the model reads, most exact first. */
  readonly feeding: readonly FeedingFile[];
}

/**
 * The variants of a folder, in the order in which they are taken.
 * @param named names of model files that settings of the folder give
 * @throws FaultError `model-missing` when there is none, `file-unreadable`
 */
export function findVariants(directory: string, named: readonly string[]): ModelFiles {
  const found = modelNames(named).flatMap(name => {
    const file = findOrFault(directory, name.path);
    return file ? [{ ...name, file }] : [];
  });
  if (found.length === 0) throw noModelFile(directory);
  const decoders = found.some(isEncoder) ? found.filter(isDecoder) : [];
  const feeding = feedingNames().flatMap(name => {
    const file = findOrFault(directory, name.path);
    return file ? [{ ...name, file }] : [];
  });
  return {
    variants: withNames(found.filter(name => !decoders.includes(name))),
    decoders,
    feeding,
  };
}

function withNames(found: readonly Omit<ModelVariant, 'name'>[]): ModelVariant[] {
  const taken = new Set<string>();
  return found.map(variant => {
    const name = taken.has(variant.stem) ? variant.path : variant.stem;
    taken.add(name);
    return { ...variant, name };
  });
}

function findOrFault(directory: string, path: string): FolderFile | Fault | null {
  try {
    return findFile(directory, path);
  } catch (error) {
    // What the system does not open says nothing of the names beside it either.
    if (!(error instanceof FaultError) || error.fault.code === 'file-unreadable') throw error;
    return error.fault;
  }
}

/** The file that makes vectors of words for a variant: beside it, in the form that it has, else in the most exact one. */
export function wordsFor(
  { path, form }: Pick<ModelVariant, 'path' | 'form'>,
  { feeding }: Pick<ModelFiles, 'feeding'>,
): FeedingFile | null {
  const folderOf = (name: string): string => name.slice(0, name.lastIndexOf('/') + 1);
  const beside = feeding.filter(file => file.graph === 'embed_tokens' && folderOf(file.path) === folderOf(path));
  return beside.find(file => file.form === form) ?? beside[0] ?? null;
}

/** @throws FaultError why the file of this name is not read */
export function fileOf({ file }: Pick<ModelVariant, 'file'>): FolderFile {
  if ('path' in file) return file;
  throw new FaultError(file);
}

/** @throws FaultError `no-such-variant` with those that are there */
export function variantNamed(variants: readonly ModelVariant[], wanted: string): ModelVariant {
  const found = namedVariant(variants, wanted);
  if (found) return found;
  const names = variants.map(({ name }) => name).join(', ');
  throw new FaultError({
    code: 'no-such-variant',
    title: 'The model has no such variant',
    cause: `The folder has ${names}; the variant that was asked for is not there.`,
    nextStep: variants.length > 1 ? 'Choose one of those.' : 'Leave the choice of a variant out.',
  });
}
