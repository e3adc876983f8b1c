import { nullIfUnavailable } from '../../core/faults.ts';
import type { GraphAnalysis } from '../../onnx/analysis.ts';
import type { PositionSlice } from '../../protocol/embeddingApi.ts';
import { findModelFile } from './folder.ts';
import { readModelGraph } from './graph.ts';
import { recognisePositions } from '../analyses/positions.ts';

export interface Inspection {
  readonly file: string;
  readonly graph: GraphAnalysis;
  /** How the model tells positions apart; null for a graph that cannot be shown, and for numbers in a storage that is not read. */
  readonly positions: Pick<PositionSlice, 'kind' | 'note'> | null;
}

/** What the structure of a folder's model file says; nothing is loaded or run. @throws FaultError when there is no readable model file */
export async function inspectModel(directory: string): Promise<Inspection> {
  const file = findModelFile(directory);
  const { graph } = readModelGraph(file);
  if (graph.kind === 'unsupported') return { file: file.name, graph, positions: null };
  // Nothing is drawn here, so one position is enough of a map.
  const positions = await nullIfUnavailable(Promise.resolve().then(() => recognisePositions(file, graph, 1)));
  return { file: file.name, graph, positions: positions && { kind: positions.kind, note: positions.note } };
}
