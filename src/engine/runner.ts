import { combineLayers, combineMaps, type Pooling } from '../core/aggregate.ts';
import { findInvalidHeads, isIndex, type Attention } from '../core/attention.ts';
import { FaultError } from '../core/errors.ts';
import { rankHeadsForUnit } from '../core/headRanking.ts';
import type { HeadRef } from '../core/lens.ts';
import { checkText } from '../core/textCheck.ts';
import { drawThumbnails } from '../core/thumbnails.ts';
import type { Token } from '../core/token.ts';
import { groupWords, pieceUnits } from '../core/words.ts';
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
import { AttentionStore, poolingOf, type StoredRun } from './attentionStore.ts';
import { ModelCache } from './modelCache.ts';
import type { LoadedModel } from './modelLoader.ts';

/** Run numbers are never used twice, not even by the next engine process, so a slice can never show another run's attention. */
const FIRST_RUN_ID = Date.now() * 1000;

export interface RunnerOptions {
  /** Fetch and keep the hidden states of every run. */
  readonly hidden?: boolean;
}

/**
 * Everything that can be asked of the engine, without the process around it: the command line uses it as it is. One call at a time, which the
 * process' queue sees to: opening another model closes the one before.
 */
export class Runner implements Handlers<EngineApi> {
  readonly #models = new ModelCache();
  readonly #store = new AttentionStore();
  readonly #hidden: boolean;
  #nextRunId = FIRST_RUN_ID;

  constructor(options: RunnerOptions = {}) {
    this.#hidden = options.hidden ?? false;
  }

  readonly open = async ({ directory }: OpenRequest): Promise<ModelSummary> => (await this.#models.open(directory)).summary;

  readonly run = async (request: RunRequest, context?: CallContext): Promise<RunSummary> => {
    checkRequest(request);
    const model = await this.#models.open(request.directory);
    // Loading blocks this thread for seconds: a cancellation that came meanwhile is delivered now.
    await new Promise(resolve => setImmediate(resolve));
    if (context?.cancelled) throw new FaultError(CANCELLED);

    const { text, fit, caret } = request;
    const window = fitTokens(model.tokenizer.encode(text), model.summary.contextLength, fit, caret);
    const { tokens } = window;
    checkIds(tokens, model);
    const started = performance.now();
    const { maps, hidden } = await model.session.run(
      tokens.map(token => token.id),
      this.#hidden,
    );
    const runMilliseconds = performance.now() - started;

    const { layers, heads } = model.summary;
    const invalid = findInvalidHeads(maps, heads, tokens.length);
    const attention: Attention = { layers, heads, tokens: tokens.length, maps, invalid: new Set(invalid) };
    const summary: RunSummary = {
      runId: this.#nextRunId++,
      directory: request.directory,
      tokens,
      words: groupWords(text, tokens),
      pieces: pieceUnits(text, tokens),
      totalTokens: window.totalTokens,
      shownStart: window.shownStart,
      shownEnd: window.shownEnd,
      invalidHeads: invalid.map((index): HeadRef => [Math.floor(index / heads), index % heads]),
      runMilliseconds,
    };
    this.#store.put({ summary, attention, hidden });
    return summary;
  };

  readonly matrix = ({ runId, level, selection, combine }: MatrixRequest): MatrixSlice => {
    const { run, pooling } = this.#find(runId, level);
    return { runId, level, size: pooling.units.length, ...combineMaps(run.attention, pooling, selection, combine) };
  };

  readonly thumbnails = ({ runId, level, hideSpecial, maxSide }: ThumbnailRequest): ThumbnailSlice => {
    const { run, pooling } = this.#find(runId, level);
    const { layers, heads } = run.attention;
    return { runId, layers, heads, ...drawThumbnails(run.attention, pooling, hideSpecial, maxSide) };
  };

  readonly rankHeads = ({ runId, level, unit, direction }: WordRequest): HeadRanking => {
    const { run, pooling } = this.#find(runId, level, unit);
    return { runId, level, unit, direction, entries: rankHeadsForUnit(run.attention, pooling, unit, direction) };
  };

  readonly layers = ({ runId, level, unit, direction }: WordRequest): LayerSlice => {
    const { run, pooling } = this.#find(runId, level, unit);
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

  #find(runId: number, level: MatrixRequest['level'], unit = 0): { run: StoredRun; pooling: Pooling } {
    const run = this.#store.get(runId);
    const pooling = poolingOf(run, level);
    if (!isIndex(unit, pooling.units.length)) throw new RangeError(`no such unit among ${pooling.units.length}`);
    return { run, pooling };
  }
}

/** The host checks too; this keeps a mistake there from becoming a wrong picture. */
function checkRequest({ text, caret }: RunRequest): void {
  if (text.length > MAX_RUN_CHARACTERS) throw new RangeError(`a text of ${text.length} characters`);
  if (!Number.isSafeInteger(caret)) throw new RangeError('a caret that is no offset');
  const fault = checkText(text, 'text');
  if (fault) throw new FaultError(fault);
}

/** ONNX Runtime would stop with a message about a Gather node; this one says what is wrong. */
function checkIds(tokens: readonly Token[], { summary }: LoadedModel): void {
  const rows = summary.vocabularySize;
  const outside = tokens.find(token => !isIndex(token.id, rows));
  if (outside) {
    throw new FaultError({
      code: 'vocabulary-mismatch',
      title: 'Tokenizer and model do not belong together',
      cause: `The tokenizer gives the token number ${outside.id}, and the model's word table has ${rows} rows.`,
      nextStep: 'Take tokenizer.json from the same place as the model, or use the built-in model.',
    });
  }
  if (!tokens.some(token => token.start >= 0)) {
    throw new FaultError({
      code: 'empty-text',
      title: 'The text holds nothing the model can read',
      cause: 'The tokenizer drops all of its characters.',
      nextStep: 'Choose a text with at least one word.',
    });
  }
}
