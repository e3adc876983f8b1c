import { FaultError } from '../core/errors.ts';
import type { SupportedGraph } from '../onnx/analysis.ts';
import type { ModelSummary } from '../protocol/engineApi.ts';
import { loadTokenizer, type LensTokenizer } from '../tokenizer/tokenizer.ts';
import { readHead } from './folderFiles.ts';
import { defaultLenses, readLenses } from './lensesFile.ts';
import { readConfig, type ModelConfig } from './modelConfig.ts';
import { findModelFolder, readJsonText } from './modelFolder.ts';
import { readModelGraph } from './modelGraph.ts';
import { AttentionSession } from './session.ts';

/** A model ready to run. */
export interface LoadedModel {
  readonly summary: ModelSummary;
  readonly tokenizer: LensTokenizer;
  readonly session: AttentionSession;
}

/** Models without a position table do not limit the text; this does. */
const LONGEST_CONTEXT = 512;

/** Opens a model folder: finds and checks its files, finds the attention in the graph, starts ONNX Runtime, runs three tokens. */
export async function loadModel(directory: string): Promise<LoadedModel> {
  const folder = findModelFolder(directory);
  const { graph, suffix } = readModelGraph(folder.model);
  if (graph.kind === 'unsupported') throw new FaultError(graph.fault);
  const tokenizer = loadTokenizer(readJsonText(folder.tokenizer));
  const bytes = readHead(folder.model, folder.model.size, suffix.length);
  bytes.set(suffix, folder.model.size);
  const session = await AttentionSession.create(bytes, folder.model.path, graph, tokenizer.padTokenId ?? 0);
  return {
    tokenizer,
    session,
    summary: summarise(directory, graph, session, readConfig(folder), folder.lenses && readJsonText(folder.lenses)),
  };
}

function summarise(
  directory: string,
  graph: SupportedGraph,
  session: AttentionSession,
  config: ModelConfig,
  lenses: string | null,
): ModelSummary {
  const { word, position } = graph.tables;
  const shape = { layers: graph.sites.length, heads: session.heads };
  const warnings = [...graph.warnings, ...config.contradictions({ ...shape, vocabulary: word.rows })];
  const { about, ...lensList } = lenses === null ? defaultLenses(shape) : readLenses(lenses, shape, warnings);
  const positions = position ? position.rows - position.firstRow : LONGEST_CONTEXT;
  return {
    directory,
    name: config.name,
    ...shape,
    width: session.width,
    contextLength: Math.min(positions, graph.fixedLength ?? Infinity),
    vocabularySize: word.rows,
    ...lensList,
    about,
    warnings,
  };
}
