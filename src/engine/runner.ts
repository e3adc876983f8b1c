import { isInvalid, type Attention } from '../core/attention/maps.ts';
import { lackOf } from '../core/model/capability.ts';
import { encodeMessage } from './chat/chatMessage.ts';
import type { ChatTemplate } from './chat/chatTemplate.ts';
import { allHeads, stackWithin, withinOf } from '../core/model/stack.ts';
import { FaultError } from '../core/faults.ts';
import { checkText } from '../core/text/textCheck.ts';
import {
  identityOf,
  MAX_RUN_CHARACTERS,
  type ModelRequest,
  type ModelSummary,
  type RunRequest,
  type RunSummary,
} from '../protocol/engineApi.ts';
import type { EngineApi } from '../protocol/engineMethods.ts';
import type { CallContext, Handlers } from '../protocol/rpc.ts';
import type { VariantRun } from '../protocol/variantApi.ts';
import { checkPair } from '../core/text/textPair.ts';
import { fitTokens, type TokenWindow } from '../tokenizer/window.ts';
import { AttentionStore, storeLimits } from './runs/attentionStore.ts';
import type { RunTensors } from './files/tensors.ts';
import { readText } from './runs/readText.ts';
import { assertUnchanged } from './model/fingerprint.ts';
import { neighboursOfWord, type WordNeighbourRequest, type WordNeighbours } from './analyses/neighbours.ts';
import { createAnalyses, type Analyses } from './analyses/registry.ts';
import type { RunMaker } from './analyses/runMaker.ts';
import { runVariant } from './analyses/variant.ts';
import { hasPair, withMissingEncoder } from './twoTexts/files.ts';
import { ModelCache, modelLimits, type ModelLimits } from './model/cache.ts';
import type { LoadedModel } from './model/loader.ts';
import { checkContent, checkIds } from './runs/tokenChecks.ts';
import { goOn } from './runs/goOn.ts';
import { readPair } from './runs/pairTokens.ts';
import { readingOf } from './runs/reading.ts';
import { RunAccess } from './runs/runAccess.ts';

/** Run numbers are never used twice, not even by the next engine process, so a slice can never show another run's attention. */
const FIRST_RUN_ID = Date.now() * 1000;

export interface RunnerOptions {
  /** Fetch and keep the hidden states of every run. */
  readonly hidden?: boolean;
  /** Bytes that the process may use. */
  readonly memory?: number;
  readonly store?: AttentionStore;
  readonly limits?: ModelLimits;
}

/** The vectors of a run, for the command line's files. */
export interface RunEmbeddings {
  /** Rows of the word table, [T, width of the table]. */
  readonly fixed: Float32Array;
  /** Hidden states 0 to L, each [T, width]; empty when the model does not have them. */
  readonly hidden: readonly Float32Array[];
}

/** Has every analysis of the registry as a method of its own. */
const Analysing = function (this: RunMaker, access: RunAccess): void {
  Object.assign(this, createAnalyses(access, this));
} as unknown as new (access: RunAccess) => Analyses;

/**
 * Everything that can be asked of the engine, without the process around it: the command line uses it as it is. One call at a time, which the
 * process' queue sees to: opening a model may release others. Only what `isBeside` may go on beside another: it uses no model.
 */
export class Runner extends Analysing implements Handlers<EngineApi> {
  readonly #store: AttentionStore;
  readonly #access: RunAccess;
  readonly #hidden: boolean;
  #nextRunId = FIRST_RUN_ID;

  constructor({
    hidden = false,
    memory = Infinity,
    store = new AttentionStore(storeLimits(memory)),
    limits = modelLimits(memory),
  }: RunnerOptions = {}) {
    const access = new RunAccess(new ModelCache(store, limits), store, limits.free);
    super(access);
    this.#store = store;
    this.#access = access;
    this.#hidden = hidden;
  }

  readonly open = async (request: ModelRequest): Promise<ModelSummary> => (await this.#access.model(request)).summary;

  readonly run = async (request: RunRequest, context?: CallContext): Promise<RunSummary> => {
    checkRequest(request);
    const { chat = false, pair, within } = request;
    const readsTwo = pair !== undefined && hasPair(request.directory);
    const model = await this.#access.model({ ...request, ...(readsTwo && { twoTexts: stackWithin(within) }) }).catch((error: unknown) => {
      throw pair ? withMissingEncoder(error, request.directory) : error;
    });
    await goOn(context);

