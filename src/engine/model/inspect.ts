import { FaultError, nullIfUnavailable } from '../../core/faults.ts';
import type { GraphAnalysis } from '../../onnx/analysis.ts';
import type { PositionSlice } from '../../protocol/embeddingApi.ts';
import { chooseModel } from './chooseModel.ts';
import { modelFiles } from './folder.ts';
import { fileOf, variantNamed, type ModelVariant } from './modelFiles.ts';
import { readModelGraph } from './graph.ts';
import { recognisePositions } from '../analyses/positions.ts';

export interface Inspection {
  readonly file: string;
  /** Names of all in the folder. */
  readonly variants: readonly string[];
  readonly graph: GraphAnalysis;
  /** How the model tells positions apart; null for a graph that cannot be shown, and for numbers in a storage that is not read. */
  readonly positions: Pick<PositionSlice, 'kind' | 'note'> | null;
}

/** What the structure of a folder's model file says; nothing is loaded or run. @throws FaultError when there is no readable model file */
export async function inspectModel(directory: string, variant?: string): Promise<Inspection> {
  const { variants } = modelFiles(directory);
  const file = fileOf(variant === undefined ? variantToOpen(directory, variants) : variantNamed(variants, variant));
  const { graph } = readModelGraph(file);
  if (graph.kind === 'unsupported') return { file: file.name, variants: variants.map(({ name }) => name), graph, positions: null };
  // Nothing is drawn here, so one position is enough of a map.
  const positions = await nullIfUnavailable(Promise.resolve().then(() => recognisePositions(file, graph, 1)));
  return {
    file: file.name,
    variants: variants.map(({ name }) => name),
    graph,
    positions: positions && { kind: positions.kind, note: positions.note },
  };
}

/** The one that would be shown; where none can be, the first is the one to ask about. */
function variantToOpen(directory: string, variants: readonly ModelVariant[]): ModelVariant {
  try {
    return chooseModel(directory).variant;
  } catch (error) {
    if (error instanceof FaultError) return variants[0]!;
    throw error;
  }
}
