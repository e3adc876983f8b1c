import { withFileSource } from '../../src/engine/model/fileSource.ts';
import type { FolderFile } from '../../src/engine/model/folderFiles.ts';
import { weightPlaces } from '../../src/engine/model/weightPlaces.ts';
import { analyse } from '../../src/onnx/analyse.ts';
import { indexModel } from '../../src/onnx/graph/graph.ts';
import { wantedOutputs } from '../../src/onnx/rewrite/wantedOutputs.ts';
import { writeModel } from '../../src/onnx/rewrite/writeModel.ts';

/** The model of a file with all that is exposed of it, and the file's own outputs, which the model that reads texts gives only where they are wanted. */
export function withOwnOutputs(file: FolderFile) {
  return withFileSource(file, source => {
    const model = indexModel(source);
    const graph = analyse(model);
    if (graph.kind !== 'text') throw new Error(graph.fault.cause);
    return { graph, bytes: writeModel(model, graph.edits, wantedOutputs(graph), weightPlaces(file, [])) };
  });
}
