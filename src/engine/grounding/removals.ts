import { isIndex } from '../../core/checks.ts';
import type { GroundLayout } from '../../core/grounding/layout.ts';
import { withoutTokens } from '../../core/grounding/removal.ts';
import type { RemovalRequest, RemovalSlice } from '../../protocol/groundApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import { staleRun, type StoredRun } from '../runs/attentionStore.ts';
import { goOn } from '../runs/goOn.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { idsOf } from '../runs/tokenRows.ts';
import { changesOf, logProbabilitiesOf } from './likelihoods.ts';
import { statesWithout } from './without.ts';

/** What is kept beside a run for the removals. */
interface Kept {
  readonly layout: GroundLayout;
  /** Last hidden states by which the tokens of the answer were predicted, [tokens, width]; null for a model that has none. */
  readonly states: Float32Array | null;
  /** Of the tokens of the answer, once they were asked for. */
  logProbabilities: Float32Array | null;
}

const KEPT = new WeakMap<StoredRun, Kept>();

/** The answer of a run was looked at: source sentences can be left out of it from here on. */
export function keepForRemovals(run: StoredRun, kept: Pick<Kept, 'layout' | 'states'>): void {
  KEPT.set(run, { ...kept, logProbabilities: null });
}

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
      const after = await statesWithout(model, await access.readOn(run, context), ids, rest, context);
      removals.push(await changesOf(model, states, after, rest.predictors, answerIds, context));
    }
    assertUnchanged(model.files);
    return { logProbabilities, removals };
  };
