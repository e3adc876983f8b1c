import { join } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import type { ShownGraph, SupportedGraph, UnsupportedGraph } from '../../onnx/analysis.ts';
import { analyse } from '../../onnx/analyse.ts';
import { giveOnly, wantedOutputs } from '../../onnx/rewrite/wantedOutputs.ts';
import { headOnly } from '../../onnx/rewrite/headOnly.ts';
import { writeModel } from '../../onnx/rewrite/writeModel.ts';
import { NO_EDITS, type GraphEdits } from '../../onnx/graph/edits.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import { faultOfFormatError } from '../../onnx/fileFaults.ts';
import { OnnxFormatError } from '../../onnx/format/formatError.ts';
import { externalFiles, indexModel, type OnnxModel } from '../../onnx/graph/graph.ts';
import { HEAD_BYTES, sizeInPointer, sniffFile } from '../../onnx/format/sniff.ts';
import type { ByteSource } from '../../onnx/format/byteSource.ts';
import type { OnnxValue } from '../../onnx/format/types.ts';
import { filesChanged, fingerprintOf, type ReadFiles } from './fingerprint.ts';
import { sizesOf, type GraphSizes } from './memory.ts';
import { withFileSource, withModelSource } from './fileSource.ts';
import { findWeights, readHead, type FolderFile } from './folderFiles.ts';
import { weightPlaces, type RuntimePlaces } from './weightPlaces.ts';
import { wholeFile, type WholeFile } from './wholeFile.ts';

export interface ModelGraph<Found extends ShownGraph = SupportedGraph> extends WholeFile {
  readonly graph: Found | UnsupportedGraph;
  /** Outputs of the file itself. */
  readonly outputs: readonly OnnxValue[];
  /** What ONNX Runtime is given; without bytes for an unsupported graph. */
  readonly runtime: RuntimeModel;
  /** Files with weights besides the model file. */
  readonly dataFiles: readonly FolderFile[];
  readonly sizes: GraphSizes;
  /** They as they were before anything was read of them. */
  readonly weights: ReadFiles;
}

/** A model without its weights: attention, hidden states and the layers' updates are outputs of it. */
export interface RuntimeModel {
  /** Its graph; weights are references into the files on disk. */
  readonly bytes: Uint8Array;
  /** The folder that they are below. */
  readonly folder: string;
}

/** What a file is read as. */
export interface ReadAs<Found extends ShownGraph> {
  readonly analyse: (model: OnnxModel) => Found | UnsupportedGraph;
  /** Names of all that is wanted of its graph. */
  readonly wanted: (graph: Found) => readonly string[];
}

const ONE_TEXT: ReadAs<SupportedGraph> = { analyse, wanted: wantedOutputs };

/**
 * Reads the structure of a model file and finds its attention; weights stay on disk.
 * @param words a file beside it that may make what it reads
 * @throws FaultError `file-*` for what is no acceptable model file, `model-missing` when its weights are in files that are not there
 */
export function readModelGraph(file: FolderFile, words: FolderFile | null = null): ModelGraph {
  return readGraphAs(ONE_TEXT, file, words);
}

/** The same of a graph that is read in another way. @throws as {@link readModelGraph} does */
export function readGraphAs<Found extends ShownGraph>(
  readAs: ReadAs<Found>,
  file: FolderFile,
  words: FolderFile | null = null,
): ModelGraph<Found> {
  return withModelSource(file, source => {
    const model = indexModel(source);
    const whole = wholeFile(file, model, words);
    if (whole.file === file) return { ...whole, ...graphOf(readAs, file, model) };
    return withModelSource(whole.file, together => ({ ...whole, ...graphOf(readAs, whole.file, indexModel(together)) }));
  });
}

function graphOf<Found extends ShownGraph>(
  { analyse, wanted }: ReadAs<Found>,
  file: FolderFile,
  model: OnnxModel,
): Omit<ModelGraph<Found>, keyof WholeFile> {
  const dataFiles = checkDataFiles(model, file);
  const read = { outputs: model.graph.outputs, dataFiles, weights: watched(file, dataFiles), sizes: sizesOf(model) };
  const graph = analyse({ ...model, external: location => dataSource(file, location) });
  const places = weightPlaces(file, dataFiles);
  if (graph.kind === 'unsupported') return { graph, runtime: { bytes: new Uint8Array(0), folder: places.folder }, ...read };
  return { graph, runtime: runtimeModel(model, graph.edits, wanted(graph), places), ...read };
}

