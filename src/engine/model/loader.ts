import { join } from 'node:path';
import { findChatTemplate, type ChatTemplate } from '../chat/chatTemplate.ts';
import { FaultError } from '../../core/faults.ts';
import type { Capability } from '../../core/model/capability.ts';
import { encoderOf, type AttentionStack } from '../../core/model/stack.ts';
import type { SupportedGraph } from '../../onnx/analysis.ts';
import type { ModelSummary } from '../../protocol/engineApi.ts';
import type { MaskToken } from '../../tokenizer/file/addedTokens.ts';
import type { Tokenizer } from '../../tokenizer/tokenizer.ts';
import { assertUnchanged, fingerprintOf, type ReadFiles } from './fingerprint.ts';
import { foreignTokenizer } from './foreignTokenizer.ts';
import type { FolderFile } from './folderFiles.ts';
import { chooseLenses, type ChosenLenses } from './lenses.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { graphShape } from './graphShape.ts';
import { contextOf, ownContext } from './context.ts';
import { factsOf } from './facts.ts';
import { withFirstPosition } from './firstPosition.ts';
import { chooseModel, type ModelToLoad } from './chooseModel.ts';
import { namesOf } from './openVariant.ts';
import { findModelFolder, readIfText, readJsonText, SETTING_FILES } from './folder.ts';
import { readTokenizer } from './readTokenizer.ts';
import { readRows } from '../runtime/embeddingRows.ts';
import type { TwoTextModel } from '../twoTexts/model.ts';
import { AttentionSession, type ReadingSession } from '../runtime/session.ts';
import type { EmbeddingTable } from '../../onnx/find/embeddingTables.ts';

/** Where a model goes. */
export interface ModelRoom {
  /** Called before weights of so many bytes are read. */
  readonly makeRoom: (bytes: number) => Promise<void>;
  /** Of all maps of one text: a longer text is cut. */
  readonly runBytes: number;
}

/** A model ready to run. */
export interface LoadedModel {
  readonly summary: ModelSummary;
  readonly tokenizer: Tokenizer;
  readonly session: ReadingSession;
  readonly graph: SupportedGraph;
  /** The tokenizer's, if the model has a vector for it. */
  readonly maskToken: MaskToken | null;
  /** How a message to it is written. */
  readonly chat: ChatTemplate | null;
  /** Where the tables of `graph` are read from. */
  readonly file: FolderFile;
  /** All files that it was made from, as they were. */
  readonly files: ReadFiles;
  /** Of its weights. */
  readonly bytes: number;
  /** Of a model that reads two texts, a source and a target. */
  readonly cross?: TwoTextModel;
  /** What was loaded, where this is one kind of its attention. */
  readonly whole?: LoadedModel;
}

/** The model that is loaded, and released. */
export function wholeOf(model: LoadedModel): LoadedModel {
  return model.whole ?? model;
}

/**
 * Opens a model folder: finds and checks its files, finds the attention in the graph, starts ONNX Runtime, tries it on a few tokens, and, without
 * lenses.json, on random ones to see what its heads do.
 * @param chosen its variant, the graph read
 */
export async function loadModel(directory: string, room: ModelRoom, chosen = chooseModel(directory)): Promise<LoadedModel> {
  const { file, runtime, dataFiles, weights } = chosen;
  const settings = SETTING_FILES.map(name => join(directory, name));
  const named = [...settings, ...chosen.named.map(path => join(directory, path))];
  const before = [fingerprintOf(settings), chosen.fingerprint].join(', ');
  const folder = findModelFolder(directory);
  const config = readConfig(folder);
  const graph = withFirstPosition(chosen.graph, config.firstPosition);
  const tokenizer = readTokenizer(folder);
  const size = dataFiles.reduce((sum, data) => sum + data.size, file.size);
  await room.makeRoom(size);
  const files: ReadFiles = { paths: [...named, ...weights.paths], fingerprint: [before, weights.fingerprint].filter(Boolean).join(', ') };
  if (config.headSize === null && graph.inputs.cache.some(({ shape }) => shape.includes('head-size'))) throw noHeadSize();
  // The runtime finds weights by where they were when the graph was read.
  assertUnchanged(files);
  const session = await AttentionSession.create(runtime, { graph, padId: tokenizer.padTokenId ?? 0, headSize: config.headSize });
  const chat = findChatTemplate({ jinja: readIfText(folder.chatTemplate), tokenizerConfig: readIfText(folder.tokenizerConfig) });
  const maskToken = tokenizer.maskToken && tokenizer.maskToken.id < graph.tables.word.rows ? tokenizer.maskToken : null;
  try {
    const lenses = await chooseLenses(folder.lenses && readJsonText(folder.lenses), { graph, session, tokenizer }, config.positions);
    const summary = summarise(
      { directory, chosen, graph, session, maskToken, chat, tokenizer, bytes: size },
      config,
      lenses,
      room.runBytes,
    );
    assertUnchanged(files);
    return {
      tokenizer,
      session,
      graph,
      maskToken,
      chat,
      file,
      files,
      bytes: size,
      summary: { ...summary, fingerprint: files.fingerprint },
    };
  } catch (error) {
    await session.dispose();
    throw error;
  }
}

