import { cosine, cosineMatrix, norm, poolRows, vectorAt, type Vectors } from '../../core/vectors/vectors.ts';
import type { DriftRequest, DriftSlice, LikenessRequest, LikenessSlice, PathSlice, UnitRequest } from '../../protocol/embeddingApi.ts';
import { sinkUnits } from '../../core/attention/sinks.ts';
import { nullIfUnavailable } from '../../core/faults.ts';
import { standsInText } from '../../core/text/token.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { findOutlierDimensions, withoutDimensions } from '../../core/vectors/outlierDimensions.ts';
import type { RunAccess } from '../runs/runAccess.ts';
import { asRows, type TokenRows } from '../runs/tokenRows.ts';

const NONE = new Float32Array(0);

/** Cosine of every two units, by their word embeddings and in one hidden state. */
export const likeness =
  (access: RunAccess) =>
  async ({ runId, level, state }: LikenessRequest, context?: CallContext): Promise<LikenessSlice> => {
    const { run, pooling } = access.units(runId, level);
    const groups = pooling.units.map(unit => unit.tokens);
    const rows = await access.wordRowsOf(run);
    const fixed = rows ? cosineMatrix(pool(rows, groups)) : new Float32Array(0);
    const hidden = await nullIfUnavailable(access.hiddenState(run, state, context));
    const vectors = hidden && pool(hidden, groups);
    const sinks = new Set(sinkUnits(run.attention.sinks, pooling.units).map(({ unit }) => unit));
    const told = groups.filter((_, unit) => standsInText(pooling.units[unit]!) && !sinks.has(unit));
    const outliers = hidden && findOutlierDimensions(pool(hidden, told));
    return {
      runId,
      level,
      size: groups.length,
      state,
      fixed,
      contextual: vectors ? cosineMatrix(vectors) : NONE,
      outliers,
      withoutOutliers: vectors && outliers ? cosineMatrix(withoutDimensions(vectors, outliers.dimensions)) : NONE,
    };
  };

/** One unit through the hidden states. @throws FaultError `unavailable` without hidden states */
export const path =
  (access: RunAccess) =>
  async ({ runId, level, stream, unit }: UnitRequest, context?: CallContext): Promise<PathSlice> => {
    const { run, pooling } = access.units(runId, level, unit);
    const { tokens } = pooling.units[unit]!;
    const { states, updates } = await access.meanVectors(run, tokens, context);
    const rows = await access.wordRowsOf(run);
    const fixed = rows && vectorAt(pool(rows, [tokens]), 0);
    return {
      runId,
      level,
      stream,
      unit,
      toFixed: fixed?.length === states[0]!.length ? Float32Array.from(states, state => cosine(state, fixed)) : new Float32Array(0),
      toPrevious: Float32Array.from(states, (state, index) => (index === 0 ? NaN : cosine(state, states[index - 1]!))),
      norms: Float32Array.from(states, norm),
      attentionNorms: Float32Array.from(updates, ({ attention }) => norm(attention)),
      feedForwardNorms: Float32Array.from(updates, ({ feedForward }) => norm(feedForward)),
    };
  };

/** Units of a text and of its variant, state by state. @throws FaultError `unavailable` without hidden states */
export const drift =
  (access: RunAccess) =>
  async ({ runId, otherRunId, level, pairs }: DriftRequest, context?: CallContext): Promise<DriftSlice> => {
    const one = access.units(runId, level, ...pairs.map(([unit]) => unit));
    const other = access.units(otherRunId, level, ...pairs.map(([, unit]) => unit));
    const states = await access.hiddenStates(one.run, context);
    const otherStates = await access.hiddenStates(other.run, context);
    if (states.length !== otherStates.length) throw new RangeError('runs of two different models');
    const groups = pairs.map(([unit]) => one.pooling.units[unit]!.tokens);
    const otherGroups = pairs.map(([, unit]) => other.pooling.units[unit]!.tokens);
    return {
      states: states.map((values, state) => {
        const vectors = pool(asRows(values, one.run), groups);
        const otherVectors = pool(asRows(otherStates[state]!, other.run), otherGroups);
        if (vectors.width !== otherVectors.width) throw new RangeError('vectors of two different widths');
        return Float32Array.from(pairs, (_, pair) => cosine(vectorAt(vectors, pair), vectorAt(otherVectors, pair)));
      }),
    };
  };

function pool({ values, width }: TokenRows, groups: readonly (readonly number[])[]): Vectors {
  return poolRows(values, width, groups);
}
