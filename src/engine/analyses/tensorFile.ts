import { open } from 'node:fs/promises';
import type { RunSummary } from '../../protocol/engineApi.ts';
import type { TensorFileRequest } from '../../protocol/headsApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { movedBack } from '../../core/text/span.ts';
import type { Token } from '../../core/text/token.ts';
import { sequenceOf } from '../../core/text/tokenSequence.ts';
import { encodeNpz, type NpyArray } from '../files/npz.ts';
import { prefixOf, tensorsOf } from '../files/tensors.ts';
import { twoTextArrays } from '../files/twoTextArrays.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import { readSource, readTarget } from '../twoTexts/everyKind.ts';
import { goOn } from '../runs/goOn.ts';
import type { RunAccess } from '../runs/runAccess.ts';

/** All heads of a run as a NumPy archive, written here: they are no slice. @throws FaultError `unavailable` for a text that is held by rows; the system's error when it cannot be written */
export const writeTensors =
  (access: RunAccess) =>
  async ({ runId, file }: TensorFileRequest, context?: CallContext): Promise<null> => {
    const run = access.run(runId);
    const arrays = await arraysOf(access, run, context);
    await goOn(context);
    // Never over anything that is there: who asked puts it in its place.
    const handle = await open(file, 'wx');
    try {
      for (const chunk of encodeNpz(arrays)) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return null;
  };

/** Of a source and its target all three kinds of attention, read once more: what is looked at is one of them. */
async function arraysOf(access: RunAccess, run: StoredRun, context: CallContext | undefined): Promise<Map<string, NpyArray>> {
  const { summary, model } = run;
  const { cross } = access.modelOf(run);
  if (cross && summary.pair) {
    const [source, target] = tokensOfBoth(summary).map((tokens, side) =>
      tokens.map(token => movedBack(token, summary.pair![side]!.start)),
    ) as [Token[], Token[]];
    const attention = await readTarget(cross, await readSource(cross, source, context), target, context);
    assertUnchanged(model.files);
    return twoTextArrays({ source: { tokens: source }, target: { tokens: target }, attention });
  }
  const maps = await access.allMaps(run);
  return tensorsOf({ summary, attention: { ...run.attention, maps }, hidden: [] }, prefixOf(model.summary));
}

/** Of a source and its target, also where one of them alone is looked within. */
function tokensOfBoth(summary: RunSummary): readonly [source: readonly Token[], target: readonly Token[]] {
  const { tokens, segments, otherText } = sequenceOf(summary);
  if (otherText) return summary.within === 'first' ? [tokens, otherText] : [otherText, tokens];
  const firstOfTarget = segments!.indexOf(1);
  return [tokens.slice(0, firstOfTarget), tokens.slice(firstOfTarget)];
}
