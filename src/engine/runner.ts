import { combineLayers, combineMaps } from '../core/attention/pooling.ts';
import { findInvalidHeads, type Attention } from '../core/attention/maps.ts';
import { FaultError } from '../core/faults.ts';
import { rankHeadsForUnit } from '../core/attention/ranking.ts';
import type { HeadRef } from '../core/attention/lens.ts';
import { checkText } from '../core/text/textCheck.ts';
import { drawThumbnails } from '../core/attention/thumbnails.ts';
import {
  MAX_RUN_CHARACTERS,
  type EngineApi,
  type HeadRanking,
  type LayerSlice,
  type MatrixRequest,
  type MatrixSlice,
  type ModelSummary,
  type OpenRequest,
  type RunRequest,
  type RunSummary,
  type ThumbnailRequest,
  type ThumbnailSlice,
  type WordRequest,
} from '../protocol/engineApi.ts';
import { CANCELLED, type CallContext, type Handlers } from '../protocol/rpc.ts';
import { fitTokens } from '../tokenizer/window.ts';
import { AttentionStore, type StoredRun } from './runs/attentionStore.ts';
import { assertUnchanged } from './model/fingerprint.ts';
import { InfluenceAnalysis } from './analyses/influence.ts';
import { InputParts } from './analyses/inputParts.ts';
import { ModelCache } from './model/cache.ts';
import { Neighbours } from './analyses/neighbours.ts';
import { OccurrenceAnalysis } from './analyses/occurrences.ts';
import { Positions } from './analyses/positions.ts';
import { checkContent, checkIds } from './runs/tokenChecks.ts';
import { readingOf } from './runs/reading.ts';
import { rolloutMatrix } from './analyses/rolloutMatrix.ts';
import { RunAccess } from './runs/runAccess.ts';
import { WordAnalyses } from './analyses/wordAnalyses.ts';
import { WordMap } from './analyses/wordMap.ts';
import { WordVectors } from './wordVectors/wordVectors.ts';

/** Run numbers are never used twice, not even by the next engine process, so a slice can never show another run's attention. */
const FIRST_RUN_ID = Date.now() * 1000;

export interface RunnerOptions {
  /** Fetch and keep the hidden states of every run. */
  readonly hidden?: boolean;
  readonly store?: AttentionStore;
}

/** The vectors of a run, for the command line's files. */
export interface RunEmbeddings {
  /** Rows of the word table, [T, width of the table]. */
  readonly fixed: Float32Array;
  /** Hidden states 0 to L, each [T, width]; empty when the model does not have them. */
  readonly hidden: readonly Float32Array[];
}

/**
 * Everything that can be asked of the engine, without the process around it: the command line uses it as it is. One call at a time, which the
 * process' queue sees to: opening another model closes the one before. Only `wordVectors` may go on beside another: it uses no model.
 */
export class Runner implements Handlers<EngineApi> {
  readonly #models = new ModelCache();
  readonly #store: AttentionStore;
  readonly #access: RunAccess;
  readonly #hidden: boolean;
  #nextRunId = FIRST_RUN_ID;

  readonly likeness: WordAnalyses['likeness'];
  readonly path: WordAnalyses['path'];
  readonly drift: WordAnalyses['drift'];
  readonly inputs: InputParts['inputs'];
  readonly shifts: InfluenceAnalysis['shifts'];
  readonly compare: OccurrenceAnalysis['compare'];
  readonly neighbours: Neighbours['neighbours'];
  readonly positions: Positions['positions'];
  readonly map: WordMap['map'];
  readonly wordVectors: WordVectors['wordVectors'];
  /** Neighbours of a word by itself, for the command line. */
  readonly neighboursOf: Neighbours['ofWord'];

