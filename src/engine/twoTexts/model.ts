import { formatCount } from '../../core/describe/numbers.ts';
import { join } from 'node:path';
import { FaultError } from '../../core/faults.ts';
import { encoderOf, type AttentionStack, type StackName } from '../../core/model/stack.ts';
import type { AttentionSite } from '../../onnx/find/attentionSite.ts';
import type { TwoTextSummary } from '../../protocol/twoTexts.ts';
import { loadTokenizer, type Tokenizer } from '../../tokenizer/tokenizer.ts';
import { readConfig } from '../model/config.ts';
import { ownContext } from '../model/context.ts';
import { assertUnchanged, fingerprintOf, type ReadFiles } from '../model/fingerprint.ts';
import { findFile } from '../model/folderFiles.ts';
import { findModelFolder, readJsonText, SETTING_FILES, type ModelFolder } from '../model/folder.ts';
import { foreignTokenizer } from '../model/foreignTokenizer.ts';
import { contextOf } from '../model/loader.ts';
import { withFirstPosition } from '../model/firstPosition.ts';
import { readTokenizer } from '../model/readTokenizer.ts';
import { DecoderSession } from '../runtime/decoderSession.ts';
import { AttentionSession } from '../runtime/session.ts';
import { findPairs } from './files.ts';
import { notTogether, readPair, type PairOfGraphs } from './graphs.ts';
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
}

/** A tokenizer of the target's own, beside that of the source. */
const TARGET_TOKENIZER = 'target_tokenizer.json';

/**
 * Opens the two graphs of a folder as one model, and tries them on a few tokens.
 * @param wanted the encoder's name or form
 * @param runBytes of all maps of a source: a longer one is cut
 * @throws FaultError why the model cannot be used
 */
export async function loadTwoTexts(directory: string, wanted: string | undefined, runBytes: number): Promise<TwoTextModel> {
  const settings = SETTING_FILES.map(name => join(directory, name));
  const before = fingerprintOf(settings);
  const pairs = findPairs(directory, wanted);
  const found = firstShown(pairs.map(pair => () => readPair(directory, pair)));
  const folder = findModelFolder(directory);
  const config = readConfig(folder);
  const writing = readWriting(directory);
  const tokenizers = tokenizersOf(folder);
  checkTables(found, tokenizers);
  const files: ReadFiles = { paths: [...settings, ...found.files.paths], fingerprint: `${before}, ${found.files.fingerprint}` };
  assertUnchanged(files);

  const padId = tokenizers.source.padTokenId ?? 0;
  const graph = withFirstPosition(found.encoder.graph, config.firstPosition);
  const encoder = await AttentionSession.create(found.encoder.runtime, { graph, padId, headSize: config.headSize });
  let decoder: DecoderSession | null = null;
  try {
    decoder = await DecoderSession.create(found.decoder.runtime, { graph: found.decoder.graph, padId, headSize: config.headSize });
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
    const { encoder: file } = found.pair;
    const rows = found.decoder.graph.tables.word.rows;
    const warnings = [
      ...found.encoder.graph.warnings,
      ...found.decoder.graph.warnings,
      ...context.warnings,
      ...foreignTokenizer(tokenizers.target.vocabularySize, rows),
    ];
    return {
      summary: {
        directory,
        variant: file.name,
        variants: pairs.map(pair => pair.encoder.name),
        fingerprint: files.fingerprint,
        name: config.name,
        file: `${file.path} with ${found.pair.decoder.path}`,
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
    };
  } catch (error) {
    await encoder.dispose();
    await decoder?.dispose();
    throw error;
  }
}

/** The first that can be read; why the first of all cannot, when none can. */
function firstShown(readers: readonly (() => PairOfGraphs)[]): PairOfGraphs {
  let first: FaultError | null = null;
  for (const read of readers) {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      first ??= error;
    }
  }
  throw first!;
}

function tokenizersOf(folder: ModelFolder): TwoTextModel['tokenizers'] {
  const source = readTokenizer(folder);
  const own = findFile(folder.directory, TARGET_TOKENIZER);
  return { source, target: own ? loadTokenizer(readJsonText(own)) : source };
}

/** Where both texts have one vocabulary, so have both graphs. @throws FaultError `unsupported-model` */
function checkTables({ pair, encoder, decoder }: PairOfGraphs, { source, target }: TwoTextModel['tokenizers']): void {
  const [read, written] = [encoder.graph.tables.word.rows, decoder.graph.tables.word.rows];
  if (source === target && read !== written)
    throw notTogether(
      pair,
      `the encoder knows ${formatCount(read)} words, the decoder ${formatCount(written)}, and there is no ${TARGET_TOKENIZER} for a vocabulary of its own`,
    );
}

function stackOf(kind: AttentionStack['kind'], sites: readonly AttentionSite[], heads: readonly number[], causal: boolean): AttentionStack {
  return { ...encoderOf(heads), kind, causal, rowsSumToOne: !sites.some(site => site.sink) };
}
