import type { Fault } from '../../core/fault.ts';
import { FaultError, nullIfUnavailable } from '../../core/faults.ts';
import type { GraphAnalysis, SupportedGraph } from '../../onnx/analysis.ts';
import type { PositionSlice } from '../../protocol/embeddingApi.ts';
import { chooseModel } from './chooseModel.ts';
import { findModelFolder, modelFiles } from './folder.ts';
import { variantNamed, type ModelVariant } from './modelFiles.ts';
import type { ModelFacts } from '../../core/model/facts.ts';
import type { ModelSizes } from '../../core/describe/model.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { graphShape } from './graphShape.ts';
import { factsOf } from './facts.ts';
import { findFile, type FolderFile } from './folderFiles.ts';
import { withFirstPosition } from './firstPosition.ts';
import { ownContext } from './context.ts';
import { readTokenizer } from './readTokenizer.ts';
import { isEncoder } from './modelNames.ts';
import { inspectPair, type InspectedPair } from '../twoTexts/inspect.ts';
import { namesOf, readVariant } from './openVariant.ts';
import { recognisePositions } from '../analyses/positions.ts';

export interface Inspection {
  readonly file: string;
  /** Names of all in the folder. */
  readonly variants: readonly string[];
  readonly graph: GraphAnalysis;
  /** How the model tells positions apart; null for a graph that cannot be shown, and for numbers in a storage that is not read. */
  readonly positions: Pick<PositionSlice, 'kind' | 'note'> | null;
  /** What is said of it; null for a graph that cannot be shown. */
  readonly about: { readonly facts: ModelFacts; readonly sizes: ModelSizes } | null;
  /** The file with the decoder beside it, as one model; why not; null where there is no decoder beside it. */
  readonly pair: InspectedPair | Fault | null;
}

/** What the structure of a folder's model file says; nothing is loaded or run. @throws FaultError when there is no readable model file */
export async function inspectModel(directory: string, variant?: string): Promise<Inspection> {
  const files = modelFiles(directory);
  const { variants } = files;
  const opened = variant === undefined ? variantToOpen(directory, variants) : variantNamed(variants, variant);
  const { file, words, graph, dataFiles } = readVariant(opened, files);
  const names = variants.map(({ name }) => name);
  const pair = isEncoder(opened) ? inspectPair(directory, opened.name) : null;
  if (graph.kind === 'unsupported') return { file: file.name, variants: names, graph, positions: null, about: null, pair };
  const config = configIn(directory);
  const heads = graph.sites.map(site => site.headCount);
  const warnings = [...graph.warnings, ...config.contradictions(graphShape(graph, heads))];
  // Nothing is drawn here, so one position is enough of a map.
  const positions = await nullIfUnavailable(Promise.resolve().then(() => recognisePositions(file, graph, 1)));
  const bytes = dataFiles.reduce((sum, { size }) => sum + size, file.size);
  return {
    file: file.name,
    variants: names,
    graph: { ...graph, warnings },
    positions: positions && { kind: positions.kind, note: positions.note },
    about: aboutIn(directory, config, file, namesOf(opened, { words }), graph, bytes, names),
    pair,
  };
}

function configIn(directory: string): ModelConfig {
  return readConfig({ directory, config: findFile(directory, 'config.json'), genai: findFile(directory, 'genai_config.json') });
}

function aboutIn(
  directory: string,
  config: ModelConfig,
  file: FolderFile,
  path: string,
  graph: SupportedGraph,
  bytes: number,
  variants: readonly string[],
): NonNullable<Inspection['about']> {
  const own = ownContext(withFirstPosition(graph, config.firstPosition), config);
  return {
    facts: factsOf(file, graph, { architecture: config.architecture, tokenizer: tokenizerKind(directory), file: path, bytes }),
    sizes: { contextLength: own, ownContext: own, vocabularySize: graph.tables.word.rows, variants },
  };
}

/** Null where there is none, or none that can be read: the graph is inspected all the same. */
function tokenizerKind(directory: string): string | null {
  try {
    return readTokenizer(findModelFolder(directory)).kind;
  } catch (error) {
    if (error instanceof FaultError) return null;
    throw error;
  }
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
