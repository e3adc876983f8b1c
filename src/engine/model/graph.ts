import { FaultError } from '../../core/faults.ts';
import type { GraphAnalysis } from '../../onnx/analysis.ts';
import { analyse } from '../../onnx/analyse.ts';
import { exposeSuffix } from '../../onnx/rewrite/expose.ts';
import { formatBytes } from '../../core/describe/bytes.ts';
import { faultOfFormatError } from '../../onnx/fileFaults.ts';
import { OnnxFormatError } from '../../onnx/format/formatError.ts';
import { externalFiles, indexModel, type OnnxModel } from '../../onnx/graph/graph.ts';
import { HEAD_BYTES, sizeInPointer, sniffFile } from '../../onnx/format/sniff.ts';
import type { ByteSource } from '../../onnx/format/wire.ts';
import { filesChanged } from './fingerprint.ts';
import { sizesOf, type GraphSizes } from './memory.ts';
import { withFileSource } from './fileSource.ts';
import { findWeights, readHead, type FolderFile } from './folderFiles.ts';

export interface ModelGraph {
  readonly graph: GraphAnalysis;
  /** To be appended to the file: makes attention, hidden states and the layers' updates outputs. Empty for an unsupported graph. */
  readonly suffix: Uint8Array;
  /** Files with weights besides the model file. */
  readonly dataFiles: readonly FolderFile[];
  readonly sizes: GraphSizes;
}

/** ONNX Runtime reads a model out of one protobuf message, which ends at 2 GiB. */
const LARGEST_MODEL = 2 ** 31 - 2 ** 20;

/**
 * Reads the structure of a model file and finds its attention; weights stay on disk.
 * @throws FaultError `file-*` for what is no acceptable model file, `model-missing` when its weights are in files that are not there
 */
export function readModelGraph(file: FolderFile): ModelGraph {
  return withFileSource(file, source => {
    try {
      const model = indexModel(source);
      const dataFiles = checkDataFiles(model, file);
      const sizes = sizesOf(model);
      const graph = analyse({ ...model, external: location => dataSource(file, location) });
      if (graph.kind === 'unsupported') return { graph, suffix: new Uint8Array(0), dataFiles, sizes };
      if (file.size > LARGEST_MODEL) throw tooLarge(file);
      const updates = graph.updates.flatMap(({ attention, feedForward }) => [attention, feedForward]);
      const suffix = exposeSuffix(model, [...graph.sites.map(site => site.probabilities), ...graph.hidden, ...updates]);
      return { graph, suffix, dataFiles, sizes };
    } catch (error) {
      throw error instanceof OnnxFormatError ? refused(error, file) : error;
    }
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

function refused(error: OnnxFormatError, file: FolderFile): FaultError {
  const head = readHead(file, HEAD_BYTES);
  const sniffed = sniffFile(head, file.size);
  return new FaultError(faultOfFormatError(error, { label: file.name, sniffed, size: file.size, promisedSize: sizeInPointer(head) }));
}

function tooLarge(file: FolderFile): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'The model file is too large',
    cause: `${file.name} has ${formatBytes(file.size)}; a single file of more than 2 GB cannot be opened.`,
    nextStep: 'Export the model with external data, or use the built-in model.',
  });
}