function summarise(
  {
    directory,
    chosen,
    graph,
    session,
    maskToken,
    chat,
    tokenizer,
    bytes,
  }: Omit<LoadedModel, 'summary' | 'file' | 'files'> & { readonly directory: string; readonly chosen: ModelToLoad },
  config: ModelConfig,
  { warnings: lensWarnings, ...lenses }: ChosenLenses,
  runBytes: number,
): Omit<ModelSummary, 'fingerprint'> {
  const { word } = graph.tables;
  const layers = graph.sites.length;
  const { heads } = session.outputs;
  const attention = stackOf(graph, session);
  const context = contextOf(ownContext(graph, config), session, runBytes);
  const contradictions = config.contradictions(graphShape(graph, heads));
  const foreign = foreignTokenizer(tokenizer.vocabularySize, graph.tables.word.rows);
  const warnings = [...chosen.notes, ...graph.warnings, ...context.warnings, ...contradictions, ...foreign, ...lensWarnings];
  return {
    directory,
    variant: chosen.variant.name,
    variants: chosen.variants,
    name: config.name,
    layers,
    attention,
    facts: factsOf(chosen.file, graph, {
      architecture: config.architecture,
      causal: attention.causal,
      heads,
      tokenizer: tokenizer.kind,
      file: namesOf(chosen.variant, chosen),
      bytes,
      checks: session.checks,
    }),
    capabilities: capabilitiesOf(chosen.file, graph, session.outputs.width, { maskToken, chat }),
    contextLength: context.length,
    ownContext: context.own,
    vocabularySize: word.rows,
    maskToken: maskToken?.text ?? null,
    ...lenses,
    warnings,
  };
}

/** The one place that says what kind of attention a model has: everything else takes it from the summary. */
function stackOf({ sites }: SupportedGraph, { outputs, causal }: ReadingSession): AttentionStack {
  return { ...encoderOf(outputs.heads), causal: causal || sites.some(site => site.causal), rowsSumToOne: !sites.some(site => site.sink) };
}

/** @param width of the hidden states */
function capabilitiesOf(
  file: FolderFile,
  { hidden, updates, tables }: SupportedGraph,
  width: number,
  { maskToken, chat }: Pick<LoadedModel, 'maskToken' | 'chat'>,
): Capability[] {
  const { word, position, segment } = tables;
  const hasStates = hidden.length > 0;
  const hasWordVectors = canRead(file, word);
  const found: [Capability, boolean][] = [
    ['hidden-states', hasStates],
    ['layer-updates', hasStates && updates.length > 0],
    ['word-vectors', hasWordVectors],
    ['shared-width', hasStates && hasWordVectors && width === word.width],
    ['mask-token', maskToken !== null],
    ['position-vectors', position !== null],
    ['segment-vectors', segment !== null],
    ['chat-template', chat !== null],
    ['summed-input', [position, segment].every(table => table === null || table.width === word.width)],
  ];
  return found.filter(([, isThere]) => isThere).map(([capability]) => capability);
}

/** Reading a row is what tells: a table may be kept in a form, or arranged in a way, that is not read. */
function canRead(file: FolderFile, table: EmbeddingTable): boolean {
  try {
    readRows(file, table, [0]);
    return true;
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'unavailable') return false;
    throw error;
  }
}

function noHeadSize(): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'How large a head of this model is, is not known',
    cause:
      'Its cache leaves that open, and neither genai_config.json (head_size) nor config.json (head_dim, or a width and a number of heads) says it.',
    nextStep: 'Put config.json of the same model beside it, or use the built-in model.',
  });
}
