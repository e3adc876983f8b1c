import { FaultError } from '../../core/faults.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import { chooseModel } from './chooseModel.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { findFile } from './folderFiles.ts';
import { withFirstPosition } from './firstPosition.ts';

/** Tokens that a model was made to read: as many as its table of positions has for text, else what its settings say; null when neither does. */
export function ownContext({ tables }: Pick<SupportedGraph, 'tables'>, config: Pick<ModelConfig, 'positions'>): number | null {
  const { position } = tables;
  return position ? position.rows - position.firstRow : config.positions;
}

/** The same of a folder, without loading the model; null as well where there is no model that can be shown. */
export function contextInFiles(directory: string, variant?: string): number | null {
  let config: ModelConfig | null = null;
  try {
    config = readConfig({ directory, config: findFile(directory, 'config.json'), genai: findFile(directory, 'genai_config.json') });
    const { graph } = chooseModel(directory, variant);
    const own = ownContext(withFirstPosition(graph, config.firstPosition), config);
    return own === null || graph.fixedLength === null ? (own ?? graph.fixedLength) : Math.min(own, graph.fixedLength);
  } catch (error) {
    if (error instanceof FaultError) return config?.positions ?? null;
    throw error;
  }
}