  constructor(options: RunnerOptions = {}) {
    this.#hidden = options.hidden ?? false;
    this.#store = options.store ?? new AttentionStore();
    this.#access = new RunAccess(this.#models, this.#store);
    ({ likeness: this.likeness, path: this.path, drift: this.drift } = new WordAnalyses(this.#access));
    ({ inputs: this.inputs } = new InputParts(this.#access));
    ({ shifts: this.shifts } = new InfluenceAnalysis(this.#access));
    ({ compare: this.compare } = new OccurrenceAnalysis(this.#access));
    ({ neighbours: this.neighbours, ofWord: this.neighboursOf } = new Neighbours(this.#access));
    ({ positions: this.positions } = new Positions(this.#access));
    ({ map: this.map } = new WordMap(this.#access));
    ({ wordVectors: this.wordVectors } = new WordVectors(this.#access));
  }

  readonly open = async ({ directory }: OpenRequest): Promise<ModelSummary> => (await this.#models.open(directory)).summary;

  readonly run = async (request: RunRequest, context?: CallContext): Promise<RunSummary> => {
    checkRequest(request);
    const model = await this.#models.open(request.directory);
    // Loading blocks this thread for seconds: a cancellation that came meanwhile is delivered now.
    await new Promise(resolve => setImmediate(resolve));
    if (context?.cancelled) throw new FaultError(CANCELLED);

    const { text, fit, caret } = request;
    const window = fitTokens(model.tokenizer.encode(text), model.summary.contextLength, fit, caret, model.tokenizer.continuationPrefix);
    checkIds(window.tokens, model.summary);
    checkContent(window.tokens);
    const reading = readingOf(request, window, model.tokenizer.maskToken);
    const { tokens } = reading;
    const started = performance.now();
    const { maps, hidden } = await model.session.run(
      tokens.map(token => token.id),
      this.#hidden,
    );
    const runMilliseconds = performance.now() - started;
    // A run that nobody waits for any more would push out one that is on screen.
    if (context?.cancelled) throw new FaultError(CANCELLED);
    assertUnchanged(model.files);

    const { layers, heads } = model.summary;
    const invalid = findInvalidHeads(maps, heads, tokens.length);
    const attention: Attention = { layers, heads, tokens: tokens.length, maps, invalid: new Set(invalid) };
    const summary: RunSummary = {
      runId: this.#nextRunId++,
      directory: request.directory,
      ...reading,
      totalTokens: window.totalTokens,
      invalidHeads: invalid.map((index): HeadRef => [Math.floor(index / heads), index % heads]),
      runMilliseconds,
    };
    this.#store.put({ summary, attention, hidden, updates: [], fingerprint: model.files.fingerprint });
    return summary;
  };

  readonly matrix = async ({ runId, level, selection, combine }: MatrixRequest): Promise<MatrixSlice> => {
    const { run, pooling } = this.#access.units(runId, level);
    if (selection.kind === 'rollout') {
      const rolledOut = await rolloutMatrix(run.attention, pooling, selection.layer);
      this.#store.makeRoom();
      return { runId, level, ...rolledOut };
    }
    return { runId, level, size: pooling.units.length, ...combineMaps(run.attention, pooling, selection, combine) };
  };

  readonly thumbnails = ({ runId, level, hideSpecial, maxSide }: ThumbnailRequest): ThumbnailSlice => {
    const { run, pooling } = this.#access.units(runId, level);
    const { layers, heads } = run.attention;
    return { runId, level, hideSpecial, layers, heads, ...drawThumbnails(run.attention, pooling, hideSpecial, maxSide) };
  };

  readonly rankHeads = ({ runId, level, unit, direction }: WordRequest): HeadRanking => {
    const { run, pooling } = this.#access.units(runId, level, unit);
    return { runId, level, unit, direction, entries: rankHeadsForUnit(run.attention, pooling, unit, direction) };
  };

  readonly layers = ({ runId, level, unit, direction }: WordRequest): LayerSlice => {
    const { run, pooling } = this.#access.units(runId, level, unit);
    const { values, low, high } = combineLayers(run.attention, pooling, unit, direction);
    return { runId, level, unit, direction, layers: run.attention.layers, size: pooling.units.length, mean: values, low, high };
  };

  readonly release = ({ runId }: { readonly runId: number }): null => {
    this.#store.delete(runId);
    return null;
  };

  /** The tensors of a run, for the command line's files. They never leave the process otherwise. */
  tensors(runId: number): StoredRun {
    return this.#store.get(runId);
  }

  async embeddings(runId: number): Promise<RunEmbeddings> {
    const run = this.#store.get(runId);
    return { fixed: (await this.#access.wordRows(run)).values, hidden: await this.#access.hiddenOf(run) };
  }
}

/** The host checks too; this keeps a mistake there from becoming a wrong picture. */
function checkRequest({ text, caret }: RunRequest): void {
  if (text.length > MAX_RUN_CHARACTERS) throw new RangeError(`a text of ${text.length} characters`);
  if (!Number.isSafeInteger(caret)) throw new RangeError('a caret that is no offset');
  const fault = checkText(text, 'text');
  if (fault) throw new FaultError(fault);
}
