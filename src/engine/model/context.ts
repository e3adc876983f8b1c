import { formatCount } from '../../core/describe/numbers.ts';
import { longestText } from '../runs/fetchPlan.ts';
import { heldBytes, longestByRows } from '../runs/held.ts';
import type { AttentionSession } from '../runtime/session.ts';
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

/**
 * How many tokens a text may have: as many as the model reads, unless so many do not fit into memory.
 * @param own what its graph or its config.json says; null when neither does
 */
export function contextOf(
  own: number | null,
  { outputs, decoding }: Pick<AttentionSession, 'outputs' | 'decoding'>,
  runBytes: number,
): { readonly length: number; readonly own: number | null; readonly warnings: readonly string[] } {
  const { fixedLength } = outputs;
  // Shorter texts are padded to it, so cutting them saves nothing; more the file cannot read.
  const traced = fixedLength === null ? null : Math.min(own ?? fixedLength, fixedLength);
  if (traced !== null) return { length: traced, own: traced, warnings: [] };
  const longest = decoding ? longestByRows({ outputs, decoding }, heldBytes(runBytes)) : longestText(outputs, runBytes);
  if (own !== null && own <= longest) return { length: own, own, warnings: [] };
  const reads = own === null ? 'how many this model was made to read is not known' : `this model reads up to ${formatCount(own)}`;
  const what = decoding ? 'whose keys and values fit' : 'whose attention fits';
  return { length: longest, own, warnings: [`Texts are cut at ${formatCount(longest)} tokens, ${what} into memory; ${reads}.`] };
}
