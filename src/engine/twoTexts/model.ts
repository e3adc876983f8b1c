import { join } from 'node:path';
import { encoderOf, type AttentionStack, type StackName } from '../../core/model/stack.ts';
import type { ModelFacts } from '../../core/model/facts.ts';
import type { FolderFile } from '../model/folderFiles.ts';
import type { AttentionSite } from '../../onnx/find/attentionSite.ts';
import type { TwoTextSummary } from '../../protocol/twoTexts.ts';
import { loadTokenizer, type Tokenizer } from '../../tokenizer/tokenizer.ts';
import { readConfig } from '../model/config.ts';
import { contextOf, ownContext } from '../model/context.ts';
import { factsOf, factsOfSites } from '../model/facts.ts';
import { assertUnchanged, fingerprintOf, type ReadFiles } from '../model/fingerprint.ts';
import { findFile } from '../model/folderFiles.ts';
import { findModelFolder, readJsonText, SETTING_FILES, type ModelFolder } from '../model/folder.ts';
import { modelAsItIs } from '../model/graph.ts';
import { freeMemory } from '../model/memory.ts';
import { fileOf } from '../model/modelFiles.ts';
import { foreignTokenizer } from '../model/foreignTokenizer.ts';
import { withFirstPosition } from '../model/firstPosition.ts';
import { readTokenizer } from '../model/readTokenizer.ts';
import { DecoderSession } from '../runtime/decoderSession.ts';
import { AttentionSession } from '../runtime/session.ts';
import { findPairs } from './files.ts';
import { checkTables, firstThatFits, TARGET_TOKENIZER } from './fit.ts';
import { languageTokens } from './languages.ts';
import { tryDecoder } from './probe.ts';
import { readWriting, type WritingSettings } from './settings.ts';

/** An encoder-decoder ready to run. */
export interface TwoTextModel {
  readonly summary: TwoTextSummary;
  /** Of each text; often one and the same. */
  readonly tokenizers: { readonly source: Tokenizer; readonly target: Tokenizer };
  readonly languages: ReadonlyMap<string, number>;
  readonly writing: WritingSettings;
  readonly encoder: AttentionSession;
  readonly decoder: DecoderSession;
  /** The output of the encoder that the decoder reads. */
  readonly states: string;
  readonly files: ReadFiles;
  /** The encoder's. */
  readonly file: FolderFile;
  /** Of both graphs' weights. */
  readonly bytes: number;
  /** What the graphs say of each kind of attention. */
  readonly facts: Readonly<Record<StackName, ModelFacts>>;
}

/** Where a model goes. */
export interface TwoTextRoom {
  /** Of all maps of a source: a longer one is cut. */
  readonly runBytes: number;
  /** Bytes of memory that are free; left out: as many as anybody likes. */
  readonly free?: number;
  /** Called before weights of so many bytes are read. */
  readonly makeRoom?: (bytes: number) => Promise<void>;
}

/**
 * Opens the two graphs of a folder as one model, and tries them on a few tokens.
 * @param wanted the encoder's name or form
 * @throws FaultError why the model cannot be used
 */
