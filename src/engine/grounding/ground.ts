import { FaultError } from '../../core/faults.ts';
import { layoutOf, type GroundLayout } from '../../core/grounding/layout.ts';
import { canSumReach, ReachSums } from '../../core/grounding/reach.ts';
import { withoutTokens } from '../../core/grounding/removal.ts';
import { isIndex } from '../../core/checks.ts';
import { pieceUnits, groupWords } from '../../core/text/words.ts';
import { TEXT } from '../../core/text/unitRef.ts';
import type { GroundRequest, GroundSlice, RemovalRequest, RemovalSlice } from '../../protocol/groundApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { RunMaker } from '../analyses/runMaker.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { LoadedModel } from '../model/loader.ts';
import { staleRun, type StoredRun } from '../runs/attentionStore.ts';
import { goOn } from '../runs/goOn.ts';
import { readText } from '../runs/readText.ts';
import type { RowWatcher } from '../runs/rowWatcher.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { checkIds } from '../runs/tokenChecks.ts';
import { idsOf } from '../runs/tokenRows.ts';
import { changesOf, logProbabilitiesOf } from './likelihoods.ts';
import { statesWithout } from './without.ts';
import { writeGround } from './write.ts';

/** What is kept beside a run for the removals. */
interface Kept {
  readonly layout: GroundLayout;
  /** Last hidden states by which the tokens of the answer were predicted, [tokens, width]; null for a model that has none. */
  readonly states: Float32Array | null;
  /** Of the tokens of the answer, once they were asked for. */
  logProbabilities: Float32Array | null;
}

const KEPT = new WeakMap<StoredRun, Kept>();

/**
 * Reads a source, a question and an answer in one pass, and says for each sentence of the answer what its attention reaches.
 * @throws FaultError `unsupported-model` for a model that is no decoder; `usage`, `empty-text`, `cancelled`, and what running a model gives
 */
export const ground =
  (access: RunAccess, runs: RunMaker) =>
  async (request: GroundRequest, context?: CallContext): Promise<GroundSlice> => {
    const model = await access.model(request);
    const { summary } = model;
    if (!summary.attention.causal) throw noDecoder();
    await goOn(context);
    const { text, parts, encoding, chat, cut } = writeGround(model, request);
    const { tokens } = encoding;
    checkIds(tokens, summary);
    const layout = layoutOf(text, parts, tokens);
    if (!canSumReach(summary.attention, layout, tokens.length)) throw tooManyNumbers();
    access.checkMemory(model, tokens.length);

    const sums = new ReachSums(summary.attention, layout, tokens.length);
    const predictors = layout.answerTokens.map(token => token - 1);
    const collector = new StateCollector(predictors);
    const watcher: RowWatcher = {
      queries: sums.rows,
      take: (head, map, rows, columns) => {
        sums.add(head, map, rows, columns);
      },
      state: model.graph.hidden.at(-1) ?? null,
      takeVectors: (vectors, from, count) => {
        collector.add(vectors, from, count);
      },
    };
    const started = performance.now();
    const reading = {
      stream: TEXT,
      tokens,
      words: groupWords(text, tokens),
      pieces: pieceUnits(text, tokens),
      shownStart: 0,
      shownEnd: text.length,
    };
    const read = await readText(model, reading, { passBytes: access.passBytes, byRows: true, watcher }, context);
    const states = await statesOf(
      model,
      layout,
      collector,
      read.held,
      context,
      tokens.map(({ id }) => id),
    );
    const runMilliseconds = performance.now() - started;
    const run = await runs.keep({ model, sequence: { ...reading, totalTokens: tokens.length }, chat, runMilliseconds }, read, context);
    KEPT.set(access.run(run.runId), { layout, states, logProbabilities: null });

    const sinks = read.sinks.map(({ token }) => token);
    const previous = summary.roles.filter(({ role }) => role === 'previous').map(({ head }) => head);
    const { sentences, contentHeads } = sums.found(sinks, previous);
    return { ...layout, summary: run, text, parts, cut, reached: sentences, sinks, contentHeads };
  };

/**
 * Leaves source sentences out, reads the rest again, and says what that does to each token of the answer.
 * @throws FaultError `stale-run` when the run is not here, `unavailable` for a model without likelihoods, `cancelled` between two pieces
 */
export const groundRemovals =
  (access: RunAccess) =>
  async ({ runId, taken }: RemovalRequest, context?: CallContext): Promise<RemovalSlice> => {
    const run = access.run(runId);
    const kept = KEPT.get(run);
    if (!kept) throw staleRun();
    const { layout, states } = kept;
    for (const sentence of taken.flat())
      if (!isIndex(sentence, layout.source.length)) throw new RangeError(`no such sentence among ${layout.source.length}`);
    const model = access.modelOf(run);
    const ids = idsOf(run);
    const answerIds = layout.answerTokens.map(token => ids[token]!);
    const logProbabilities = (kept.logProbabilities ??= await logProbabilitiesOf(model, states, answerIds, context));
    const removals = [];
    for (const [index, sentences] of taken.entries()) {
      await goOn(context, { done: index, total: taken.length });
      const gone = sentences.flatMap(sentence => layout.source[sentence]!.tokens);
      const rest = withoutTokens(ids, gone, layout.answerTokens);
      const after = await statesWithout(model, await access.heldRows(run, context), ids, rest, context);
      removals.push(await changesOf(model, states, after, rest.predictors, answerIds, context));
    }
    assertUnchanged(model.files);
    return { logProbabilities, removals };
  };

/** Vectors of some tokens, put together as they come. */
class StateCollector {
  readonly #tokens: readonly number[];
  #found: Float32Array | null = null;

  /** @param tokens ascending; -1 stays zeros */
  constructor(tokens: readonly number[]) {
    this.#tokens = tokens;
  }

  get found(): Float32Array | null {
    return this.#found;
  }

  add(vectors: Float32Array, from: number, count: number): void {
    const width = vectors.length / count;
    this.#found ??= new Float32Array(this.#tokens.length * width);
    for (const [place, token] of this.#tokens.entries())
      if (token >= from && token < from + count)
        this.#found.set(vectors.subarray((token - from) * width, (token - from + 1) * width), place * width);
  }
}

/** Of a model that is read whole, the vectors take a pass of their own. */
async function statesOf(
  { session, graph }: LoadedModel,
  { answerTokens }: GroundLayout,
  collector: StateCollector,
  held: 'maps' | 'rows',
  context: CallContext | undefined,
  ids: readonly number[],
): Promise<Float32Array | null> {
  const state = graph.hidden.at(-1);
  if (held === 'maps' && state !== undefined && answerTokens.length > 0) {
    await goOn(context);
    const [all] = await session.vectors(ids, [state], context);
    collector.add(all!, 0, ids.length);
  }
  return collector.found;
}

function noDecoder(): FaultError {
  return new FaultError({
    code: 'unsupported-model',
    title: 'This model is no decoder',
    cause:
      'Each of its words sees the words behind it as well, so none is written from what stands before: an answer cannot be followed back.',
    nextStep:
      'Choose a decoder (GPT-2, Llama, Qwen, SmolLM2 and their like); for a translation, an encoder-decoder with run --target; for a pair of words, heads --from --to.',
  });
}

function tooManyNumbers(): FaultError {
  return new FaultError({
    code: 'out-of-memory',
    title: 'The answer and its source are too long together',
    cause: 'What each sentence of the answer gives each token, head by head, would take more than 256 MB.',
    nextStep: 'Give a shorter source, or fewer sentences of the answer at a time.',
  });
}