/** @param wanted all that it gives */
function runtimeModel(model: OnnxModel, edits: GraphEdits, wanted: readonly string[], places: RuntimePlaces): RuntimeModel {
  return { bytes: writeModel(model, giveOnly(wanted, model, edits), wanted, places), folder: places.folder };
}

/**
 * The same graph giving one of the file's own outputs alone, read again: what nobody wants of a text is not among the outputs of the model that reads texts.
 * @throws FaultError as {@link readModelGraph} does
 */
export function modelGiving(output: string, file: FolderFile): RuntimeModel {
  return withModelSource(file, source => {
    const model = indexModel(source);
    const dataFiles = checkDataFiles(model, file);
    const graph = analyse({ ...model, external: location => dataSource(file, location) });
    return runtimeModel(model, graph.kind === 'text' ? graph.edits : NO_EDITS, [output], weightPlaces(file, dataFiles));
  });
}

/** A file as it is, its weights left where they are. @throws FaultError as {@link readModelGraph} does */
export function modelAsItIs(file: FolderFile): RuntimeModel {
  return withModelSource(file, source => {
    const model = indexModel(source);
    const places = weightPlaces(file, checkDataFiles(model, file));
    return { bytes: writeModel(model, NO_EDITS, [], places), folder: places.folder };
  });
}

/**
 * What a graph makes of its last hidden state alone: a number for each entry of the vocabulary. Null where its numbers are made of anything else as well.
 * @param elementType of the hidden state
 * @throws FaultError as {@link readModelGraph} does
 */
export function modelOfHead(file: FolderFile, elementType: 'float32' | 'float16'): RuntimeModel | null {
  return withModelSource(file, source => {
    const model = indexModel(source);
    const dataFiles = checkDataFiles(model, file);
    const graph = analyse({ ...model, external: location => dataSource(file, location) });
    const head = graph.kind === 'text' ? headOnly(model, graph, elementType) : null;
    if (head === null) return null;
    const places = weightPlaces(file, dataFiles);
    return { bytes: writeModel(model, head.edits, [head.logits], places), folder: places.folder };
  });
}

/** A file of weights, opened anew for each of the few reads of an analysis. */
function dataSource(model: FolderFile, location: string): ByteSource | null {
  const data = findWeights(model, location);
  if (!data) return null;
  const read: ByteSource['read'] = (start, end) => {
    const bytes = withFileSource(data, source => source.read(start, end));
    if (bytes.length < end - start) throw filesChanged();
    return bytes;
  };
  return { size: data.size, read };
}

/** Links by their own names, so that one that leads elsewhere is another file. */
function watched({ snapshot }: FolderFile, dataFiles: readonly FolderFile[]): ReadFiles {
  const paths = dataFiles.map(data => (snapshot ? join(snapshot.directory, data.name) : data.path));
  return { paths, fingerprint: fingerprintOf(paths) };
}

/** Every file with weights is there, is an ordinary file of the folder, and is long enough. */
function checkDataFiles(model: OnnxModel, file: FolderFile): FolderFile[] {
  return [...externalFiles(model)].map(([location, needed]) => {
    const data = findWeights(file, location);
    if (!data) {
      throw new FaultError({
        code: 'model-missing',
        title: 'The weights of the model are missing',
        cause: `The model keeps weights in ${location}, which is not beside it.`,
        nextStep: 'Put that file next to the model file, or use the built-in model.',
      });
    }
    if (data.size < needed) {
      const head = readHead(data, HEAD_BYTES);
      const sniffed = sniffFile(head, data.size);
      const error = new OnnxFormatError('truncated', data.size, `${formatBytes(needed)} are needed`);
      const looks = sniffed === 'unknown' ? 'onnx-like' : sniffed;
      throw new FaultError(
        faultOfFormatError(error, { label: location, sniffed: looks, size: data.size, promisedSize: sizeInPointer(head) }),
      );
    }
    return data;
  });
}
