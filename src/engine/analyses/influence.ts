import { tokensToRead } from '../../core/attention/influence.ts';
import { isIndex } from '../../core/checks.ts';
import { lackOf } from '../../core/model/capability.ts';
import type { InfluenceMode } from '../../core/state/viewState.ts';
import { cosine, poolRows, vectorAt } from '../../core/vectors/vectors.ts';
import type { ShiftRequest, ShiftSlice } from '../../protocol/embeddingApi.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { assertUnchanged } from '../model/fingerprint.ts';
import { goOn } from '../runs/goOn.ts';
import type { StoredRun } from '../runs/attentionStore.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { idsOf } from '../runs/tokenRows.ts';

/** A text with one unit taken away. */
interface Variant {
  readonly ids: readonly number[];
  /** Where the tokens of the unit that is watched are in it. */
  readonly watched: readonly number[];
}

/**
 * How far a unit's vector moves when another unit is taken away: an occlusion test of what the model computed, not of what it attended to.
 * 1 - cosine of the unit's vector before and after, 0 to 2. NaN where nothing is left to compare: the unit itself left out, or the whole text.
 * @throws FaultError `unavailable` without hidden states or mask token, `cancelled` between two passes
 */
export const shifts =
  (access: RunAccess) =>
  async ({ runId, level, unit, state, mode, others }: ShiftRequest, context?: CallContext): Promise<ShiftSlice> => {
    const { run, pooling } = access.units(runId, level, unit, ...others);
    const { session, graph, maskToken, files, summary } = access.modelOf(run);
    const watched = pooling.units[unit]!.tokens;
    const reference = await vectorOf(access, run, watched, state, context);
    const takeAway = takingAway(mode, maskToken?.id ?? null);
    const ids = idsOf(run);
    const read = ids.slice(0, tokensToRead(summary, watched, ids.length));
    const variants = others.map(other => takeAway(read, pooling.units[other]!.tokens, watched));

    const shifts = new Float32Array(others.length).fill(NaN);
    for (const indices of batches(variants, length => session.batchSize(length))) {
      await goOn(context);
      const texts = indices.map(index => variants[index]!.ids);
      const after = await session.vectorsOfEach(texts, graph.hidden[state]!, context);
      for (const [position, index] of indices.entries()) {
        const vectors = poolRows(after[position]!, reference.length, [variants[index]!.watched]);
        shifts[index] = 1 - cosine(vectorAt(vectors, 0), reference);
      }
    }
    assertUnchanged(files);
    return { shifts };
  };

/** The vector of some tokens in the text as it is, the mean over them: of a text that is held by rows, without reading it again. */
async function vectorOf(access: RunAccess, run: StoredRun, tokens: readonly number[], state: number, context: CallContext | undefined) {
  if (run.summary.held === 'rows' && isIndex(state, run.model.graph.hidden.length))
    return (await access.meanVectors(run, tokens, context)).states[state]!;
  const { values, width } = await access.hiddenState(run, state, context);
  return vectorAt(poolRows(values, width, [tokens]), 0);
}

type TakeAway = (ids: readonly number[], taken: readonly number[], watched: readonly number[]) => Variant;

function takingAway(mode: InfluenceMode, maskId: number | null): TakeAway {
  if (mode === 'omit') {
    return (ids, taken, watched) => {
      const kept = [...ids.keys()].filter(index => !taken.includes(index));
      return { ids: kept.map(index => ids[index]!), watched: watched.map(index => kept.indexOf(index)).filter(index => index >= 0) };
    };
  }
  if (maskId === null) throw lackOf('mask-token', 'Use "leave out" instead.');
  return (ids, taken, watched) => ({ ids: ids.map((id, index) => (taken.includes(index) ? maskId : id)), watched });
}

/** Indices of variants that go through the model together: of one length, as many as fit. Those without anything to watch are left out. */
function* batches(variants: readonly Variant[], sizeOf: (tokens: number) => number): Generator<number[]> {
  const byLength = new Map<number, number[]>();
  for (const [index, { ids, watched }] of variants.entries()) {
    if (watched.length === 0) continue;
    const sameLength = byLength.get(ids.length) ?? [];
    byLength.set(ids.length, sameLength);
    sameLength.push(index);
  }
  for (const [length, indices] of byLength) {
    const size = sizeOf(length);
    for (let start = 0; start < indices.length; start += size) yield indices.slice(start, start + size);
  }
}
