import { FaultError } from '../../core/faults.ts';
import { layoutOf, readsAnAnswer } from '../../core/grounding/layout.ts';
import { headMap } from '../../core/attention/maps.ts';
import { headsOfLayer } from '../../core/model/stack.ts';
import { pieceUnits, groupWords } from '../../core/text/words.ts';
import { checkPair } from '../../core/text/textPair.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { TEXT } from '../../core/text/unitRef.ts';
import type { GroundFindings, GroundPairRequest, GroundRequest, GroundSlice } from '../../protocol/groundApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import type { RunMaker } from '../analyses/runMaker.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import { goOn } from '../runs/goOn.ts';
import { readText } from '../runs/readText.ts';
import type { RowWatcher } from '../runs/rowWatcher.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { checkIds } from '../runs/tokenChecks.ts';
import { idsOf } from '../runs/tokenRows.ts';
import { keepForRemovals } from './removals.ts';
import { AnswerWatch } from './watch.ts';
import { writeGround } from './write.ts';

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
    const watch = new AnswerWatch(model, layout, tokens.length);
    access.checkMemory(model, tokens.length);

    const started = performance.now();
    const reading = {
      stream: TEXT,
      tokens,
      words: groupWords(text, tokens),
      pieces: pieceUnits(text, tokens),
      shownStart: 0,
      shownEnd: text.length,
    };
    const read = await readText(model, reading, { passBytes: access.passBytes, byRows: true, watcher: watch.watcher }, context);
    const states = await watch.states(
      tokens.map(({ id }) => id),
      read.held === 'maps',
      context,
    );
    const runMilliseconds = performance.now() - started;
    const run = await runs.keep({ model, sequence: { ...reading, totalTokens: tokens.length }, chat, runMilliseconds }, read, context);
    keepForRemovals(access.run(run.runId), { layout, states });
    return { ...watch.findings(read.sinks), summary: run, text, parts, cut };
  };

/**
 * Says the same of two texts that a decoder has read, the second as an answer on the first.
 * @throws FaultError `stale-run` when the run is not here, `unsupported-model`, `cancelled`
 */
export const groundPair =
  (access: RunAccess) =>
  async ({ runId, text }: GroundPairRequest, context?: CallContext): Promise<GroundFindings> => {
    const run = access.run(runId);
    const { pair } = run.summary;
    if (!pair || !readsAnAnswer(run.attention.stack, run.summary)) throw noDecoder();
    checkPair(text, pair);
    const model = access.modelOf(run);
    const { tokens } = sequenceOf(run.summary);
    const layout = layoutOf(text, { source: pair[0], question: null, answer: pair[1] }, tokens);
    const watch = new AnswerWatch(model, layout, tokens.length);
    const held = await access.readOn(run, context);
    if (held) await held.show(watch.watcher, run.attention, context);
    else await showMaps(access, run, watch.watcher, context);
    const states = await watch.states(idsOf(run), held === null, context);
    assertUnchanged(model.files);
    keepForRemovals(run, { layout, states });
    return watch.findings(run.attention.sinks);
  };

/** All rows of a model that is read whole. */
async function showMaps(access: RunAccess, run: StoredRun, { take }: RowWatcher, context: CallContext | undefined): Promise<void> {
  const { stack, columns } = run.attention;
  const rows = [...sequenceOf(run.summary).tokens.keys()];
  const layers = [...stack.heads.keys()];
  const mapsOf = access.layerMaps(run, layers, context);
  for (const layer of layers) {
    const maps = await mapsOf(layer);
    for (const head of headsOfLayer(stack.heads, layer)) {
      const map = headMap(run.attention, maps, head);
      if (map !== null) take(head, map, rows, columns);
    }
  }
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
