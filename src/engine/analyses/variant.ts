import type { UnitPair } from '../../core/text/alignUnits.ts';
import { nullIfUnavailable } from '../../core/faults.ts';
import { has } from '../../core/model/capability.ts';
import { changedText, counterparts } from '../../core/text/textChange.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { identityOf, type RunSummary } from '../../protocol/engineApi.ts';
import { TO_THE_END, type CallContext } from '../../protocol/rpc.ts';
import type { VariantRequest, VariantRun, VariantSlice } from '../../protocol/variantApi.ts';
import { goOn } from '../runs/goOn.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import type { HeadRef } from '../../core/attention/lens.ts';
import { matrix, matrixThrough } from './attention.ts';
import type { RunMaker } from './runMaker.ts';
import { drift, likeness } from './wordAnalyses.ts';

/** Runs the changed text of a run, which stays beside it until it is released. @throws FaultError `stale-run` when the run is not here */
export const runVariant =
  (access: RunAccess, runs: Pick<RunMaker, 'run' | 'release'>) =>
  async (
    request: VariantRun,
    context: CallContext = TO_THE_END,
  ): Promise<{ readonly summary: RunSummary; readonly pairs: readonly UnitPair[] }> => {
    const { runId, level, text, fit, caret, change, together } = request;
    const original = access.run(runId).summary;
    const changed = { ...changedText(text, caret, change), ...(together && { together }) };
    const summary = await runs.run({ ...identityOf(original), fit, chat: original.chat, beside: runId, ...changed }, context);
    return { summary, pairs: counterparts(sequenceOf(original)[level], sequenceOf(summary)[level], change) };
  };

/**
 * The changed text beside the run that it was made from: seen through the same view, and how far each vector moved. The changed text's run is let go
 * of again on every way out.
 * @throws FaultError `stale-run` when the run is not here, `cancelled` between two passes
 */
export const variant =
  (access: RunAccess, runs: Pick<RunMaker, 'run' | 'release'>) =>
  async (request: VariantRequest, context: CallContext = TO_THE_END): Promise<VariantSlice> => {
    access.assertMaps(access.run(request.runId));
    const { runId: originalId, level, selection, combine, state } = request;
    const { summary, pairs } = await runVariant(access, runs)(request, context);
    const { runId } = summary;
    try {
      const both = pairs.filter(([unit, other]) => unit >= 0 && other >= 0);
      // Each word through the head that it is seen through in the original: through another one it would have changed without a change.
      const original = combine === 'strongest' ? await matrix(access)({ runId: originalId, level, selection, combine }, context) : null;
      const given: (HeadRef | undefined)[] = [];
      for (const [unit, other] of both) given[other] = original?.rowHeads?.[unit];
      const seen = await matrixThrough(access, { runId, level, selection, combine }, given, context);
      await goOn(context);
      // Word embeddings that cannot be read leave attention.
      const cosines = state === null ? null : await nullIfUnavailable(likeness(access)({ runId, level, state }, context));
      await goOn(context);
      const model = access.modelOf(access.run(runId));
      const pairsMoved = { runId: originalId, otherRunId: runId, level, pairs: both };
      const moved = has(model.summary, 'hidden-states') ? await drift(access)(pairsMoved, context) : null;
      return { summary, pairs, matrix: seen, likeness: cosines, drift: moved };
    } finally {
      await runs.release({ runId }, context);
    }
  };