export async function loadTwoTexts(
  directory: string,
  wanted: string | undefined,
  { runBytes, free = Infinity, makeRoom }: TwoTextRoom,
): Promise<TwoTextModel> {
  const settings = SETTING_FILES.map(name => join(directory, name));
  const before = fingerprintOf(settings);
  const pairs = findPairs(directory, wanted);
  const found = firstThatFits(directory, pairs, free);
  const folder = findModelFolder(directory);
  const config = readConfig(folder);
  const writing = readWriting(directory);
  const tokenizers = tokenizersOf(folder);
  const differing = checkTables(found, tokenizers.source === tokenizers.target);
  const files: ReadFiles = { paths: [...settings, ...found.files.paths], fingerprint: `${before}, ${found.files.fingerprint}` };
  const decoderFile = fileOf(found.pair.decoder);
  const decoderBytes = found.decoder.dataFiles.reduce((sum, data) => sum + data.size, decoderFile.size);
  const bytes = found.encoder.dataFiles.reduce((sum, data) => sum + data.size, decoderBytes + fileOf(found.pair.encoder).size);
  await makeRoom?.(bytes);
  assertUnchanged(files);

  const padId = tokenizers.source.padTokenId ?? 0;
  const graph = withFirstPosition(found.encoder.graph, config.firstPosition);
  const encoder = await AttentionSession.create(found.encoder.runtime, { graph, padId, headSize: config.headSize });
  let decoder: DecoderSession | null = null;
  try {
    const fed = { graph: found.decoder.graph, padId, headSize: config.headSize };
    const whole = () => (decoderBytes < freeMemory(Infinity) ? modelAsItIs(decoderFile) : null);
    decoder = await DecoderSession.create(found.decoder.runtime, fed, whole);
    const heads = await tryDecoder(encoder, decoder, found);
    assertUnchanged(files);
    const context = contextOf(ownContext(graph, config), encoder, runBytes);
    const languages = languageTokens(tokenizers.target);
    const { sites } = found.encoder.graph;
    const stacks: Record<StackName, AttentionStack> = {
      encoder: stackOf('self', sites, encoder.outputs.heads, false),
      decoder: stackOf('self', found.decoder.graph.self, heads.decoder, heads.causal),
      cross: stackOf('cross', found.decoder.graph.cross, heads.cross, false),
    };
    const file = fileOf(found.pair.encoder);
    const both = `${found.pair.encoder.path} with ${found.pair.decoder.path}`;
    const named = { architecture: config.architecture, tokenizer: tokenizers.source.kind, file: both };
    const ofDecoder = (sites: readonly AttentionSite[], heads: readonly number[], causal: boolean) =>
      factsOfSites({ sites, numbers: found.decoder.graph.numbers }, { ...named, bytes: decoderBytes, heads, causal });
    const rows = found.decoder.graph.tables.word.rows;
    const ahead = heads.causal ? [] : [DECODER_SEES_AHEAD];
    const warnings = [
      ...ahead,
      ...differing,
      ...found.encoder.graph.warnings,
      ...found.decoder.graph.warnings,
      ...context.warnings,
      ...foreignTokenizer(tokenizers.target.vocabularySize, rows),
    ];
    return {
      summary: {
        directory,
        variant: found.pair.encoder.name,
        variants: pairs.map(pair => pair.encoder.name),
        fingerprint: files.fingerprint,
        name: config.name,
        file: both,
        stacks,
        contextLength: { source: context.length, target: ownContext(found.decoder.graph, config) ?? context.length },
        tasks: writing.tasks.map(({ name }) => name),
        languages: [...languages.keys()],
        writes: found.decoder.graph.logits !== null,
        warnings: [...new Set(warnings)],
      },
      tokenizers,
      languages,
      writing,
      encoder,
      decoder,
      states: found.states,
      files,
      file,
      bytes,
      facts: {
        encoder: factsOf(file, graph, { ...named, bytes: bytes - decoderBytes, heads: encoder.outputs.heads, causal: false }),
        decoder: ofDecoder(found.decoder.graph.self, heads.decoder, heads.causal),
        cross: ofDecoder(found.decoder.graph.cross, heads.cross, false),
      },
    };
  } catch (error) {
    await releaseGraphs({ encoder, decoder });
    throw error;
  }
}

type Graphs = Pick<TwoTextModel, 'encoder'> & { readonly decoder: TwoTextModel['decoder'] | null };

/** Both graphs of a model; the second also when the first cannot be let go. */
export async function releaseGraphs({ encoder, decoder }: Graphs): Promise<void> {
  try {
    await encoder.dispose();
  } finally {
    await decoder?.dispose();
  }
}

/** Measured on a few tokens: a decoder that writes word by word sees none that is not written yet. */
export const DECODER_SEES_AHEAD =
  'The decoder of this file lets each word of the target see the words behind it: its mask was lost when the file was made, as ONNX Runtime\'s optimizer loses it with the patterns of BERT (model_type "bert"). Its numbers are not those of the model.';

function tokenizersOf(folder: ModelFolder): TwoTextModel['tokenizers'] {
  const source = readTokenizer(folder);
  const own = findFile(folder.directory, TARGET_TOKENIZER);
  return { source, target: own ? loadTokenizer(readJsonText(own)) : source };
}

function stackOf(kind: AttentionStack['kind'], sites: readonly AttentionSite[], heads: readonly number[], causal: boolean): AttentionStack {
  return { ...encoderOf(heads), kind, causal, rowsSumToOne: !sites.some(site => site.sink) };
}