    const window = pair ? readPair(model, request.text, pair, request.told) : windowOf(model, request);
    checkIds(window.tokens, model.summary);
    checkContent(window.tokens);
    const reading = readingOf(request, window, model.tokenizer.maskToken);
    const { tokens, otherText } = reading;
    const started = performance.now();
    const already = pair && !request.masked ? this.#store.readAlready(model, { pair, tokens, ...(otherText && { otherText }) }) : null;
    if (!already) this.#access.checkMemory(model, tokens.length);
    const read = already ?? (await readText(model, reading, { passBytes: this.#store.passBytes, hidden: this.#hidden }, context));
    const runMilliseconds = already?.runMilliseconds ?? performance.now() - started;
    return this.keep(
      {
        model,
        sequence: { ...reading, totalTokens: window.totalTokens },
        chat,
        pair,
        within,
        told: request.told,
        runMilliseconds,
        beside: request.beside,
      },
      read,
      context,
    );
  };

  readonly keep: RunMaker['keep'] = async (
    { model, sequence, chat, pair, within, told = {}, runMilliseconds, beside = null },
    { held, invalid, sinks, tensors },
    context,
  ) => {
    // A run that nobody waits for any more would push out one that is on screen.
    await goOn(context);
    assertUnchanged(model.files);
    const tokens = sequence.tokens.length;
    const stack = model.summary.attention;
    const keys = stack.kind === 'cross' ? { keys: sequence.segments!.indexOf(1) } : {};
    const attention: Attention = { stack, rows: tokens, columns: tokens, ...keys, invalid, sinks };
    const summary: RunSummary = {
      runId: this.#nextRunId++,
      ...identityOf(model.summary),
      sequences: [sequence],
      chat,
      ...(pair && { pair }),
      ...(pair && within && { within: withinOf(model.summary.twoTexts) }),
      ...(model.summary.tells && { told }),
      invalidHeads: allHeads(attention.stack.heads).filter(head => isInvalid(attention, head)),
      runMilliseconds,
      held,
    };
    this.#store.put({ summary, model, attention, beside }, tensors);
    return summary;
  };

  readonly release = ({ runId }: { readonly runId: number }): null => {
    this.#store.delete(runId);
    return null;
  };

  /** The tensors of a run. They never leave the process otherwise. */
  async tensors(runId: number): Promise<RunTensors> {
    const run = this.#store.get(runId);
    const maps = await this.#access.allMaps(run);
    const hidden = this.#hidden ? await this.#access.hiddenOf(run, undefined) : [];
    return { summary: run.summary, attention: { ...run.attention, maps }, hidden };
  }

  /** Runs the changed text of a run and keeps it, for the command line's files. */
  runVariant(request: VariantRun): Promise<RunSummary> {
    return runVariant(this.#access, this)(request).then(({ summary }) => summary);
  }

  /** Neighbours of a word by itself, for the command line. */
  neighboursOf(request: WordNeighbourRequest): Promise<WordNeighbours> {
    return neighboursOfWord(this.#access)(request);
  }

  async embeddings(runId: number): Promise<RunEmbeddings> {
    const run = this.#store.get(runId);
    return { fixed: (await this.#access.wordRows(run)).values, hidden: await this.#access.hiddenOf(run, undefined) };
  }
}

/** What fits of one text. @throws FaultError `unavailable` for a message to a model without a chat template */
function windowOf(model: LoadedModel, { text, fit, caret, chat, maxTokens = Infinity }: RunRequest): TokenWindow {
  const encoding = chat ? encodeMessage(model.tokenizer, chatOf(model), text) : model.tokenizer.encode(text);
  return fitTokens(encoding, Math.min(model.summary.contextLength, maxTokens), fit, caret);
}

/** @throws FaultError `unavailable` */
function chatOf({ chat }: LoadedModel): ChatTemplate {
  if (!chat) throw lackOf('chat-template');
  return chat;
}

/** The host checks too; this keeps a mistake there from becoming a wrong picture. */
function checkRequest({ text, caret, pair }: RunRequest): void {
  if (text.length > MAX_RUN_CHARACTERS) throw new RangeError(`a text of ${text.length} characters`);
  if (!Number.isSafeInteger(caret)) throw new RangeError('a caret that is no offset');
  if (pair) checkPair(text, pair);
  const fault = checkText(text, 'text');
  if (fault) throw new FaultError(fault);
}
