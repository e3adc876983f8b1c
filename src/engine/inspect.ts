import type { GraphAnalysis } from '../onnx/analysis.ts';
import { findModelFile } from './modelFolder.ts';
import { readModelGraph } from './modelGraph.ts';

/** What the structure of a folder's model file says; nothing is loaded or run. @throws FaultError when there is no readable model file */
export function inspectModel(directory: string): { readonly file: string; readonly graph: GraphAnalysis } {
  const file = findModelFile(directory);
  return { file: file.name, graph: readModelGraph(file).graph };
}
